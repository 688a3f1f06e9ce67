//! The coordinator receives an order (DSP-01, HOT-45).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, open};
use crate::{domain::WorkOrder, events, store::work_orders};

/// QUEUED to RECEIVED.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let now = tx.now();
    order.receive(&by.actor, now)?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::received(&order, &by.actor.code, now));
    Ok(order)
}
