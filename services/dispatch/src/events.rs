//! What dispatch tells the world. No personal data.

use aftersales_kit::{
    outbox::NewEvent,
    time::{MINUTE, Timestamp},
};
use aftersales_proto::{
    common::v1::{Money, TimeWindow},
    dispatch::v1::{self as proto, DispatchEvent, WorkOrderFacts, dispatch_event::Event},
};

use uuid::Uuid;

use crate::{
    domain::{Amendment, CURRENCY, Ended, Promise, State, Visit, Window, WorkOrder},
    wire::{Wire, number},
};

mod after_visit;
mod appraisal;
mod custody;
mod expense;
mod flow;
mod plan;
mod planning;
mod reports;
mod scores;

pub use after_visit::*;
pub use appraisal::*;
pub use custody::*;
pub use expense::*;
pub use flow::*;
pub use plan::*;
pub use planning::*;
pub use reports::*;
pub use scores::*;

fn facts(order: &WorkOrder) -> Option<WorkOrderFacts> {
    let request = &order.request;
    Some(WorkOrderFacts {
        work_order_id: order.id.to_string(),
        work_order_no: order.number.clone(),
        ticket_id: request.ticket_id.to_string(),
        branch_id: order.branch_id.to_string(),
        customer_id: named(request.customer_id.uuid()),
        asset_id: named(request.asset_id.uuid()),
        service_class: request.service_class.to_wire().into(),
        coverage_kind: request.coverage.to_wire().into(),
        zone: request.zone.to_wire().into(),
        fault_kind: request.fault_kind.to_wire().into(),
        technician_id: technician(order),
        state: order.state.to_wire().into(),
        visit_number: i32::try_from(order.visit_number).unwrap_or(i32::MAX),
        reissued: order.reissued,
        source: order.source.to_wire().into(),
        order_type: request.order_type.to_wire().into(),
        payer_kind: request.payer.kind.to_wire().into(),
        payer_id: request.payer.party_id.map(|id| id.to_string()).unwrap_or_default(),
    })
}

/// An id as the contract has it; empty for the nil one, which stands for none.
pub fn named(id: Uuid) -> String {
    if id.is_nil() { String::new() } else { id.to_string() }
}

/// Fen as the contract has it.
pub fn money(fen: i64) -> Money {
    Money {
        currency_code: CURRENCY.to_owned(),
        minor_units: fen,
    }
}

