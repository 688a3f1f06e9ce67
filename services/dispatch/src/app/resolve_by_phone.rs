//! The telephone served the need (电话完成服务, DSP-47).

use aftersales_kit::{Result, db::Tx, sla::DeadlineState, time::Timestamp};

use super::{By, Target, deadlines, open, record_missed_service, told};
use crate::{
    domain::{MissedKind, WorkOrder},
    events,
    store::work_orders,
};

/// To PARTS_SETTLED without a visit: the sheet is to be confirmed. It is the contact and the reply.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, and those of [`WorkOrder::resolve_by_phone`].
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>, findings: String) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let told = told(tx, by, &order, at).await?;
    let at = order.resolve_by_phone(&by.actor, told, findings, tx.now())?;
    tx.emit(events::resolved_by_phone(&order, &by.actor.code, at));
    deadlines::on_contact(tx, &mut order, at).await?;
    let reply = deadlines::replied(tx, &mut order, at).await?;
    if let Some(late) = reply.filter(|reply| reply.state == DeadlineState::Missed) {
        record_missed_service::run(tx, &mut order, MissedKind::NoReply, late.id.to_string()).await?;
    }
    deadlines::on_ended(tx, &order, "the telephone served the need").await?;
    work_orders::save(tx, &mut order).await?;
    Ok(order)
}
