//! The customer answered (CBK-01, CBK-07, CBK-14, CBK-61, CBK-62).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag};

use super::{Desk, called, emit_closed};
use crate::{
    domain::{Answers, Task, TaskId},
    events, store,
};

/// The answers of a task.
pub struct CompleteCallback {
    /// Which task.
    pub task_id: TaskId,
    /// All answers.
    pub answers: Answers,
    /// The etag that the caller saw; may be empty.
    pub etag: String,
}

/// Takes the answers; a task of a satisfied customer is closed, another one waits for the chief (CBK-63).
///
/// # Errors
/// `CALLBACK_TASK_NOT_FOUND`, `STALE_ETAG`, `CALLBACK_TASK_STATE`, `CALLBACK_TOO_EARLY`, `REASON_MISSING`.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, by: &str, command: CompleteCallback) -> Result<Task> {
    let mut task = store::task::get(tx, &desk.sealer, scope, command.task_id).await?;
    etag::check(&command.etag, task.version)?;
    let now = tx.now();
    task.complete(command.answers.clone(), by, now)?;
    store::task::update(tx, &desk.sealer, &mut task).await?;
    store::task::write_answers(tx, task.id, &command.answers).await?;
    called(tx, &task, now).await?;
    for event in events::answered(&task, &command.answers, by, now) {
        tx.emit(event);
    }
    emit_closed(tx, &task);
    Ok(task)
}
