//! The technician sets out (DSP-04, DSP-06).

use aftersales_kit::{Result, db::Tx, time::Timestamp};

use super::{By, Target, open, told};
use crate::{
    domain::{DepartureCheck, WorkOrder},
    events,
    store::{visit_payments, visits, work_orders},
};

/// What is told about setting out.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// When; now if not said.
    pub at: Option<Timestamp>,
    /// What was taken along.
    pub check: DepartureCheck,
    /// Why although parts are unresolved.
    pub reason: String,
}

/// READY to EN_ROUTE; with a reason also while parts are unresolved.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TECHNICIAN_MISSING`,
/// `PARTS_UNRESOLVED`, `INVOICE_NOT_BROUGHT`, `PRICE_LIST_NOT_BROUGHT`, `TIME_IN_FUTURE`, `TIME_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, leaving: Leaving) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let told = told(tx, by, &order, leaving.at).await?;
    let at = order.depart(&by.actor, told, leaving.check, &leaving.reason, tx.now())?;
    if let Some(visit) = order.visit().cloned() {
        visits::put(tx, order.id, &visit).await?;
        visit_payments::put(tx, order.id, &visit).await?;
    }
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::departed(&order, at));
    Ok(order)
}
