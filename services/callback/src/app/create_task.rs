//! A finished visit comes on the callback list (CBK-02, CBK-03, CBK-04).

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, CustomerId, TicketId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};

use super::{Desk, emit_closed, watch};
use crate::{
    domain::{Contact, Schedule, ServiceClass, Task, TaskId, TaskState},
    events, store,
};

/// What dispatch says about a finished visit.
pub struct FinishedVisit {
    /// Owning branch.
    pub branch_id: BranchId,
    /// Ticket.
    pub ticket_id: TicketId,
    /// Work order.
    pub work_order_id: WorkOrderId,
    /// Number of the work order.
    pub work_order_no: String,
    /// Customer.
    pub customer_id: CustomerId,
    /// Staff code of who did the service; may be empty.
    pub technician_id: String,
    /// Class of the service.
    pub service_class: Option<ServiceClass>,
    /// Number of the visit.
    pub visit_number: i64,
    /// Appointed date; `None` when nothing was appointed, then the date of the visit counts.
    pub appointed_date: Option<BusinessDate>,
    /// When the technician arrived.
    pub arrived_at: Option<Timestamp>,
    /// When the visit ended.
    pub completed_at: Option<Timestamp>,
    /// When it became ready for the callback.
    pub reported_at: Timestamp,
    /// There is no callback for it (CBK-06).
    pub excluded: bool,
    /// Whom to call, when the hotline could say.
    pub contact: Option<Contact>,
}

/// Makes the visit's task unless it has one. An excluded order gets one that is over at once (CBK-06).
///
/// # Errors
/// `BRANCH_UNKNOWN`; those of the calendar.
pub async fn run(tx: &mut Tx, desk: &Desk, visit: FinishedVisit) -> Result<()> {
    let excluded = visit.excluded || store::exclusion::contains(tx, visit.work_order_id).await?;
    let book = desk.branches.branch_in(tx, &visit.branch_id).await?;
    let visited = visit.arrived_at.or(visit.completed_at).unwrap_or(visit.reported_at);
    let visit_date = book.date_of(visited)?;
    let appointed = visit.appointed_date.unwrap_or(visit_date);
    let ruled_out = store::pause::dates(tx, &visit.branch_id, visit.customer_id, appointed).await?;
    let schedule = Schedule::reckon(&book, appointed, visit.reported_at, &ruled_out)?;
    let mut task = new_task(visit, appointed, visit_date, schedule, tx.now());
    if excluded {
        task.exclude(tx.now());
    }
    if !store::task::insert(tx, &desk.sealer, &task).await? {
        return Ok(());
    }
    tx.emit(events::created(&task));
    if task.is_waiting() {
        watch(tx, &book, &task).await?;
    }
    emit_closed(tx, &task);
    Ok(())
}

fn new_task(
    visit: FinishedVisit,
    appointed_date: BusinessDate,
    visit_date: BusinessDate,
    schedule: Schedule,
    now: Timestamp,
) -> Task {
    let state = if now < schedule.callable_from {
        TaskState::Listed
    } else {
        TaskState::Queued
    };
    Task {
        id: TaskId::new(),
        branch_id: visit.branch_id,
        state,
        outcome: None,
        ticket_id: visit.ticket_id,
        work_order_id: visit.work_order_id,
        work_order_no: visit.work_order_no,
        customer_id: visit.customer_id,
        technician_id: visit.technician_id,
        service_class: visit.service_class,
        visit_number: visit.visit_number,
        appointed_date,
        visit_date,
        completed_at: visit.completed_at,
        reported_at: visit.reported_at,
        schedule,
        contact: visit.contact,
        attempts: Vec::new(),
        answers: None,
        loyalty: None,
        called_by: None,
        called_at: None,
        improvement: None,
        closed_at: None,
        version: 1,
    }
}
