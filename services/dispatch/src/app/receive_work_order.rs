//! The coordinator receives orders: handed to him one by one, or fetched by him (DSP-01, HOT-45, HOT-46).

use aftersales_kit::{Result, db::Tx, id::BranchId, time::Timestamp};

use super::{By, Target, open};
use crate::{
    domain::{HandOverWay, WorkOrder},
    events,
    store::work_orders,
};

/// QUEUED to RECEIVED.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target) -> Result<WorkOrder> {
    let order = open(tx, by, target).await?;
    let now = tx.now();
    receive(tx, by, order, HandOverWay::Push, now).await
}

/// Fetches up to `count` orders that wait at a branch, in the order of the queue (HOT-46).
///
/// # Errors
/// Those of the store.
pub async fn next(tx: &mut Tx, by: &By, branch: &BranchId, count: i64) -> Result<Vec<WorkOrder>> {
    let now = tx.now();
    let mut received = Vec::new();
    for id in work_orders::waiting(tx, branch, count).await? {
        let order = work_orders::lock(tx, &by.scope, id).await?;
        // another coordinator may have received it since it was listed
        if order.received.is_none() {
            received.push(receive(tx, by, order, HandOverWay::Pull, now).await?);
        }
    }
    Ok(received)
}

async fn receive(tx: &mut Tx, by: &By, mut order: WorkOrder, way: HandOverWay, now: Timestamp) -> Result<WorkOrder> {
    order.receive(&by.actor, way, now)?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::received(&order, &by.actor.code, now));
    Ok(order)
}
