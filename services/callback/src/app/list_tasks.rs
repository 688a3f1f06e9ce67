//! The callback list (回访名单, CBK-02).

use aftersales_kit::{Result, db::Tx, time::Timestamp};

use uuid::Uuid;

use super::Desk;
use crate::{
    domain::{Task, attempts::AttemptRules},
    store::{self, task_list::TaskQuery},
};

/// Lists tasks, earliest due first. Of one branch, those "that may be called now" are none outside the parts of the
/// day in which its customers may be called (CBK-25).
///
/// # Errors
/// `BRANCH_UNKNOWN`; those of the calendar.
pub async fn run(tx: &mut Tx, desk: &Desk, query: &TaskQuery) -> Result<Vec<Task>> {
    if let (Some([branch]), Some(at)) = (query.scope.only(), query.callable_at) {
        let book = desk.branches.branch_in(tx, branch).await?;
        if !may_call(&AttemptRules::at(&book, at)?, &book, at)? {
            return Ok(Vec::new());
        }
    }
    store::task_list::list(tx, &desk.sealer, query).await
}

/// Some tasks by their ids, whosever they are.
///
/// # Errors
/// Those of the store.
pub async fn of_ids(tx: &mut Tx, desk: &Desk, ids: &[Uuid]) -> Result<Vec<Task>> {
    store::task::of_ids(tx, &desk.sealer, ids).await
}

fn may_call(rules: &AttemptRules, book: &aftersales_kit::refdata::BranchBook, at: Timestamp) -> Result<bool> {
    match rules.day_part(book, at) {
        Ok(_) => Ok(true),
        Err(error) if error.reason() == Some(crate::domain::reasons::OUTSIDE_DAY_PARTS.name) => Ok(false),
        Err(error) => Err(error),
    }
}
