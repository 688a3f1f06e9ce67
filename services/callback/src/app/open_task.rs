//! On its day a task comes into the queue (F-4).

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::Desk;
use crate::{domain::TaskId, events, store};

/// Puts the task into the queue if its day has come and nobody was faster.
///
/// # Errors
/// `CALLBACK_TASK_NOT_FOUND`.
pub async fn run(tx: &mut Tx, desk: &Desk, id: TaskId) -> Result<()> {
    let mut task = store::task::get(tx, &desk.sealer, &BranchScope::All, id).await?;
    if task.open(tx.now()) {
        store::task::update(tx, &desk.sealer, &mut task).await?;
        tx.emit(events::changed(&task));
    }
    Ok(())
}
