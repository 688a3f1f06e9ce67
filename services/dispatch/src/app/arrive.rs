//! The technician is with the customer (DSP-06).

use aftersales_kit::{Result, db::Tx, time::Timestamp};

use super::{By, Target, deadlines, open, told};
use crate::{
    domain::WorkOrder,
    events,
    store::{visits, work_orders},
};

/// EN_ROUTE to ON_SITE; gives the order and whether he came in time.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TIME_IN_FUTURE`, `TIME_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>) -> Result<(WorkOrder, bool)> {
    let mut order = open(tx, by, target).await?;
    let told = told(tx, by, &order, at).await?;
    let at = order.arrive(&by.actor, told, tx.now())?;
    let Some(visit) = order.visit().cloned() else {
        return Ok((order, false));
    };
    visits::put(tx, order.id, &visit).await?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::arrived(&order, &visit, at));
    deadlines::on_arrival(tx, &mut order, at).await?;
    Ok((order, visit.on_time()))
}
