//! The coordinator confirms the repair sheet (DSP-09, DSP-10, DSP-38).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, deadlines, open};
use crate::{
    domain::WorkOrder,
    events,
    store::{coverages, personal_copies, work_orders},
};

/// PARTS_SETTLED to CONFIRMED; the callback follows. Internal work has none and is CLOSED.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `COMPLETION_NOT_REPORTED`, `PARTS_NOT_SETTLED`,
/// `VOUCHER_NOT_RETURNED`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, voucher_returned: bool) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let now = tx.now();
    order.confirm(&by.actor, voucher_returned, now)?;
    work_orders::save(tx, &mut order).await?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    coverages::confirmed(tx, &order, book.date_of(now)?).await?;
    tx.emit(events::confirmed(&order, &by.actor.code, now));
    if order.has_callback() {
        tx.emit(events::ready_for_callback(&order, now));
    } else {
        personal_copies::delete(tx, order.id).await?;
        tx.emit(events::closed(&order, now));
        deadlines::on_ended(tx, &order, "the order was closed").await?;
    }
    Ok(order)
}
