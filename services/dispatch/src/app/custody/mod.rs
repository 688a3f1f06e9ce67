//! Custody of goods, step by step (flow F-6).

pub mod archive_voucher;
pub mod deliver_goods;
pub mod escalate_repair;
pub mod finish_repair;
pub mod give_up_repair;
pub mod inspect_goods;
pub mod register_goods_in;
pub mod request_invoice;
pub mod set_return_date;
pub mod take_back_goods;

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag};

use super::By;
use crate::{
    domain::{TakeBack, TakeBackId, WorkOrder},
    store::{take_backs, work_orders},
};

/// The take-back that a command names, and the etag that its sender saw.
#[derive(Debug, Clone)]
pub struct Held {
    /// The take-back.
    pub id: TakeBackId,
    /// The etag; empty when the sender does not care.
    pub etag: String,
}

/// The take-back of a command, kept from others until the transaction ends.
async fn open(tx: &mut Tx, by: &By, held: &Held) -> Result<TakeBack> {
    let take_back = take_backs::lock(tx, &by.scope, held.id).await?;
    etag::check(&held.etag, take_back.version)?;
    Ok(take_back)
}

/// The order of a take-back, as events tell it.
async fn order_of(tx: &mut Tx, take_back: &TakeBack) -> Result<WorkOrder> {
    work_orders::get(tx, &BranchScope::All, take_back.work_order_id).await
}
