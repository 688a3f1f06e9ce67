//! At the end of a working day the register is reconciled against the dispatched work: what no technician has goes to the
//! department manager on the next working day (DSP-36, HOT-47).

use aftersales_kit::{
    Error, Result,
    calendar::CalendarError,
    db::Tx,
    id,
    refdata::{BranchBook, RefData},
    time::{BusinessDate, Timestamp},
    timers::{self, NewTimer, Timer},
};
use uuid::Uuid;

use super::tell_timeline;
use crate::{events, store::carry_overs};

/// Timer of the night that ends a branch's working day.
pub const TIMER: &str = "register.reconcile";

/// Sets the timer of a branch at its first request for on-site service; from then on each firing sets the next one.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn watch(tx: &mut Tx, book: &BranchBook) -> Result<()> {
    match carry_overs::reconcile_subject(tx, book.id(), id::new_uuid()).await? {
        (subject, true) => {
            let now = tx.now();
            arm(tx, book, subject, now).await
        }
        (_, false) => Ok(()),
    }
}

/// Reconciles the day that ended and waits for the next one. A day that became a rest day meanwhile is left out; a night
/// that passed while the service was down is made up for, day by day.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn run(tx: &mut Tx, refs: &RefData, timer: &Timer) -> Result<()> {
    let book = refs.branch_in(tx, &timer.branch_id).await?;
    let last = timer.due_at.plus(-1);
    let day = book.date_of(last)?;
    if book.calendar().is_working_day(day) {
        reconcile(tx, &book, day, last).await?;
    }
    arm(tx, &book, timer.subject, timer.due_at).await
}

/// Reconciles `day`, whose last instant is `last`.
async fn reconcile(tx: &mut Tx, book: &BranchBook, day: BusinessDate, last: Timestamp) -> Result<()> {
    let calendar = book.calendar();
    let to = calendar.next_working_day(day).map_err(reckoned)?;
    let midnight = calendar.zone().instant(day, 0).map_err(reckoned)?;
    let requested = carry_overs::requested(tx, book.id(), midnight, last).await?;
    let left = carry_overs::undispatched(tx, book.id(), last).await?;
    let now = tx.now();
    for request in &left {
        carry_overs::carry(tx, request, day, to, now).await?;
        tx.emit(events::request_carried_over(request, day, to, now));
    }
    let carried = i64::try_from(left.len()).unwrap_or(i64::MAX);
    tx.emit(events::register_reconciled(book.id(), day, requested, carried, now));
    tell_timeline::own(tx).await
}

async fn arm(tx: &mut Tx, book: &BranchBook, subject: Uuid, from: Timestamp) -> Result<()> {
    let (calendar, today) = (book.calendar(), book.date_of(from)?);
    let day = if calendar.is_working_day(today) {
        today
    } else {
        calendar.next_working_day(today).map_err(reckoned)?
    };
    timers::arm(
        tx,
        NewTimer {
            kind: TIMER,
            subject,
            branch_id: book.id().clone(),
            due_at: calendar.zone().end_of(day).map_err(reckoned)?,
            payload: serde_json::Value::Null,
        },
    )
    .await
}

fn reckoned(source: CalendarError) -> Error {
    Error::internal_from("could not reckon a working day", source)
}
