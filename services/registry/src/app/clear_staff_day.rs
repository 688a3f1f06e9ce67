//! Gives a planned date back to the branch's opening hours.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    etag,
    id::{BranchId, StaffId},
    time::BusinessDate,
};

use super::{
    check_entitlement::unreckonable,
    load_book, load_roster,
    put_staff_day::{keep, working},
};
use crate::{
    domain::{
        reasons::BRANCH_NOT_FOUND,
        roster::{Absence, RosterDay},
    },
    store::{leaves, roster},
};

/// What is cleared.
pub struct Command {
    /// Branch.
    pub branch: BranchId,
    /// Whose day.
    pub staff: StaffId,
    /// Local date.
    pub date: BusinessDate,
    /// Etag that must be the current one; may be empty.
    pub etag: String,
}

/// Clears shifts and absences; approved leave stays. A day that is clear already stays as it is.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, `STALE_ETAG`, `INSTANT_NOT_RECKONABLE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<RosterDay> {
    scope.admit(&command.branch, &BRANCH_NOT_FOUND)?;
    roster::hold(tx, &command.branch).await?;
    let book = load_book::stored(tx, &command.branch).await?;
    working(tx, &command.branch, &command.staff).await?;
    let before = load_roster::day(tx, &book, &command.staff, command.date).await?;
    etag::check(&command.etag, before.version)?;
    let calendar = book.reckoning.calendar();
    let zone = calendar.zone();
    let mut clear = RosterDay {
        planned: false,
        ..before.clone()
    };
    clear.day.absences.clear();
    let start = zone.instant(command.date, 0).map_err(unreckonable)?;
    let end = zone.end_of(command.date).map_err(unreckonable)?;
    for leave in leaves::approved(tx, &command.staff, start, end).await? {
        let absence = Absence {
            start: leave.start.max(start),
            end: leave.end.min(end),
            kind: leave.kind,
        };
        clear.day = clear.day.with_absence(absence);
    }
    let clear = clear.on_calendar(calendar).map_err(unreckonable)?;
    keep(tx, &before, clear).await.map(|(day, _)| day)
}
