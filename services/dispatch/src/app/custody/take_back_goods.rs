//! The technician takes the goods and leaves a receipt (DSP-39).

use aftersales_kit::{Result, db::Tx, series};

use crate::{
    app::{By, Target, open},
    domain::{TakeBack, Taking},
    events,
    store::{personal_copies, take_backs},
};

/// Name of the series of goods receipts; gap-free.
const SERIES: &str = "GOODS_RECEIPT";

/// Takes the goods of the order's last visit; `signed_by` is the sealed name of who signed the receipt.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::take`].
pub async fn run(tx: &mut Tx, by: &By, target: &Target, told: Taking, signed_by: Option<Vec<u8>>) -> Result<TakeBack> {
    let order = open(tx, by, target).await?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let (now, today) = (tx.now(), book.date_of(tx.now())?);
    let mut taken = TakeBack::take(&order, &by.actor, told, today, now)?;
    let number = series::next(tx, &order.branch_id, SERIES).await?;
    taken.receipt_no = series::printed(&order.branch_id, "RC", number);
    take_backs::insert(tx, &mut taken).await?;
    if let Some(name) = signed_by {
        personal_copies::put(tx, order.id, &personal_copies::receipt(taken.visit_number), &name).await?;
    }
    tx.emit(events::goods_taken_back(&order, &taken));
    Ok(taken)
}
