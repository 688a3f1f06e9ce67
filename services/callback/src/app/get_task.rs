//! One task, by its id or as the latest of a ticket.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId};

use super::Desk;
use crate::{
    domain::{Task, TaskId, reasons::CALLBACK_TASK_NOT_FOUND},
    store,
};

/// Reads it. When both are named, the task must belong to the ticket.
///
/// # Errors
/// `CALLBACK_TASK_NOT_FOUND`, also for another branch's.
pub async fn run(
    tx: &mut Tx,
    desk: &Desk,
    scope: &BranchScope,
    id: Option<TaskId>,
    ticket: Option<TicketId>,
) -> Result<Task> {
    let task = match (id, ticket) {
        (Some(id), _) => store::task::get(tx, &desk.sealer, scope, id).await?,
        (None, Some(ticket)) => store::task::latest_of_ticket(tx, &desk.sealer, scope, ticket).await?,
        (None, None) => return Err((&CALLBACK_TASK_NOT_FOUND).into()),
    };
    if ticket.is_some_and(|ticket| ticket != task.ticket_id) {
        return Err((&CALLBACK_TASK_NOT_FOUND).into());
    }
    Ok(task)
}
