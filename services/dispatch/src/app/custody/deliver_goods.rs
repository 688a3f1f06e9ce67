//! The goods are with the customer again; the receipt is voided and the order goes on (DSP-42).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    policy::catalogue::BILLING_INVOICE_REQUEST,
    refdata::BranchBook,
    sla::{self, NewDeadline},
    time::Timestamp,
};

use super::{Held, open};
use crate::{
    app::{By, deadlines},
    domain::{Direction, Handing, TakeBack, WorkOrder},
    events,
    personal::Copies,
    store::{custody_movements, personal_copies, take_backs, work_orders},
};

/// Request of the invoice on the day of the delivery (BIL-16).
pub const INVOICE: &str = "custody_invoice";

/// Who signed the voucher, and how his name is sealed.
pub struct Signer {
    /// His name; none when nobody signed.
    pub name: Option<String>,
    /// Seals it.
    pub copies: Copies,
}

/// RETURN_DATED to DELIVERED.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::deliver`].
pub async fn run(tx: &mut Tx, by: &By, held: &Held, told: Handing, signer: Signer) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let now = tx.now();
    taken.deliver(&by.actor, told, now)?;
    let book = by.refs.branch_in(tx, &taken.branch_id).await?;
    if taken.is_charged() {
        taken.invoice_due_at = Some(start_invoice(tx, &book, &taken, now).await?);
    }
    take_backs::save(tx, &mut taken).await?;
    custody_movements::insert(tx, &taken, Direction::Out, now, &by.actor.code).await?;
    if let Some(name) = signer.name {
        let name = signer.copies.seal_name(taken.work_order_id, &name)?;
        let part = personal_copies::delivery(taken.visit_number);
        personal_copies::put(tx, taken.work_order_id, &part, &name).await?;
    }
    let mut order = work_orders::lock(tx, &BranchScope::All, taken.work_order_id).await?;
    tell_order(tx, &book, &mut order, &taken, now).await?;
    tx.emit(events::goods_delivered(&order, &taken));
    Ok(taken)
}

async fn start_invoice(tx: &mut Tx, book: &BranchBook, taken: &TakeBack, from: Timestamp) -> Result<Timestamp> {
    let new = NewDeadline {
        kind: INVOICE,
        subject: taken.id.uuid(),
        ticket_id: taken.ticket_id.uuid(),
        policy_key: BILLING_INVOICE_REQUEST,
        from,
    };
    Ok(sla::start(tx, book, new).await?.due_at)
}

/// The order is done and its completion is to be reported the same day (DSP-25).
async fn tell_order(
    tx: &mut Tx,
    book: &BranchBook,
    order: &mut WorkOrder,
    taken: &TakeBack,
    at: Timestamp,
) -> Result<()> {
    if order.goods_delivered(taken.visit_number) {
        work_orders::save(tx, order).await?;
        deadlines::on_visit_ended(tx, book, order, at).await?;
    }
    Ok(())
}
