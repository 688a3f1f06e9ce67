//! The invoice for goods repaired for a fee, on the day of the delivery (BIL-16).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, sla, sla::Deadline};

use super::{Held, deliver_goods::INVOICE, open, order_of};
use crate::{
    app::By,
    domain::{TakeBack, TakeBackId},
    events,
    store::take_backs,
};

/// Requests the invoice.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::request_invoice`].
pub async fn run(tx: &mut Tx, by: &By, held: &Held) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let now = tx.now();
    let same_day = taken.request_invoice(&by.actor, now)?;
    take_backs::save(tx, &mut taken).await?;
    sla::meet(tx, INVOICE, taken.id.uuid(), now).await?;
    let order = order_of(tx, &taken).await?;
    tx.emit(events::custody_invoice_requested(
        &order,
        &taken,
        &by.actor.code,
        now,
        same_day,
    ));
    Ok(taken)
}

/// The day of the delivery is over without a request: an exception.
pub async fn overdue(tx: &mut Tx, deadline: &Deadline) -> Result<()> {
    let id = TakeBackId::from_uuid(deadline.subject);
    let mut taken = take_backs::lock(tx, &BranchScope::All, id).await?;
    if taken.invoice_overdue() {
        take_backs::save(tx, &mut taken).await?;
        let order = order_of(tx, &taken).await?;
        tx.emit(events::custody_invoice_overdue(&order, &taken, deadline.due_at));
    }
    Ok(())
}
