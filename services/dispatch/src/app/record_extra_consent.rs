//! The customer agrees on site to more than the quote (F-5A, DSP-65).

use aftersales_kit::{Result, db::Tx, time::Timestamp};

use super::{By, Target, open, told};
use crate::{
    domain::{Channel, ExtraLine, WorkOrder},
    events,
    store::{extra_consents, work_orders},
};

/// What the customer agreed to.
#[derive(Debug, Clone)]
pub struct Consent {
    /// When; now if not said.
    pub at: Option<Timestamp>,
    /// How.
    pub channel: Channel,
    /// What is added.
    pub lines: Vec<ExtraLine>,
}

/// Raises what is agreed.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, and those of [`WorkOrder::add_extra`].
pub async fn run(tx: &mut Tx, by: &By, target: &Target, consent: Consent) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let told = told(tx, by, &order, consent.at).await?;
    let extra = order.add_extra(&by.actor, told, consent.channel, consent.lines, tx.now())?;
    extra_consents::insert(tx, order.id, &extra).await?;
    work_orders::save(tx, &mut order).await?;
    tx.emit(events::extra_consent(&order, &extra));
    Ok(order)
}
