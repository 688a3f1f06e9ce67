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
#[derive(Clone)]
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

impl Query {
    /// Checks the range.
    ///
    /// # Errors
    /// `RANGE_TOO_LONG`, `INVALID_REQUEST`.
    pub fn check(&self) -> Result<()> {
        dates::check_range(self.from, self.to, LIMIT_DAYS)
    }
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
    query.check()?;
    let members = staff::for_books(tx, Some(&query.branch)).await?;
    let stored = roster::of_branch(tx, &query.branch, query.from, query.to).await?;
    let mut stored: HashMap<(BusinessDate, StaffId), RosterDay> = stored
        .into_iter()
        .map(|day| ((day.day.date, day.day.staff.clone()), day))
        .collect();
    let mut days = Vec::new();
    for date in dates::range(query.from, query.to) {
        let wanted = |member: &&BookMember| query.staff.as_ref().is_none_or(|only| *only == member.id);
        for member in members.iter().filter(wanted) {
            match stored.remove(&(date, member.id.clone())) {
                found if member.post.left && !found.as_ref().is_some_and(|day| day.planned) => {}
                found => days.push(as_it_stands(book, &member.id, date, found)?),
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
    let found = roster::find(tx, staff, date).await?;
    as_it_stands(book, staff, date, found)
}

fn as_it_stands(book: &Book, staff: &StaffId, date: BusinessDate, found: Option<RosterDay>) -> Result<RosterDay> {
    let reckoning = &book.reckoning;
    found
        .unwrap_or_else(|| RosterDay::unplanned(reckoning.id(), staff, date))
        .on_calendar(reckoning.calendar())
        .map_err(unreckonable)
}
