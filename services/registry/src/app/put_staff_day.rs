//! Plans somebody's local date.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag,
    id::{BranchId, StaffId},
};

use super::{
    load_book::{self, Book},
    load_roster,
};
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
    roster::hold(tx, &day.branch).await?;
    let book = load_book::stored(tx, &day.branch).await?;
    working(tx, &day.branch, &day.staff).await?;
    let before = load_roster::day(tx, &book, &day.staff, day.date).await?;
    etag::check(etag, before.version)?;
    put(tx, &book, &before, day).await.map(|(day, _)| day)
}

/// Puts a day in place of what there was; tells whether it is other than before.
///
/// # Errors
/// Those of [`StaffDay::check`].
pub async fn put(tx: &mut Tx, book: &Book, before: &RosterDay, day: StaffDay) -> Result<(RosterDay, bool)> {
    let mut near = Vec::new();
    for date in [dates::previous(day.date), dates::next(day.date)] {
        near.extend(roster::find(tx, &day.staff, date).await?.map(|found| found.day));
    }
    day.check(book.reckoning.calendar().zone(), &near)?;
    keep(
        tx,
        before,
        RosterDay {
            day,
            planned: true,
            ..before.clone()
        },
    )
    .await
}

/// Keeps a day as it is now, when it is other than before.
///
/// # Errors
/// Those of the store.
pub async fn keep(tx: &mut Tx, before: &RosterDay, mut now: RosterDay) -> Result<(RosterDay, bool)> {
    if now == *before {
        return Ok((now, false));
    }
    now.version = before.version + 1;
    now.updated_at = Some(tx.now());
    roster::put(tx, &now, tx.now()).await?;
    tx.emit(events::roster::staff_day_told(&now));
    Ok((now, true))
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
