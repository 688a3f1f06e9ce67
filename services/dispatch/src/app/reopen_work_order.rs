//! A waiting or returned order goes on (DSP-24, DSP-33, DSP-71).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, deadlines, open};
use crate::{
    domain::WorkOrder,
    events,
    store::{contact_attempts, work_orders},
};

/// On to visit n+1, or to the same visit of an order that was returned.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, note: String) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    order.check_not_pending()?;
    let now = tx.now();
    let called = order.reopen(&by.actor, note, now)?;
    contact_attempts::insert(tx, order.id, &called).await?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::reopened(&order, &by.actor.code, now));
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    deadlines::on_reopened(tx, &book, &order).await?;
    Ok(order)
}
