//! The roster of a branch: what was planned, and the branch's opening hours where nothing was.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, StaffId},
    time::BusinessDate,
};

use super::{check_entitlement::unreckonable, load_book::Book};
use crate::{
    domain::{book::BookMember, dates, reasons::BRANCH_NOT_FOUND, roster::RosterDay},
    store::{roster, staff},
};

/// Most days from the first date of a range to its last.
const LIMIT_DAYS: i32 = 61;

/// What to read.
pub struct Query {
    /// Branch.
    pub branch: BranchId,
    /// First date.
    pub from: BusinessDate,
    /// Last date.
    pub to: BusinessDate,
    /// Only this member.
    pub staff: Option<StaffId>,
}

/// A roster by date and staff code, and who works at the branch.
pub struct Roster {
    /// Days of everybody who has not left, and planned days of those who have.
    pub days: Vec<RosterDay>,
    /// Everybody who works or worked there.
    pub members: Vec<BookMember>,
}

/// Reads a range of the roster.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `RANGE_TOO_LONG`, `INVALID_REQUEST`, `INSTANT_NOT_RECKONABLE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, book: &Book, query: &Query) -> Result<Roster> {
    scope.admit(&query.branch, &BRANCH_NOT_FOUND)?;
    dates::check_range(query.from, query.to, LIMIT_DAYS)?;
    let members = staff::for_books(tx, Some(&query.branch)).await?;
    let planned = roster::of_branch(tx, &query.branch, query.from, query.to).await?;
    let mut planned: HashMap<(BusinessDate, StaffId), RosterDay> = planned
        .into_iter()
        .map(|day| ((day.day.date, day.day.staff.clone()), day))
        .collect();
    let mut days = Vec::new();
    for date in dates::range(query.from, query.to) {
        let wanted = |member: &&BookMember| query.staff.as_ref().is_none_or(|only| *only == member.id);
        for member in members.iter().filter(wanted) {
            match planned.remove(&(date, member.id.clone())) {
                Some(day) => days.push(day),
                None if member.post.left => {}
                None => days.push(unplanned(book, &member.id, date)?),
            }
        }
    }
    Ok(Roster { days, members })
}

/// Somebody's day as it stands.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE`.
pub async fn day(tx: &mut Tx, book: &Book, staff: &StaffId, date: BusinessDate) -> Result<RosterDay> {
    match roster::find(tx, staff, date).await? {
        Some(day) => Ok(day),
        None => unplanned(book, staff, date),
    }
}

fn unplanned(book: &Book, staff: &StaffId, date: BusinessDate) -> Result<RosterDay> {
    let reckoning = &book.reckoning;
    RosterDay::unplanned(reckoning.id(), staff, date, reckoning.calendar()).map_err(unreckonable)
}
