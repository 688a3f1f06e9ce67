//! A technician gets an order (DSP-02).

use aftersales_kit::{Result, db::Tx, id::StaffId};

use super::{By, Target, book_crew, open, set_presence::check_technician};
use crate::{
    domain::{Presence, WorkOrder},
    events,
    store::{dispatch_orders, presences, visits, work_orders},
};

/// Assigns or reassigns.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `TECHNICIAN_NOT_FOUND`, `TECHNICIAN_NOT_IN_STATION`,
/// `REASSIGNMENT_REASON_MISSING`, `TECHNICIAN_NOT_AVAILABLE`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, technician: &StaffId, reason: &str) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    check_technician(&book, technician)?;
    let there = presences::find(tx, &order.branch_id, technician).await?;
    let in_station = there.is_some_and(|there| there.presence == Presence::InStation);
    let (now, previous) = (tx.now(), order.technician_id.as_ref().map(ToString::to_string));
    if !order.assign(technician, in_station, reason, now)? {
        return Ok(order);
    }
    if order.booked_window().is_some() {
        let overridden = book_crew::run(tx, &by.actor, &book, &order, "").await?;
        order.override_availability(overridden)?;
    }
    if let Some(visit) = order.visit().cloned() {
        visits::put(tx, order.id, &visit).await?;
    }
    work_orders::save(tx, &mut order).await?;
    dispatch_orders::insert(tx, &order, &by.actor.code, now, reason).await?;
    tx.emit(events::assigned(&order, &by.actor.code, previous, now));
    Ok(order)
}
