//! The SLA ledger: what was promised, by which policy and calendar, what ran, what paused, and whether it was kept.
//!
//! A deadline is open from its start until the fact that ends it. Its breach is a durable timer one microsecond after
//! the last instant at which it is still kept (T-1). A missed deadline stays open until the late fact arrives.

mod deadline;
mod events;
mod explain;
mod recompute;
mod revoke;
mod store;

use uuid::Uuid;

pub use deadline::{Deadline, DeadlineState, NewDeadline};
pub use explain::{Change, DeadlineFilter, Explanation, Segment, SegmentKind, explain, list, open_of_tickets};
pub use recompute::recompute;
pub use revoke::{meet_told, revoke_miss};

use crate::{
    Error, Result,
    db::Tx,
    id,
    refdata::{BranchBook, Reckoned},
    time::Timestamp,
    timers::{self, NewTimer, Timer},
};

/// Kind of the breach timers.
pub(crate) const TIMER: &str = "sla.due";

/// Payload of a breach timer whose miss is recorded already.
const RECORDED: bool = true;

/// Starts a deadline by policy; there is at most one open deadline of a kind and subject.
///
/// # Errors
/// `Internal` when one is open already; those of the calendar.
pub async fn start(tx: &mut Tx, book: &BranchBook, new: NewDeadline) -> Result<Deadline> {
    let reckoned = book.reckon(new.policy_key, new.from)?;
    open(tx, book, new, reckoned, false).await
}

/// Starts a deadline at an instant that was agreed; no change of calendar or policy moves it.
///
/// # Errors
/// As [`start`].
pub async fn start_agreed(tx: &mut Tx, book: &BranchBook, new: NewDeadline, due_at: Timestamp) -> Result<Deadline> {
    let reckoned = Reckoned::agreed(due_at, book.calendar_version());
    open(tx, book, new, reckoned, true).await
}

async fn open(tx: &mut Tx, book: &BranchBook, new: NewDeadline, reckoned: Reckoned, fixed: bool) -> Result<Deadline> {
    let deadline = Deadline {
        id: id::new_uuid(),
        kind: new.kind.to_owned(),
        subject: new.subject,
        ticket_id: new.ticket_id,
        branch_id: book.id().clone(),
        policy_key: new.policy_key.name().to_owned(),
        policy_version: reckoned.policy_version,
        calendar_version: reckoned.calendar_version,
        amount: reckoned.amount,
        started_at: new.from,
        due_at: reckoned.due_at,
        provisional: reckoned.provisional,
        fixed,
        state: DeadlineState::Running,
        missed_at: None,
        ended_at: None,
        version: 1,
    };
    store::insert(tx, &deadline).await?;
    store::open_segment(tx, &deadline, SegmentKind::Running, "started", new.from).await?;
    arm(tx, &deadline).await?;
    tx.emit(events::started(&deadline));
    Ok(deadline)
}

/// Records the fact that ends a deadline. Gives the deadline as it ended: met, or missed when `at` is late.
/// `None` when none is open.
pub async fn meet(tx: &mut Tx, kind: &str, subject: Uuid, at: Timestamp) -> Result<Option<Deadline>> {
    let Some(mut deadline) = store::open_one(tx, kind, subject).await? else {
        return Ok(None);
    };
    let overdue = miss_if_overdue(tx, &mut deadline, at).await?;
    let late = deadline.missed_at.is_some();
    let state = if late {
        DeadlineState::Missed
    } else {
        DeadlineState::Met
    };
    let reason = if late { "done late" } else { "met" };
    end(tx, &mut deadline, state, at, reason).await?;
    if overdue {
        arm_recorded(tx, &deadline).await?;
    }
    if !late {
        tx.emit(events::met(&deadline, at));
    }
    Ok(Some(deadline))
}

/// Ends a deadline because something else was agreed, for example a later visit (DSP-21).
pub async fn supersede(tx: &mut Tx, kind: &str, subject: Uuid, reason: &str) -> Result<bool> {
    drop_open(tx, kind, subject, DeadlineState::Superseded, reason).await
}

/// Ends a deadline because what it watched is not wanted any more.
pub async fn cancel(tx: &mut Tx, kind: &str, subject: Uuid, reason: &str) -> Result<bool> {
    drop_open(tx, kind, subject, DeadlineState::Cancelled, reason).await
}

/// Cancels every open deadline of a subject; gives how many.
pub async fn cancel_all(tx: &mut Tx, subject: Uuid, reason: &str) -> Result<usize> {
    let kinds = store::open_kinds(tx, subject).await?;
    for kind in &kinds {
        cancel(tx, kind, subject, reason).await?;
    }
    Ok(kinds.len())
}

async fn drop_open(tx: &mut Tx, kind: &str, subject: Uuid, state: DeadlineState, reason: &str) -> Result<bool> {
    let Some(mut deadline) = store::open_one(tx, kind, subject).await? else {
        return Ok(false);
    };
    let now = tx.now();
    let overdue = miss_if_overdue(tx, &mut deadline, now).await?;
    // a missed deadline stays missed, whatever ends it
    let state = if deadline.missed_at.is_some() {
        DeadlineState::Missed
    } else {
        state
    };
    end(tx, &mut deadline, state, now, reason).await?;
    if overdue {
        arm_recorded(tx, &deadline).await?;
    }
    tx.emit(events::ended(&deadline, now, &format!("{}: {reason}", state.as_str())));
    Ok(true)
}

