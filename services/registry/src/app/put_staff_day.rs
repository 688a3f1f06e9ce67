//! Plans somebody's local date.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag,
    id::{BranchId, StaffId},
};

use super::load_book::{self, Book};
use crate::{
    domain::{
        book::BookMember,
        dates,
        reasons::{BRANCH_NOT_FOUND, STAFF_NOT_FOUND},
        roster::{RosterDay, StaffDay},
        roster_reasons::STAFF_HAS_LEFT,
    },
    events,
    store::{roster, staff},
};

/// Puts the day. The same day again changes nothing.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, those of [`StaffDay::check`], `STALE_ETAG`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, day: StaffDay, etag: &str) -> Result<RosterDay> {
    scope.admit(&day.branch, &BRANCH_NOT_FOUND)?;
    let book = load_book::stored(tx, &day.branch).await?;
    working(tx, &day.branch, &day.staff).await?;
    let before = roster::find(tx, &day.staff, day.date).await?;
    etag::check(etag, before.as_ref().map_or(0, |before| before.version))?;
    put(tx, &book, before, day).await.map(|(day, _)| day)
}

/// Puts a day in place of what there was; tells whether it is other than before.
///
/// # Errors
/// Those of [`StaffDay::check`].
pub async fn put(tx: &mut Tx, book: &Book, before: Option<RosterDay>, day: StaffDay) -> Result<(RosterDay, bool)> {
    let mut near = Vec::new();
    for date in [dates::previous(day.date), dates::next(day.date)] {
        near.extend(roster::find(tx, &day.staff, date).await?.map(|found| found.day));
    }
    day.check(book.reckoning.calendar().zone(), &near)?;
    let version = before.as_ref().map_or(0, |before| before.version) + 1;
    if let Some(same) = before.filter(|before| before.day == day) {
        return Ok((same, false));
    }
    let now = tx.now();
    roster::put(tx, &day, version, now).await?;
    tx.emit(events::roster::staff_day_changed(&day));
    let put = RosterDay {
        day,
        version,
        updated_at: Some(now),
    };
    Ok((put, true))
}

/// Somebody who works at a branch.
///
/// # Errors
/// `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`.
pub async fn working(tx: &mut Tx, branch: &BranchId, id: &StaffId) -> Result<BookMember> {
    let found = staff::at_branch(tx, branch, id).await?;
    let member = found.ok_or_else(|| Error::from(STAFF_NOT_FOUND.refuse().with("staff_id", id)))?;
    if member.post.left {
        return Err(STAFF_HAS_LEFT.refuse().with("staff_id", id).into());
    }
    Ok(member)
}
