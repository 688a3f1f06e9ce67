//! No parts are needed for a visit (DSP-04).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, open};
use crate::{domain::WorkOrder, events, store::work_orders};

/// PROMISED to READY.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `PARTS_ALREADY_REQUESTED`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    order.declare_no_parts(&by.actor)?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::ready(&order, tx.now()));
    Ok(order)
}