/// Stops a deadline's clock for a typed reason of waiting (customer, part, approval, supplier). `false` when none runs:
/// one that is missed, even this very moment, cannot be paused any more.
pub async fn pause(tx: &mut Tx, kind: &str, subject: Uuid, reason: &str) -> Result<bool> {
    let Some(mut deadline) = store::open_one(tx, kind, subject).await? else {
        return Ok(false);
    };
    if deadline.state != DeadlineState::Running {
        return Ok(false);
    }
    let now = tx.now();
    if now > deadline.due_at {
        return Ok(false);
    }
    deadline.state = DeadlineState::Paused;
    store::update(tx, &mut deadline).await?;
    turn_segment(tx, &deadline, SegmentKind::Paused, reason, now).await?;
    timers::cancel(tx, TIMER, deadline.id).await?;
    Ok(true)
}

/// Lets a paused deadline run on; it moves by what its own clock counted during the pause.
///
/// # Errors
/// Those of the calendar.
pub async fn resume(tx: &mut Tx, book: &BranchBook, kind: &str, subject: Uuid) -> Result<bool> {
    let Some(mut deadline) = store::open_one(tx, kind, subject).await? else {
        return Ok(false);
    };
    if deadline.state != DeadlineState::Paused {
        return Ok(false);
    }
    let now = tx.now();
    turn_segment(tx, &deadline, SegmentKind::Running, "resumed", now).await?;
    let before = deadline.clone();
    deadline.state = DeadlineState::Running;
    let pauses = explain::pauses(&store::segments(tx, deadline.id).await?);
    recompute::reckon(book, &mut deadline, &pauses)?;
    store::update(tx, &mut deadline).await?;
    recompute::log_move(tx, &before, &deadline, "RESUMED").await?;
    arm(tx, &deadline).await?;
    Ok(true)
}

/// Ends the open segment and begins one of the other kind; a deadline that begins later is not cut before that.
async fn turn_segment(tx: &mut Tx, deadline: &Deadline, kind: SegmentKind, reason: &str, now: Timestamp) -> Result<()> {
    let at = now.max(deadline.started_at);
    store::close_segment(tx, deadline.id, at).await?;
    store::open_segment(tx, deadline, kind, reason, at).await
}

async fn arm(tx: &mut Tx, deadline: &Deadline) -> Result<()> {
    let timer = NewTimer {
        kind: TIMER,
        subject: deadline.id,
        branch_id: deadline.branch_id.clone(),
        due_at: deadline.due_at.plus(1),
        payload: serde_json::Value::Null,
    };
    timers::arm(tx, timer).await
}

/// Leaves a timer for what the service does about a miss that was recorded before its timer fired.
async fn arm_recorded(tx: &mut Tx, deadline: &Deadline) -> Result<()> {
    let timer = NewTimer {
        kind: TIMER,
        subject: deadline.id,
        branch_id: deadline.branch_id.clone(),
        due_at: deadline.due_at.plus(1),
        payload: serde_json::Value::Bool(RECORDED),
    };
    timers::arm(tx, timer).await
}

async fn end(tx: &mut Tx, deadline: &mut Deadline, state: DeadlineState, at: Timestamp, reason: &str) -> Result<()> {
    deadline.state = state;
    deadline.ended_at = Some(at);
    store::update(tx, deadline).await?;
    store::close_segment(tx, deadline.id, at).await?;
    timers::cancel(tx, TIMER, deadline.id).await?;
    tracing::debug!(kind = deadline.kind, reason, "a deadline ended");
    Ok(())
}

async fn miss(tx: &mut Tx, deadline: &mut Deadline) -> Result<()> {
    deadline.state = DeadlineState::Missed;
    deadline.missed_at = Some(deadline.due_at);
    store::update(tx, deadline).await?;
    tx.emit(events::missed(deadline));
    Ok(())
}

/// Records the miss of a deadline whose timer has not fired yet although its time is over at `at`. While it is paused
/// its time stands still, and its due instant does not count the pause yet.
async fn miss_if_overdue(tx: &mut Tx, deadline: &mut Deadline, at: Timestamp) -> Result<bool> {
    let overdue = at > deadline.due_at && deadline.state == DeadlineState::Running;
    if overdue {
        miss(tx, deadline).await?;
    }
    Ok(overdue)
}

/// A breach timer fell due: records the miss unless a fact was faster. `None` when there is nothing to miss.
pub(crate) async fn record_miss(tx: &mut Tx, timer: &Timer) -> Result<Option<Deadline>> {
    let Some(mut deadline) = store::held(tx, timer.subject).await? else {
        return Err(Error::internal("a breach timer without its deadline"));
    };
    if timer.payload == serde_json::Value::Bool(RECORDED) {
        return Ok(Some(deadline));
    }
    if deadline.state != DeadlineState::Running || deadline.ended_at.is_some() || tx.now() <= deadline.due_at {
        return Ok(None);
    }
    miss(tx, &mut deadline).await?;
    Ok(Some(deadline))
}
