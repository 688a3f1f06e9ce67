//! A plan is due: a maintenance is a work order at once (DSP-67), a revisit is to be made (DSP-66).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::WorkOrderId, refdata::RefData, timers::Timer};

use super::{arm, order, working_day};
use crate::{
    domain::{PlanId, PlanKind},
    events,
    personal::Copies,
    store::{plan_items, plans},
};

/// Makes the due item, and a maintenance's order. A plan that was ended or moved meanwhile makes none.
pub async fn run(tx: &mut Tx, refs: &RefData, copies: &Copies, timer: &Timer) -> Result<()> {
    let mut plan = plans::lock(tx, &BranchScope::All, PlanId::from_uuid(timer.subject)).await?;
    let Some(date) = plan.next_due else { return Ok(()) };
    let book = refs.branch_in(tx, &plan.branch_id).await?;
    let (working_date, _) = working_day(&book, date)?;
    let today = book.date_of(tx.now())?;
    let Some(mut item) = plan.fall_due(working_date, today) else {
        return arm(tx, &book, &plan).await;
    };
    if plan.kind == PlanKind::Maintenance {
        let id = WorkOrderId::new();
        item.ordered(id);
        order(tx, copies, &book, &plan, id).await?;
    }
    plan_items::insert(tx, &mut item).await?;
    plans::save(tx, &mut plan).await?;
    arm(tx, &book, &plan).await?;
    tx.emit(events::plan_item_due(&plan, &item));
    Ok(())
}
