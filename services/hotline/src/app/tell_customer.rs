//! The customer is told what becomes of a machine that could not be repaired on site (HOT-28), or answered what he
//! demanded there (DSP-63).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{self, TicketId},
    policy::catalogue::HOTLINE_SOLUTION_CONTACT,
    refdata::RefData,
    seal::Sealer,
    sla::{self, NewDeadline},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    seal_texts::{self, Place},
    tell_timeline,
};
use crate::{
    domain::{
        contact_task::{ContactTask, ContactTaskState, TELL_CUSTOMER},
        intake_reasons::CONTACT_TASK_NOT_FOUND,
        ticket::Ticket,
    },
    events,
    store::{
        contact_tasks::{self, StoredTask},
        tickets,
    },
};

/// What a visit left to be told.
#[derive(Debug, Clone)]
pub struct ToTell {
    /// Ticket.
    pub ticket_id: TicketId,
    /// Number of the work order.
    pub work_order_no: String,
    /// What is to follow, by the contract's name.
    pub plan: String,
    /// What a demand is about; empty for the other plans.
    pub topic: String,
    /// When the visit ended.
    pub at: Timestamp,
    /// By when, as agreed with the customer; none is by policy.
    pub by: Option<Timestamp>,
}

/// A task with what the customer was told.
#[derive(Debug, Clone)]
pub struct TaskView {
    /// The task.
    pub task: ContactTask,
    /// What was said; empty while open.
    pub said: String,
}

/// Opens the task, with the time in which the customer is told. A ticket that is over, or not known here, has none.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn open(tx: &mut Tx, refs: &RefData, visit: ToTell) -> Result<()> {
    let stored = tickets::by_id(tx, &BranchScope::All, visit.ticket_id).await?;
    let Some(ticket) = stored.map(|stored| stored.ticket).filter(|ticket| !ticket.is_over()) else {
        return Ok(());
    };
    let book = refs.branch_in(tx, &ticket.branch_id).await?;
    let task = ContactTask {
        id: id::new_uuid(),
        branch_id: ticket.branch_id.clone(),
        ticket_id: ticket.id,
        work_order_no: visit.work_order_no,
        plan: visit.plan,
        topic: visit.topic,
        state: ContactTaskState::Open,
        opened_at: visit.at,
        due_at: match visit.by {
            Some(agreed) => agreed,
            None => book.reckon(HOTLINE_SOLUTION_CONTACT, visit.at)?.due_at,
        },
        done_at: None,
        done_by: String::new(),
        closed: None,
        version: 1,
    };
    contact_tasks::insert(tx, &task).await?;
    tx.emit(events::contact_task_opened(&task));
    let new = NewDeadline {
        kind: TELL_CUSTOMER,
        subject: task.id,
        ticket_id: ticket.id.uuid(),
        policy_key: HOTLINE_SOLUTION_CONTACT,
        from: visit.at,
    };
    match visit.by {
        Some(agreed) => sla::start_agreed(tx, &book, new, agreed).await?,
        None => sla::start(tx, &book, new).await?,
    };
    tell_timeline::own(tx).await
}

/// Closes what a customer was still to be told about a ticket that is over.
///
/// # Errors
/// Those of the store; `STALE_ETAG` when somebody tells the customer at the same time, to be tried again.
pub async fn close_of_ticket(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    let now = tx.now();
    for mut task in contact_tasks::open_of_ticket(tx, ticket.id).await? {
        task.close(ticket.state, now);
        contact_tasks::close(tx, &mut task).await?;
        sla::cancel(tx, TELL_CUSTOMER, task.id, "the ticket is over").await?;
        tx.emit(events::contact_task_closed(&task));
    }
    Ok(())
}

/// Records what the customer was told.
///
/// # Errors
/// `CONTACT_TASK_NOT_FOUND`, `CONTACT_TASK_DONE`, `CONTACT_TASK_CLOSED`, `STALE_ETAG`.
pub async fn complete(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, done: Done) -> Result<TaskView> {
    let stored = contact_tasks::by_id(tx, scope, done.id).await?;
    let mut task = stored.ok_or(&CONTACT_TASK_NOT_FOUND)?.task;
    aftersales_kit::etag::check(&done.etag, task.version)?;
    let now = tx.now();
    task.complete(&done.by, now)?;
    let said = sealed(sealer, &done)?;
    contact_tasks::complete(tx, &mut task, &said).await?;
    tx.emit(events::contact_task_done(&task));
    sla::meet(tx, TELL_CUSTOMER, task.id, now).await?;
    tell_timeline::own(tx).await?;
    Ok(TaskView { task, said: done.said })
}

/// What the customer was told.
#[derive(Debug)]
pub struct Done {
    /// Task.
    pub id: Uuid,
    /// What was said.
    pub said: String,
    /// Who told.
    pub by: String,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

fn sealed(sealer: &Sealer, done: &Done) -> Result<Vec<u8>> {
    Ok(seal_texts::seal(sealer, &done.said, place(done.id))?.unwrap_or_default())
}

/// Up to `limit` tasks after a place.
///
/// # Errors
/// Those of the store; `Internal` when what was said was changed or moved.
pub async fn list(
    tx: &mut Tx,
    sealer: &Sealer,
    filter: &contact_tasks::Filter,
    after: Option<contact_tasks::Place>,
    limit: i64,
) -> Result<Vec<TaskView>> {
    let found = contact_tasks::page(tx, filter, after, limit).await?;
    found.into_iter().map(|stored| opened(sealer, stored)).collect()
}

/// A stored task with what is sealed of it.
///
/// # Errors
/// `Internal` when what was said was changed or moved.
pub fn opened(sealer: &Sealer, stored: StoredTask) -> Result<TaskView> {
    Ok(TaskView {
        said: seal_texts::open(sealer, stored.said.as_deref(), place(stored.task.id))?,
        task: stored.task,
    })
}

const fn place(id: Uuid) -> Place<Uuid> {
    Place {
        record: "contact_task",
        id,
        field: "said",
    }
}
