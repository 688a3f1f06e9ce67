//! No callback on a day, or none at all (CBK-05, CBK-06, DSP-33).

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, CustomerId, WorkOrderId},
    sla,
    time::BusinessDate,
    timers,
};

use super::{CALLBACK_DUE, Desk, OPEN_TIMER, emit_closed, write_moved};
use crate::{
    domain::{Schedule, Task},
    events, store,
};

/// What moved the day of a customer who was absent.
const CUSTOMER_ABSENT: &str = "CUSTOMER_ABSENT";

/// The customer was absent: he is not called back on `date`, whatever the order (CBK-05). A callback that was due
/// then is due on the working day after it; an overdue one just rests that day.
///
/// # Errors
/// `BRANCH_UNKNOWN`; those of the calendar.
pub async fn pause(
    tx: &mut Tx,
    desk: &Desk,
    branch: &BranchId,
    customer: CustomerId,
    date: BusinessDate,
) -> Result<()> {
    store::pause::add(tx, branch, customer, date).await?;
    for mut task in store::task::waiting_of_customer(tx, &desk.sealer, branch, customer).await? {
        rest(tx, desk, &mut task, date).await?;
    }
    Ok(())
}

async fn rest(tx: &mut Tx, desk: &Desk, task: &mut Task, date: BusinessDate) -> Result<()> {
    let (book, now) = (desk.book(tx, task).await?, tx.now());
    let (old, agreed) = (task.schedule.due_date, task.schedule.shifted);
    if old < date {
        let schedule = task.schedule.skipping(&book, date)?;
        task.reschedule(schedule, now);
        store::task::update(tx, &desk.sealer, task).await?;
        tx.emit(events::changed(task));
        return super::arm(tx, task).await;
    }
    let ruled_out = store::pause::dates(tx, &task.branch_id, task.customer_id, task.appointed_date).await?;
    let schedule = Schedule::reckon(&book, task.appointed_date, task.reported_at, &ruled_out)?;
    if schedule.due_date == old {
        return Ok(());
    }
    task.reschedule(schedule, now);
    write_moved(tx, desk, &book, task, agreed).await?;
    tx.emit(events::moved(task, old, CUSTOMER_ABSENT));
    Ok(())
}

/// The job was reported too late: no callback for the order (CBK-06).
pub async fn exclude(tx: &mut Tx, desk: &Desk, order: WorkOrderId, reason: &str) -> Result<()> {
    store::exclusion::add(tx, order, reason).await?;
    for mut task in store::task::waiting_of_order(tx, &desk.sealer, order).await? {
        if task.exclude(tx.now()) {
            store::task::update(tx, &desk.sealer, &mut task).await?;
            sla::cancel(tx, CALLBACK_DUE, task.id.uuid(), "no callback for this order").await?;
            timers::cancel(tx, OPEN_TIMER, task.id.uuid()).await?;
            emit_closed(tx, &task);
        }
    }
    Ok(())
}
