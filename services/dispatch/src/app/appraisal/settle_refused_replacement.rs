//! There is no replacement: the customer was told, and another plan is agreed (DSP-50, DSP-71).

use aftersales_kit::{Result, db::Tx};

use super::{Named, open};
use crate::{
    app::{By, deadlines},
    domain::{Appraisal, OtherPlan, State},
    events,
    store::{appraisals, visits, work_orders},
};

/// REFUSED, or RECORDED without a request, to SETTLED; the order follows the other plan.
///
/// # Errors
/// `APPRAISAL_NOT_FOUND`, `STALE_ETAG`, `NOT_YOUR_WORK_ORDER` and those of [`Appraisal::settle`].
pub async fn run(tx: &mut Tx, by: &By, named: &Named, other: &OtherPlan) -> Result<Appraisal> {
    let (mut appraisal, mut order) = open(tx, by, named).await?;
    let now = tx.now();
    order.owned_by(&by.actor)?;
    appraisal.settle(other, now)?;
    appraisals::save(tx, &mut appraisal).await?;
    if let Some(visit) = order.replan(appraisal.visit_number, other, now) {
        visits::put(tx, order.id, &visit).await?;
        work_orders::save(tx, &mut order).await?;
        if order.state == State::Contacted {
            let book = by.refs.branch_in(tx, &order.branch_id).await?;
            deadlines::on_next_visit(tx, &book, &order).await?;
            tx.emit(events::reopened(&order, &by.actor.code, now));
        }
    }
    tx.emit(events::refused_replacement_settled(&order, &appraisal, &by.actor.code));
    Ok(appraisal)
}