fn technician(order: &WorkOrder) -> String {
    order
        .technician_id
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn event(order: &WorkOrder, name: &str, event: Event) -> NewEvent {
    let payload = DispatchEvent { event: Some(event) };
    NewEvent::new(order.request.ticket_id, order.branch_id.clone(), name, &payload)
}

fn time(at: Timestamp) -> Option<prost_types::Timestamp> {
    Some(at.to_proto())
}

fn maybe(at: Option<Timestamp>) -> Option<prost_types::Timestamp> {
    at.map(Timestamp::to_proto)
}

/// A window as the contract has it.
pub fn window(window: Window) -> TimeWindow {
    TimeWindow {
        start: time(window.start),
        end: time(window.end),
    }
}

/// A work order entered the queue.
pub fn created(order: &WorkOrder) -> NewEvent {
    let fact = proto::WorkOrderCreated {
        order: facts(order),
        register_no: order.request.register_no.clone(),
        voucher_no: order.request.voucher_no.clone(),
        created_at: time(order.queued_at),
        first_requested_at: time(order.request.first_requested_at),
        promised_contact_by: maybe(order.request.promised_contact_by),
    };
    event(order, "WorkOrderCreated", Event::WorkOrderCreated(fact))
}

/// A finished order was amended.
pub fn amended(order: &WorkOrder, amendment: &Amendment) -> NewEvent {
    let fact = proto::WorkOrderAmended {
        order: facts(order),
        amendment_id: amendment.id.to_string(),
        subject: amendment.correction.subject.to_wire().into(),
        amended_by: amendment.made.1.clone(),
        amended_at: time(amendment.made.0),
    };
    event(order, "WorkOrderAmended", Event::WorkOrderAmended(fact))
}

/// Something of it changed that no other event tells, following the event `cause`.
pub fn changed(order: &WorkOrder, cause: &str) -> NewEvent {
    let fact = proto::WorkOrderChanged {
        order: facts(order),
        cause: cause.to_owned(),
    };
    event(order, "WorkOrderChanged", Event::WorkOrderChanged(fact))
}

/// The coordinator received it (DSP-01, HOT-45).
pub fn received(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderReceived {
        order: facts(order),
        received_by: by.to_owned(),
        received_at: time(at),
        minutes_since_hand_over: at.since(order.queued_at) / MINUTE,
        way: number(order.received_way),
    };
    event(order, "WorkOrderReceived", Event::WorkOrderReceived(fact))
}

/// A technician was assigned (DSP-02).
pub fn assigned(order: &WorkOrder, by: &str, previous: Option<String>, at: Timestamp) -> NewEvent {
    let fact = proto::TechnicianAssigned {
        order: facts(order),
        assigned_by: by.to_owned(),
        assigned_at: time(at),
        previous_technician_id: previous.unwrap_or_default(),
        contact_owner: number(order.contact_owner),
    };
    event(order, "TechnicianAssigned", Event::TechnicianAssigned(fact))
}

/// The customer did not answer (DSP-24).
pub fn contact_attempted(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::ContactAttempted {
        order: facts(order),
        by: by.to_owned(),
        at: time(at),
        attempt_number: i32::try_from(order.contacts.len()).unwrap_or(i32::MAX),
    };
    event(order, "ContactAttempted", Event::ContactAttempted(fact))
}

/// The customer was reached (DSP-03).
pub fn contacted(order: &WorkOrder, by: &str, at: Timestamp, first: bool) -> NewEvent {
    let fact = proto::CustomerContacted {
        order: facts(order),
        by: by.to_owned(),
        at: time(at),
        first_contact: first,
    };
    event(order, "CustomerContacted", Event::CustomerContacted(fact))
}

/// A visit time was agreed (DSP-11).
pub fn promised(order: &WorkOrder, promise: &Promise) -> NewEvent {
    let fact = proto::VisitPromised {
        order: facts(order),
        promised_by: promise.promised_by.clone(),
        promised_at: time(promise.promised_at),
        window: Some(window(promise.window)),
        appointed_date: promise.appointed_date.to_string(),
        zone_limit_at: maybe(promise.zone_limit_at),
        beyond_limit: promise.is_beyond(),
    };
    event(order, "VisitPromised", Event::VisitPromised(fact))
}

/// The appointment was reported (DSP-22).
pub fn appointment_reported(order: &WorkOrder, by: &str, at: Timestamp, same_day: bool) -> NewEvent {
    let fact = proto::AppointmentReported {
        order: facts(order),
        reported_by: by.to_owned(),
        reported_at: time(at),
        same_day,
    };
    event(order, "AppointmentReported", Event::AppointmentReported(fact))
}

/// The order is ready to depart (DSP-04).
pub fn ready(order: &WorkOrder, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderReady {
        order: facts(order),
        no_parts_needed: order.no_parts_needed,
        ready_at: time(at),
    };
    event(order, "WorkOrderReady", Event::WorkOrderReady(fact))
}

/// The order waits for parts (DSP-04, DSP-05).
pub fn parts_waiting(order: &WorkOrder, parts_request_id: String) -> NewEvent {
    let fact = proto::WorkOrderPartsWaiting {
        order: facts(order),
        parts_request_id,
        on_order: order.state == State::PartsOnOrder,
    };
    event(order, "WorkOrderPartsWaiting", Event::WorkOrderPartsWaiting(fact))
}

/// The technician set out (DSP-06).
pub fn departed(order: &WorkOrder, at: Timestamp) -> NewEvent {
    let fact = proto::TechnicianDeparted {
        order: facts(order),
        departed_at: time(at),
    };
    event(order, "TechnicianDeparted", Event::TechnicianDeparted(fact))
}

/// The technician is on site (DSP-06).
pub fn arrived(order: &WorkOrder, visit: &Visit, at: Timestamp) -> NewEvent {
    let fact = proto::TechnicianArrived {
        order: facts(order),
        arrived_at: time(at),
        window: Some(window(visit.promise.window)),
        on_time: visit.on_time(),
    };
    event(order, "TechnicianArrived", Event::TechnicianArrived(fact))
}

/// A visit ended (DSP-07, DSP-08, DSP-33, DSP-37).
pub fn completed(order: &WorkOrder, ended: &Ended, report_by: Option<Timestamp>) -> NewEvent {
    let visit = &ended.visit;
    let fact = proto::VisitCompleted {
        order: facts(order),
        outcome: number(visit.outcome),
        plan: number(visit.plan),
        arrived_at: maybe(visit.arrived_at),
        completed_at: time(ended.at),
        cleaned: visit.cleaned,
        signed: visit.sign_off.signature.is_some(),
        satisfaction: number(visit.sign_off.satisfaction),
        report_by: maybe(report_by),
        answer_topic: number(visit.answer_later.as_ref().map(|demand| demand.topic)),
        answer_by: maybe(visit.answer_later.as_ref().and_then(|demand| demand.by)),
    };
    event(order, "VisitCompleted", Event::VisitCompleted(fact))
}
