//! Who is there on a date and what they can do (出勤及能力状况, X-30).

use std::collections::BTreeMap;

use aftersales_kit::{Result, auth::BranchScope, db::Tx, time::Timestamp};

use super::{
    load_book::Book,
    load_roster::{self, Query},
};
use crate::{
    domain::{book::BookMember, roster::StaffDay},
    store::sign_ins,
};

/// Somebody who is there.
pub struct Present {
    /// Who.
    pub member: BookMember,
    /// The day.
    pub day: StaffDay,
    /// Minutes there.
    pub minutes: i64,
    /// First sign-in of the date.
    pub signed_in_at: Option<Timestamp>,
}

/// Several of them together.
#[derive(Clone, Copy, Default)]
pub struct Together {
    /// How many.
    pub members: i32,
    /// Their minutes.
    pub minutes: i64,
    /// How many have signed in.
    pub signed_in: i32,
}

impl Together {
    fn add(&mut self, present: &Present) {
        self.members += 1;
        self.minutes += present.minutes;
        self.signed_in += i32::from(present.signed_in_at.is_some());
    }
}

/// The capacity of a date.
#[derive(Default)]
pub struct Capacity {
    /// Who is there, by staff code.
    pub present: Vec<Present>,
    /// By skill.
    pub skills: BTreeMap<String, Together>,
    /// By the role's number.
    pub roles: BTreeMap<i32, Together>,
    /// How many have no minute on the date.
    pub absent: i32,
}

/// The capacity of the query's first date, of those who have `skill` if it is not empty.
///
/// # Errors
/// Those of [`load_roster::run`].
pub async fn run(tx: &mut Tx, scope: &BranchScope, book: &Book, query: &Query, skill: &str) -> Result<Capacity> {
    let roster = load_roster::run(tx, scope, book, query).await?;
    let came = sign_ins::of_branch(tx, &query.branch, query.from, query.from).await?;
    let mut capacity = Capacity::default();
    for day in roster.days.into_iter().map(|day| day.day) {
        let Some(member) = roster.members.iter().find(|member| member.id == day.staff) else {
            continue;
        };
        if !skill.is_empty() && !member.post.skills.iter().any(|held| held == skill) {
            continue;
        }
        let minutes = day.minutes();
        if minutes == 0 {
            capacity.absent += 1;
            continue;
        }
        let signed = came.iter().filter(|sign_in| sign_in.staff == day.staff);
        let present = Present {
            member: member.clone(),
            signed_in_at: signed.map(|sign_in| sign_in.at).min(),
            minutes,
            day,
        };
        for skill in &member.post.skills {
            capacity.skills.entry(skill.clone()).or_default().add(&present);
        }
        for role in member.post.roles.iter() {
            capacity.roles.entry(i32::from(role)).or_default().add(&present);
        }
        capacity.present.push(present);
    }
    Ok(capacity)
}
