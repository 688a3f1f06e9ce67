//! The chief finds the root of a dissatisfaction and sets a measure (CBK-63).

use aftersales_kit::{
    Result, auth::BranchScope, db::Tx, etag, id::StaffId, reasons::INVALID_REQUEST, time::BusinessDate,
};

use super::{Desk, emit_closed};
use crate::{
    domain::{Improvement, Task, TaskId},
    events, store,
};

/// What the chief made of it.
pub struct RecordImprovement {
    /// Which task.
    pub task_id: TaskId,
    /// Root cause.
    pub root_cause: String,
    /// Measure.
    pub measure: String,
    /// Who carries it: somebody of the branch.
    pub owner: StaffId,
    /// By when.
    pub due_date: BusinessDate,
    /// The etag that the caller saw; may be empty.
    pub etag: String,
}

/// Records root cause and measure, and closes the task.
///
/// # Errors
/// `CALLBACK_TASK_NOT_FOUND`, `STALE_ETAG`, `CALLBACK_TASK_STATE`, `DUE_DATE_IN_PAST`; `INVALID_REQUEST` for an owner
/// who does not work at the branch.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, by: &str, command: RecordImprovement) -> Result<Task> {
    let mut task = store::task::get(tx, &desk.sealer, scope, command.task_id).await?;
    etag::check(&command.etag, task.version)?;
    let (now, book) = (tx.now(), desk.book(tx, &task).await?);
    let works_here = book.staff(&command.owner).is_some_and(|member| !member.left);
    let improvement = Improvement {
        root_cause: command.root_cause,
        measure: command.measure,
        owner: command.owner,
        due_date: command.due_date,
        by: by.to_owned(),
        at: now,
    };
    task.improve(improvement.clone(), book.date_of(now)?, now)?;
    if !works_here {
        return Err(INVALID_REQUEST
            .field("improvement.owner", "must be somebody who works at the branch")
            .into());
    }
    store::task::update(tx, &desk.sealer, &mut task).await?;
    store::task::write_measure(tx, task.id, &improvement).await?;
    tx.emit(events::improved(&task, &improvement));
    emit_closed(tx, &task);
    Ok(task)
}
