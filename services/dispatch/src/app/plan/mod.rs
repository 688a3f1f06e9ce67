//! Planned maintenance and revisits (DSP-66, DSP-67).

pub mod create_plan;
pub mod end_plan;
pub mod fall_due;
pub mod record_revisit;

use aftersales_kit::{
    Error, Result,
    db::Tx,
    id::WorkOrderId,
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
    timers::{self, NewTimer},
};

use super::create_work_order::{self, HandedOver};
use crate::{
    domain::{PlanState, ServicePlan},
    personal::Copies,
    store::plans,
};

/// Kind of the timer of a plan's next due date.
pub const DUE_TIMER: &str = "plan.due";

/// The first working day from a date on, and when the branch opens on it.
fn working_day(book: &BranchBook, date: BusinessDate) -> Result<(BusinessDate, Timestamp)> {
    let calendar = book.calendar();
    let unreckonable = |source| Error::internal_from("reckon the working day of a plan", source);
    let day = match calendar.is_working_day(date) {
        true => date,
        false => calendar.next_working_day(date).map_err(unreckonable)?,
    };
    let opens = calendar
        .open_periods(day)
        .map_err(unreckonable)?
        .first()
        .map(|(from, _)| *from);
    match opens {
        Some(at) => Ok((day, at)),
        None => Ok((day, calendar.zone().instant(day, 0).map_err(unreckonable)?)),
    }
}

/// Sets the timer of the next due date, or removes it; whom to contact is forgotten with the plan's end.
async fn arm(tx: &mut Tx, book: &BranchBook, plan: &ServicePlan) -> Result<()> {
    if plan.state == PlanState::Ended {
        plans::forget_contact(tx, plan.id).await?;
    }
    let Some(date) = plan.next_due else {
        timers::cancel(tx, DUE_TIMER, plan.id.uuid()).await?;
        return Ok(());
    };
    let timer = NewTimer {
        kind: DUE_TIMER,
        subject: plan.id.uuid(),
        branch_id: plan.branch_id.clone(),
        due_at: working_day(book, date)?.1,
        payload: serde_json::Value::Null,
    };
    timers::arm(tx, timer).await
}

/// Makes the order of an item, with the plan's contact as long as it is kept.
async fn order(tx: &mut Tx, copies: &Copies, book: &BranchBook, plan: &ServicePlan, id: WorkOrderId) -> Result<()> {
    let kept = plans::contact(tx, plan.id).await?;
    let contact = match kept.is_empty() {
        true => None,
        false => Some(copies.contact_for_order(plan.id, &kept, id)?),
    };
    let handed = HandedOver {
        id,
        request: plan.request(tx.now()),
        at: tx.now(),
        agreed_total: None,
        quote_version: 0,
        contact,
    };
    create_work_order::run(tx, book, handed).await
}
