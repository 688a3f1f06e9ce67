//! An order ends before the work is done.

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, deadlines, open};
use crate::{
    domain::{CancelReason, WorkOrder},
    events,
    store::{personal_copies, work_orders},
};

/// To CANCELLED. Issued parts come back first.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `PARTS_NOT_SETTLED`,
/// `APPROVAL_PENDING`, `GOODS_IN_CUSTODY`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, reason: CancelReason, note: String) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    order.cancel(reason, note)?;
    end(tx, &mut order, &by.actor.code).await?;
    Ok(order)
}

/// Stores a cancelled order and forgets whom it was for.
pub(super) async fn end(tx: &mut Tx, order: &mut WorkOrder, by: &str) -> Result<()> {
    work_orders::save(tx, order).await?;
    personal_copies::delete(tx, order.id).await?;
    tx.emit(events::cancelled(order, by, tx.now()));
    deadlines::on_ended(tx, order, "the order was cancelled").await
}
