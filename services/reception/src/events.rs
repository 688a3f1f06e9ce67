//! What reception tells the world. No personal data.

use aftersales_kit::outbox::NewEvent;
use aftersales_proto::reception::v1::{
    self as proto, CustomerArrived, ExpectedVisitCancelled, ReceptionEvent, VisitExpected, reception_event::Event,
};

use crate::domain::{Arrival, ExpectedVisit, Purpose};

/// A customer guided by the hotline is expected (HOT-14).
pub fn expected(visit: &ExpectedVisit) -> NewEvent {
    let fact = VisitExpected {
        expected_visit_id: visit.id.to_string(),
        ticket_id: visit.ticket_id.to_string(),
        branch_id: visit.branch_id.to_string(),
        customer_id: visit.customer_id.to_string(),
        asset_id: visit.asset_id.to_string(),
        expected_on: visit.expected_on.map(|day| day.to_string()).unwrap_or_default(),
    };
    of_visit(visit, "VisitExpected", Event::VisitExpected(fact))
}

/// A customer is no longer expected: the ticket was cancelled.
pub fn cancelled(visit: &ExpectedVisit) -> NewEvent {
    let fact = ExpectedVisitCancelled {
        expected_visit_id: visit.id.to_string(),
        ticket_id: visit.ticket_id.to_string(),
        branch_id: visit.branch_id.to_string(),
        reason: "TICKET_CANCELLED".to_owned(),
    };
    of_visit(visit, "ExpectedVisitCancelled", Event::ExpectedVisitCancelled(fact))
}

/// A customer arrived (F-3).
pub fn arrived(arrival: &Arrival) -> NewEvent {
    let fact = CustomerArrived {
        arrival_id: arrival.id.to_string(),
        number: arrival.number.clone(),
        branch_id: arrival.branch_id.to_string(),
        ticket_id: arrival.ticket_id.map(|id| id.to_string()).unwrap_or_default(),
        expected_visit_id: arrival.expected_visit_id.map(|id| id.to_string()).unwrap_or_default(),
        customer_id: arrival.customer_id.to_string(),
        asset_id: arrival.asset_id.map(|id| id.to_string()).unwrap_or_default(),
        purpose: purpose(arrival.purpose).into(),
        received_by: arrival.received_by.clone(),
        arrived_at: Some(arrival.arrived_at.to_proto()),
    };
    let payload = ReceptionEvent {
        event: Some(Event::CustomerArrived(fact)),
    };
    let subject = arrival.ticket_id.map_or(arrival.id.uuid(), |ticket| ticket.uuid());
    NewEvent::new(subject, arrival.branch_id.clone(), "CustomerArrived", &payload)
}

fn of_visit(visit: &ExpectedVisit, name: &str, event: Event) -> NewEvent {
    NewEvent::new(
        visit.ticket_id,
        visit.branch_id.clone(),
        name,
        &ReceptionEvent { event: Some(event) },
    )
}

/// A purpose in the contract's form.
pub const fn purpose(purpose: Purpose) -> proto::ArrivalPurpose {
    match purpose {
        Purpose::Repair => proto::ArrivalPurpose::Repair,
        Purpose::Pickup => proto::ArrivalPurpose::Pickup,
        Purpose::Consult => proto::ArrivalPurpose::Consult,
        Purpose::Diagnose => proto::ArrivalPurpose::Diagnose,
        Purpose::Quote => proto::ArrivalPurpose::Quote,
    }
}
