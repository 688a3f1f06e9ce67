//! The customer insists on a visit the same day (DSP-12).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, open};
use crate::{domain::WorkOrder, events, store::work_orders};

/// Puts the order in front of the queue; saying it again changes nothing.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    if order.insist_same_day()? {
        work_orders::save(tx, &mut order).await?;
        tx.emit(events::same_day_insisted(&order, &by.actor.code, tx.now()));
    }
    Ok(order)
}
