//! The technician sets out (DSP-04, DSP-06).

use aftersales_kit::{Result, db::Tx, time::Timestamp};

use super::{By, Target, open};
use crate::{
    domain::WorkOrder,
    events,
    store::{visits, work_orders},
};

/// READY to EN_ROUTE; with a reason also while parts are unresolved.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TECHNICIAN_MISSING`,
/// `PARTS_UNRESOLVED`, `TIME_IN_FUTURE`, `TIME_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>, reason: &str) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let at = order.depart(&by.actor, at, reason, tx.now())?;
    if let Some(visit) = order.visit().cloned() {
        visits::put(tx, order.id, &visit).await?;
    }
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::departed(&order, at));
    Ok(order)
}
