//! Asks for leave for oneself.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, StaffId},
    time::Timestamp,
};

use super::{load_book, put_staff_day};
use crate::{
    domain::{
        leave::{Leave, LeaveId, LeaveState},
        reasons::BRANCH_NOT_FOUND,
        roster::AbsenceKind,
        roster_reasons::LEAVE_OVERLAPS,
    },
    events,
    store::{leaves, roster},
};

/// What is asked for.
pub struct Command {
    /// Branch.
    pub branch: BranchId,
    /// Who asks.
    pub staff: StaffId,
    /// Why.
    pub kind: AbsenceKind,
    /// Begins.
    pub start: Timestamp,
    /// Ends.
    pub end: Timestamp,
}

/// Notes the request.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, `LEAVE_OVERLAPS`, `INVALID_REQUEST` for a time that is none.
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<Leave> {
    scope.admit(&command.branch, &BRANCH_NOT_FOUND)?;
    roster::hold(tx, &command.branch).await?;
    let book = load_book::stored(tx, &command.branch).await?;
    put_staff_day::working(tx, &command.branch, &command.staff).await?;
    let leave = Leave {
        id: LeaveId::new(),
        branch: command.branch,
        staff: command.staff,
        kind: command.kind,
        start: command.start,
        end: command.end,
        state: LeaveState::Requested,
        requested_at: tx.now(),
        decided: None,
        version: 1,
    };
    leave.by_date(book.reckoning.calendar().zone())?;
    if let Some(other) = leaves::touching(tx, &leave.staff, leave.start, leave.end).await? {
        return Err(LEAVE_OVERLAPS.refuse().with("leave_id", other).into());
    }
    leaves::insert(tx, &leave).await?;
    tx.emit(events::roster::leave_requested(&leave));
    Ok(leave)
}
