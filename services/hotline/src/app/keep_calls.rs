//! How long the parts of a call are kept: its recordings until their day, its single events until the exchange corrects
//! no more. The call itself, its legs and its figures stay.

use aftersales_kit::{
    Result,
    db::Tx,
    policy::catalogue::{HOTLINE_CALL_EVENT_RETENTION, HOTLINE_RECORDING_RETENTION},
    refdata::{BranchBook, RefData},
    time::Timestamp,
    timers::{self, NewTimer, Timer},
};
use uuid::Uuid;

use crate::{
    domain::call::Recording,
    events,
    store::{call_events, call_legs},
};

/// Timer after which the single events of a call are deleted.
pub const EVENTS: &str = "call.events";
/// Timer after which recordings of a call are deleted.
pub const RECORDINGS: &str = "call.recordings";

/// Keeps the events of a new call for a while.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn events(tx: &mut Tx, book: &BranchBook, call: Uuid) -> Result<()> {
    let due_at = book.reckon(HOTLINE_CALL_EVENT_RETENTION, tx.now())?.due_at;
    arm(tx, book, EVENTS, call, due_at).await
}

/// Keeps a recording until its day; one without gets the day of the policy.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn recording(tx: &mut Tx, book: &BranchBook, call: Uuid, recording: &Recording) -> Result<()> {
    let mut kept = recording.clone();
    if kept.retain_until.is_empty() {
        let until = book.reckon(HOTLINE_RECORDING_RETENTION, kept.started_at)?.due_at;
        kept.retain_until = book.date_of(until.plus(-1))?.to_string();
    }
    call_legs::put_recording(tx, call, &kept).await?;
    watch(tx, book, call).await
}

/// Waits for the end of the day of the recording that goes first. A day that no calendar reaches is not waited for.
async fn watch(tx: &mut Tx, book: &BranchBook, call: Uuid) -> Result<()> {
    let recordings = call_legs::recordings(tx, call).await?;
    let first = recordings.iter().filter_map(Recording::last_day).min();
    match first.and_then(|day| book.instants_of(day, day).ok()) {
        Some((_, end)) => arm(tx, book, RECORDINGS, call, end).await,
        None => Ok(()),
    }
}

async fn arm(tx: &mut Tx, book: &BranchBook, kind: &'static str, subject: Uuid, due_at: Timestamp) -> Result<()> {
    let timer = NewTimer {
        kind,
        subject,
        branch_id: book.id().clone(),
        due_at,
        payload: serde_json::Value::Null,
    };
    timers::arm(tx, timer).await
}

/// Deletes what a timer of this module stands for.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn run(tx: &mut Tx, refs: &RefData, timer: &Timer) -> Result<()> {
    if timer.kind == EVENTS {
        return call_events::delete(tx, timer.subject).await;
    }
    let book = refs.branch_in(tx, &timer.branch_id).await?;
    let today = book.date_of(tx.now())?;
    call_legs::delete_recordings(tx, timer.subject, today).await?;
    tx.emit(events::telephone::call_changed(timer.subject, &timer.branch_id));
    watch(tx, &book, timer.subject).await
}
