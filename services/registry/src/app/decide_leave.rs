//! Approves or rejects leave. What is approved becomes absences of the days it touches.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, etag};

use super::{load_book, load_roster, put_staff_day};
use crate::{
    domain::{
        leave::{Leave, LeaveId},
        roster::RosterDay,
        roster_reasons::LEAVE_NOT_FOUND,
    },
    events,
    store::{leaves, roster},
};

/// What is decided.
pub struct Command {
    /// Leave.
    pub id: LeaveId,
    /// Approved or rejected.
    pub approve: bool,
    /// Who decides.
    pub by: String,
    /// Etag that must be the current one; may be empty.
    pub etag: String,
}

/// Decides.
///
/// # Errors
/// `LEAVE_NOT_FOUND`, `LEAVE_DECIDED`, `OWN_LEAVE`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<Leave> {
    let found = leaves::find(tx, command.id).await?;
    let found = found.filter(|leave| scope.contains(&leave.branch));
    let mut leave = found.ok_or_else(|| Error::from(&LEAVE_NOT_FOUND))?;
    roster::hold(tx, &leave.branch).await?;
    etag::check(&command.etag, leave.version)?;
    leave.decide(command.approve, &command.by, tx.now())?;
    leaves::decide(tx, &leave).await?;
    if command.approve {
        enter(tx, &leave).await?;
    }
    tx.emit(events::roster::leave_decided(&leave));
    Ok(leave)
}

/// Enters the absence into every day; a date that nobody planned goes on with the opening hours.
async fn enter(tx: &mut Tx, leave: &Leave) -> Result<()> {
    let book = load_book::stored(tx, &leave.branch).await?;
    for (date, absence) in leave.by_date(book.reckoning.calendar().zone())? {
        let before = load_roster::day(tx, &book, &leave.staff, date).await?;
        let away = RosterDay {
            day: before.day.clone().with_absence(absence),
            ..before.clone()
        };
        put_staff_day::keep(tx, &before, away).await?;
    }
    Ok(())
}
