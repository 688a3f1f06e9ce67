//! Deletes names and numbers of people whose matter is over.
//!
//! Tickets forget at once. Calls and answered consultations forget when a new call would no longer count as the same
//! matter (HOT-08); question and answer stay as the record.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    policy::catalogue::HOTLINE_REPEAT_CALL,
    refdata::BranchBook,
    time::Timestamp,
    timers::{self, NewTimer, Timer},
};
use uuid::Uuid;

use crate::{
    events,
    store::{calls, consultations},
};

/// Timer after which a call forgets its caller.
pub const CALL: &str = "call.forget";
/// Timer after which a consultation forgets who asked.
pub const CONSULTATION: &str = "consultation.forget";

/// Arms the forgetting of a call or consultation that was over at `since`.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn later(tx: &mut Tx, book: &BranchBook, kind: &'static str, subject: Uuid, since: Timestamp) -> Result<()> {
    let due_at = book.reckon(HOTLINE_REPEAT_CALL, since)?.due_at.plus(1);
    let payload = serde_json::Value::Null;
    timers::arm(
        tx,
        NewTimer {
            kind,
            subject,
            branch_id: book.id().clone(),
            due_at,
            payload,
        },
    )
    .await
}

/// Forgets what a timer of this module stands for.
///
/// # Errors
/// `Internal` for another timer; those of the store.
pub async fn run(tx: &mut Tx, timer: &Timer) -> Result<()> {
    match timer.kind.as_str() {
        CALL => {
            calls::forget(tx, timer.subject).await?;
            tx.emit(events::telephone::call_changed(timer.subject, &timer.branch_id));
            Ok(())
        }
        CONSULTATION => {
            consultations::forget(tx, timer.subject).await?;
            tx.emit(events::consultation_changed(timer.subject, &timer.branch_id));
            Ok(())
        }
        other => Err(Error::internal(format!("a timer of unknown kind {other}"))),
    }
}
