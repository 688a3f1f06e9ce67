//! A customer arrives (F-3, REC-74).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, reasons::INVALID_REQUEST, series};

use super::{
    Desk,
    find_match::{self, Arriving},
};
use crate::{
    domain::{Arrival, ArrivalId, ExpectedVisit},
    events, store,
};

/// Name of the series of arrival numbers.
const SERIES: &str = "ARRIVAL";

/// An arrival to register.
pub struct RegisterArrival {
    /// Who arrives. Customer and asset are known to exist, or the visit's.
    pub who: Arriving,
    /// Remarks; may be empty.
    pub remarks: String,
    /// Staff code.
    pub received_by: String,
}

/// Registers the arrival and ends the expected visit that it matches. A walk-in with a machine gets a ticket id here:
/// nobody is sent away because nothing was reported before.
///
/// # Errors
/// Those of [`find_match::run`]; `STALE_ETAG` when somebody else registers the same visit.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, command: RegisterArrival) -> Result<Arrival> {
    let matched = find_match::run(tx, desk, scope, &command.who).await?;
    let mut arrival = new_arrival(command, matched.as_ref(), tx.now())?;
    let number = series::next(tx, &arrival.branch_id, SERIES).await?;
    arrival.number = series::printed(&arrival.branch_id, "A", number);
    store::arrival::insert(tx, &desk.sealer, &arrival).await?;
    if let Some(mut visit) = matched {
        visit.arrive(arrival.id)?;
        store::expected_visit::end(tx, &mut visit).await?;
    }
    tx.emit(events::arrived(&arrival));
    Ok(arrival)
}

fn new_arrival(
    command: RegisterArrival,
    matched: Option<&ExpectedVisit>,
    now: aftersales_kit::time::Timestamp,
) -> Result<Arrival> {
    let who = command.who;
    let customer = matched.map(|visit| visit.customer_id).or(who.customer_id);
    let walk_in_ticket = who.purpose.brings_a_machine().then(TicketId::new);
    Ok(Arrival {
        id: ArrivalId::new(),
        number: String::new(),
        branch_id: who.branch_id,
        expected_visit_id: matched.map(|visit| visit.id),
        ticket_id: matched.map(|visit| visit.ticket_id).or(walk_in_ticket),
        customer_id: customer.ok_or_else(|| INVALID_REQUEST.field("customer_id", "must be filled in"))?,
        asset_id: matched.map(|visit| visit.asset_id).or(who.asset_id),
        purpose: who.purpose,
        remarks: command.remarks,
        received_by: command.received_by,
        arrived_at: now,
        version: 1,
    })
}
