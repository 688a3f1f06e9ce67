//! What is wrong in a finished order, and what should be there.

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, open};
use crate::{
    domain::{Correction, WorkOrder},
    events,
    store::{amendments, work_orders},
};

/// Links an amendment to a finished order, which itself stays as it is.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG` and those of [`WorkOrder::amend`].
pub async fn run(tx: &mut Tx, by: &By, target: &Target, correction: Correction) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let amendment = order.amend(&by.actor, correction, tx.now())?;
    amendments::insert(tx, order.id, &amendment).await?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::amended(&order, &amendment));
    Ok(order)
}
