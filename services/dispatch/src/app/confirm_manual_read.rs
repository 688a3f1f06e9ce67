//! The manual of a product that is new to the technician was read (DSP-62).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, open};
use crate::{domain::WorkOrder, events, store::work_orders};

/// Ticks "read"; saying it again changes nothing.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let now = tx.now();
    if order.read_manual(&by.actor, now)? {
        work_orders::save(tx, &mut order).await?;
        tx.emit(events::manual_read(&order, &by.actor.code, now));
    }
    Ok(order)
}
