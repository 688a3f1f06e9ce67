//! The customer answered (CBK-01, CBK-07, CBK-14, CBK-61, CBK-62).

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag,
    policy::catalogue::{CALLBACK_LOYALTY_HIGH, CALLBACK_LOYALTY_LOW, CALLBACK_LOYALTY_MEDIUM},
    refdata::BranchBook,
    time::Timestamp,
};

use super::{Desk, called, emit_closed};
use crate::{
    domain::{Answers, LoyaltyBounds, Task, TaskId},
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
    let bounds = loyalty_bounds(desk.book(tx, &task).await?.as_ref(), now)?;
    task.complete(command.answers.clone(), bounds, by, now)?;
    store::task::update(tx, &desk.sealer, &mut task).await?;
    store::task::write_answers(tx, &task, &command.answers).await?;
    called(tx, &task, now).await?;
    for event in events::answered(&task, &command.answers, by, now) {
        tx.emit(event);
    }
    emit_closed(tx, &task);
    Ok(task)
}

fn loyalty_bounds(book: &BranchBook, now: Timestamp) -> Result<LoyaltyBounds> {
    let today = book.date_of(now)?;
    let bound = |key| {
        let policy = book.policies().ratio(key, today);
        policy.map_err(|source| Error::internal_from("a bound of loyalty by a policy that is no share", source))
    };
    Ok(LoyaltyBounds {
        high: bound(CALLBACK_LOYALTY_HIGH)?.value,
        medium: bound(CALLBACK_LOYALTY_MEDIUM)?.value,
        low: bound(CALLBACK_LOYALTY_LOW)?.value,
    })
}
