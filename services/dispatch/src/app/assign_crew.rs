//! A lead and those who come along get an order (DSP-02, DSP-69).

use aftersales_kit::{Result, db::Tx, id::StaffId};

use super::{By, Target, book_crew, open, set_presence::check_technician};
use crate::{
    domain::{Presence, WorkOrder},
    events,
    store::{dispatch_orders, presences, visits, work_orders},
};

/// Who goes.
#[derive(Debug, Clone)]
pub struct Crew {
    /// The lead.
    pub lead: StaffId,
    /// Those who come along.
    pub members: Vec<StaffId>,
    /// Why another one takes over.
    pub reason: String,
    /// Why although somebody is not available.
    pub override_reason: String,
}

/// Assigns or reassigns a crew; a promised one must be available over its whole window.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `TECHNICIAN_NOT_FOUND`, `TECHNICIAN_NOT_IN_STATION`,
/// `REASSIGNMENT_REASON_MISSING`, `CREW_TWICE`, `TECHNICIAN_NOT_AVAILABLE`, `OVERRIDE_NOT_YOURS`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, crew: Crew) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    for technician in crew.members.iter().chain([&crew.lead]) {
        check_technician(&book, technician)?;
    }
    let there = presences::find(tx, &order.branch_id, &crew.lead).await?;
    let in_station = there.is_some_and(|there| there.presence == Presence::InStation);
    let now = tx.now();
    if !order.assign_crew(&crew.lead, crew.members, in_station, &crew.reason, now)? {
        return Ok(order);
    }
    let mut overridden = String::new();
    if order.booked_window().is_some() {
        overridden = book_crew::run(tx, &by.actor, &book, &order, &crew.override_reason).await?;
        order.override_availability(overridden.clone())?;
    }
    if let Some(visit) = order.visit().cloned() {
        visits::put(tx, order.id, &visit).await?;
    }
    work_orders::save(tx, &mut order).await?;
    dispatch_orders::insert(tx, &order, &by.actor.code, now, &crew.reason).await?;
    tx.emit(events::crew_assigned(
        &order,
        &by.actor.code,
        now,
        !overridden.is_empty(),
    ));
    Ok(order)
}
