//! The use cases of callback, one a file.

pub mod complete_callback;
pub mod create_task;
pub mod drop_contacts;
pub mod follow_complaint;
pub mod get_task;
pub mod get_technician_kpi;
pub mod list_tasks;
pub mod move_tasks;
pub mod open_task;
pub mod record_attempt;
pub mod record_improvement;
pub mod report_churn;
pub mod report_digest;
pub mod suppress_callback;

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    policy::catalogue::CALLBACK_AFTER_APPOINTMENT,
    refdata::{BranchBook, RefData},
    seal::Sealer,
    sla::{self, NewDeadline},
    timers::{self, NewTimer},
};

use crate::{
    domain::{Task, TaskState, schedule},
    events, store,
};

/// Kind of the deadline until which the customer must have been called (CBK-04).
pub const CALLBACK_DUE: &str = "callback_due";

/// Kind of the timer that puts a task into the queue on its day.
pub const OPEN_TIMER: &str = "callback.open";

/// What the use cases stand on beside the transaction. Clones share it.
#[derive(Clone)]
pub struct Desk {
    /// Branches with their calendars and policies.
    pub branches: RefData,
    /// Sealing of contacts and free words.
    pub sealer: Arc<Sealer>,
}

impl Desk {
    /// The task's branch as it stands in the transaction.
    async fn book(&self, tx: &mut Tx, task: &Task) -> Result<Arc<BranchBook>> {
        self.branches.branch_in(tx, &task.branch_id).await
    }
}

/// Starts the deadline of a task and the timer of its day.
async fn watch(tx: &mut Tx, book: &BranchBook, task: &Task) -> Result<()> {
    let new = NewDeadline {
        kind: CALLBACK_DUE,
        subject: task.id.uuid(),
        ticket_id: task.ticket_id.uuid(),
        policy_key: CALLBACK_AFTER_APPOINTMENT,
        from: if task.schedule.shifted {
            task.reported_at
        } else {
            schedule::start_of(book, task.appointed_date)?
        },
    };
    if task.schedule.shifted {
        sla::start_agreed(tx, book, new, task.schedule.due_at).await?;
    } else {
        sla::start(tx, book, new).await?;
    }
    arm(tx, task).await
}

/// Sets the timer of a task's day; one that is to be called needs none.
async fn arm(tx: &mut Tx, task: &Task) -> Result<()> {
    if task.state != TaskState::Listed {
        timers::cancel(tx, OPEN_TIMER, task.id.uuid()).await?;
        return Ok(());
    }
    let timer = NewTimer {
        kind: OPEN_TIMER,
        subject: task.id.uuid(),
        branch_id: task.branch_id.clone(),
        due_at: task.schedule.callable_from,
        payload: serde_json::Value::Null,
    };
    timers::arm(tx, timer).await
}

/// Writes a task that was moved, and moves what watches it.
///
/// `agreed` says whether its deadline stood at an instant of its own before.
async fn write_moved(tx: &mut Tx, desk: &Desk, book: &BranchBook, task: &mut Task, agreed: bool) -> Result<()> {
    store::task::update(tx, &desk.sealer, task).await?;
    if !agreed && !task.schedule.shifted {
        // the ledger moves a deadline by policy itself
        return arm(tx, task).await;
    }
    sla::supersede(tx, CALLBACK_DUE, task.id.uuid(), "the day of the callback moved").await?;
    watch(tx, book, task).await
}

/// Somebody called: the deadline is met, and the timer of the day is moot.
async fn called(tx: &mut Tx, task: &Task, at: aftersales_kit::time::Timestamp) -> Result<()> {
    sla::meet(tx, CALLBACK_DUE, task.id.uuid(), at).await?;
    timers::cancel(tx, OPEN_TIMER, task.id.uuid()).await?;
    Ok(())
}

/// Tells that a task is over, if it is.
fn emit_closed(tx: &mut Tx, task: &Task) {
    if let Some((outcome, at)) = task.outcome.zip(task.closed_at) {
        tx.emit(events::closed(task, outcome, at));
    }
}
