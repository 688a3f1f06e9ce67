//! The appointment is reported to the call centre (DSP-22, DSP-26).

use aftersales_kit::{
    Result, db::Tx, policy::catalogue::DISPATCH_APPOINTMENT_REPORT, sla::DeadlineState, time::Timestamp,
};

use super::{By, Target, deadlines, open, record_missed_service, told};
use crate::{
    domain::{MissedKind, WorkOrder},
    events,
    store::{visits, work_orders},
};

/// Reports the appointment; gives the order and whether it was on the day of the agreement. Reporting again changes
/// nothing.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>) -> Result<(WorkOrder, bool)> {
    let mut order = open(tx, by, target).await?;
    let (told, now) = (told(tx, by, &order, at).await?, tx.now());
    let new = order.report_appointment(&by.actor, told, now)?;
    let Some(visit) = order.visit().cloned() else {
        return Ok((order, false));
    };
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let due = book
        .reckon(DISPATCH_APPOINTMENT_REPORT, visit.promise.promised_at)?
        .due_at;
    let reported_at = visit.promise.reported.as_ref().map_or(now, |(at, _)| *at);
    let same_day = reported_at <= due;
    if !new {
        return Ok((order, same_day));
    }
    visits::put(tx, order.id, &visit).await?;
    tx.emit(events::appointment_reported(
        &order,
        &by.actor.code,
        reported_at,
        same_day,
    ));
    let (_, reply) = deadlines::on_appointment_reported(tx, &mut order, reported_at).await?;
    if let Some(late) = reply.filter(|reply| reply.state == DeadlineState::Missed) {
        record_missed_service::run(tx, &mut order, MissedKind::NoReply, late.id.to_string()).await?;
    }
    work_orders::save(tx, &mut order).await?;
    Ok((order, same_day))
}
