//! Somebody called and got no answers (CBK-25, CBK-26, CBK-27).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, time::Timestamp};

use super::{Desk, called, emit_closed};
use crate::{
    domain::{Attempt, AttemptResult, Task, TaskId, attempts::AttemptRules},
    events, store,
};

/// An attempt to record.
pub struct RecordAttempt {
    /// Which task.
    pub task_id: TaskId,
    /// Result.
    pub result: AttemptResult,
    /// When; `None` is now.
    pub at: Option<Timestamp>,
    /// Note; may be empty.
    pub note: String,
    /// The etag that the caller saw; may be empty.
    pub etag: String,
}

/// Records the attempt; the first one meets the task's deadline, enough of them end the task.
///
/// # Errors
/// `CALLBACK_TASK_NOT_FOUND`, `STALE_ETAG`, `TIME_IN_FUTURE`, `CALLBACK_TASK_STATE`, `CALLBACK_TOO_EARLY`,
/// `OUTSIDE_DAY_PARTS`.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, by: &str, command: RecordAttempt) -> Result<Task> {
    let mut task = store::task::get(tx, &desk.sealer, scope, command.task_id).await?;
    etag::check(&command.etag, task.version)?;
    let now = tx.now();
    let at = command.at.unwrap_or(now);
    task.may_attempt(at, now)?;
    let book = desk.book(tx, &task).await?;
    let rules = AttemptRules::at(&book, at)?;
    let attempt = Attempt {
        at,
        date: book.date_of(at)?,
        day_part: rules.day_part(&book, at)?,
        by: by.to_owned(),
        result: command.result,
        note: command.note,
    };
    task.attempt(attempt.clone(), &rules, now);
    store::task::update(tx, &desk.sealer, &mut task).await?;
    called(tx, &task, at).await?;
    tx.emit(events::attempted(&task, &attempt));
    emit_closed(tx, &task);
    Ok(task)
}
