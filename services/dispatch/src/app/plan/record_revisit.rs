//! A revisit is recorded: opinions and the next one, or a fault and its work order (DSP-66, F-8).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::WorkOrderId};

use super::{arm, order};
use crate::{
    app::By,
    domain::{Found, PlanItem, PlanItemId, ServicePlan},
    events,
    personal::Copies,
    store::{plan_items, plans},
};

/// Records what was found; gives the item and the plan with its next revisit.
///
/// # Errors
/// `PLAN_ITEM_NOT_FOUND`, `STALE_ETAG` and those of [`PlanItem::record`].
pub async fn run(
    tx: &mut Tx,
    by: &By,
    copies: &Copies,
    (id, etag): (PlanItemId, &str),
    found: Found,
) -> Result<(PlanItem, ServicePlan)> {
    let (seen, ..) = plan_items::get(tx, &by.scope, id).await?;
    let mut plan = plans::lock(tx, &BranchScope::All, seen.plan_id).await?;
    let (mut item, ..) = plan_items::get(tx, &by.scope, id).await?;
    etag::check(etag, item.version)?;
    let (now, fault) = (tx.now(), found.fault_found);
    let order_id = WorkOrderId::new();
    item.record(found, order_id, (now, by.actor.code.clone()))?;
    let book = by.refs.branch_in(tx, &plan.branch_id).await?;
    if fault {
        order(tx, copies, &book, &plan, order_id).await?;
    }
    plan_items::save(tx, &mut item).await?;
    plan.plan_on(book.date_of(now)?);
    plans::save(tx, &mut plan).await?;
    arm(tx, &book, &plan).await?;
    tx.emit(events::revisit_recorded(&plan, &item));
    Ok((item, plan))
}
