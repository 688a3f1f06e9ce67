//! An order is issued again after a missed visit (重发, DSP-28, DSP-29, DSP-31).

use aftersales_kit::{
    Result,
    db::Tx,
    id::WorkOrderId,
    policy::catalogue::DISPATCH_REISSUE,
    refdata::{BranchBook, RefData},
    time::Timestamp,
};

use super::{By, Target, create_work_order, open};
use crate::{
    domain::{Action, WorkOrder},
    events,
    personal::Copies,
    store::personal_copies,
};

/// Issues an order again by hand, with the contact as it was sealed for the new order; gives the new order and whether
/// it is the day on which the miss was found.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOTHING_MISSED`, `REISSUE_EXISTS`.
pub async fn run(
    tx: &mut Tx,
    by: &By,
    target: &Target,
    id: WorkOrderId,
    contact: Option<Vec<u8>>,
) -> Result<(WorkOrder, bool)> {
    let order = open(tx, by, target).await?;
    order.admit(Action::Reissue)?;
    order.check_reissue()?;
    let found_at = order.missed_visit().map_or(tx.now(), |missed| missed.recorded_at);
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let new = issue(tx, &book, &order, id, contact, found_at).await?;
    let same_day = !new.reissue_late;
    Ok((new, same_day))
}

/// Follows the callback that found the miss: issues the order again unless it is issued already.
///
/// # Errors
/// Those of the calendar.
pub(super) async fn follow(
    tx: &mut Tx,
    refs: &RefData,
    copies: &Copies,
    order: &WorkOrder,
    found_at: Timestamp,
) -> Result<()> {
    if order.attached.reissued_as.is_some() {
        return Ok(());
    }
    let id = WorkOrderId::new();
    let kept = personal_copies::of_order(tx, order.id).await?;
    let contact = copies.moved(&kept, id)?;
    let book = refs.branch_in(tx, &order.branch_id).await?;
    issue(tx, &book, order, id, contact, found_at).await?;
    Ok(())
}

async fn issue(
    tx: &mut Tx,
    book: &BranchBook,
    original: &WorkOrder,
    id: WorkOrderId,
    contact: Option<Vec<u8>>,
    found_at: Timestamp,
) -> Result<WorkOrder> {
    let now = tx.now();
    let number = create_work_order::next_number(tx, book.id()).await?;
    let mut order = original.reissued(id, number, now);
    order.reissue_late = now > book.reckon(DISPATCH_REISSUE, found_at)?.due_at;
    create_work_order::store(tx, book, &mut order, contact).await?;
    tx.emit(events::reissued(&order, original, found_at, now));
    Ok(order)
}
