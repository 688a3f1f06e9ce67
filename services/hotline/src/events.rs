//! What the hotline tells the world, and how what the world tells reads on a timeline.

mod amendment;
mod changed;
pub mod desk;
pub mod facts;
mod intake;
mod names;
pub mod telephone;
pub mod wording;

use aftersales_kit::{
    id::{BranchId, TicketId},
    outbox::NewEvent,
    time::Timestamp,
};
use aftersales_proto::hotline::v1::{
    CallEnded, CallRecorded, ConsultationAnswered, ConsultationRecorded, HotlineEvent, RegisterRowCleared,
    RepeatCallFlagged, TicketCancelled, TicketClosed, TicketGuidedToBranch, TicketHandedOver, TicketOpened,
    TicketStateChanged, hotline_event::Event,
};

use crate::domain::{
    call::PhoneCall,
    consultation::{Consultation, ConsultationState},
    quote::Quote,
    ticket::{Ticket, TicketState},
};
pub use amendment::ticket_amended;
pub use changed::{consultation_changed, ticket_changed};
pub use intake::*;
pub(crate) use names::proto_value;
pub use names::{contract, stored_name};

fn event(subject: impl std::fmt::Display, branch: &BranchId, name: &str, event: Event) -> NewEvent {
    NewEvent::new(subject, branch.clone(), name, &HotlineEvent { event: Some(event) })
}

fn instant(at: Timestamp) -> Option<prost_types::Timestamp> {
    Some(at.to_proto())
}

fn text(id: Option<impl std::fmt::Display>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// A call came in (HOT-03, HOT-29).
pub fn call_recorded(call: &PhoneCall) -> NewEvent {
    let fact = CallRecorded {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        line_id: call.line_id.clone(),
        ring_count: i32::try_from(call.ring_count).unwrap_or(i32::MAX),
        answered: call.answered_at.is_some(),
        rang_at: instant(call.rang_at),
        answered_at: call.answered_at.and_then(instant),
        agent_id: call.agent_id.clone(),
    };
    event(call.id, &call.branch_id, "CallRecorded", Event::CallRecorded(fact))
}

/// A call was wrapped up. It belongs to the last ticket that came of it, if one did.
pub fn call_ended(call: &PhoneCall, ticket: Option<TicketId>) -> NewEvent {
    let fact = CallEnded {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        agent_id: call.agent_id.clone(),
        wrap_up: call
            .wrap_up
            .map_or(0, |wrap_up| proto_value!(WrapUpCode, "WRAP_UP_CODE_", wrap_up)),
        ticket_id: text(ticket),
        ended_at: call.ended_at.and_then(instant),
    };
    let subject = ticket.map_or(call.id, TicketId::uuid);
    event(subject, &call.branch_id, "CallEnded", Event::CallEnded(fact))
}

/// A consultation record was written (HOT-14 to HOT-16).
pub fn consultation_recorded(made: &Consultation) -> NewEvent {
    let open = made.state == ConsultationState::FollowUpOpen;
    let follow_up = made.follow_up.as_ref().filter(|_| open);
    let fact = ConsultationRecorded {
        consultation_id: made.id.to_string(),
        number: made.number.clone(),
        branch_id: made.branch_id.to_string(),
        call_id: text(made.call_id),
        ticket_id: text(made.ticket_id),
        kind: proto_value!(ConsultationKind, "CONSULTATION_KIND_", made.kind),
        answered: !open,
        follow_up_owner: follow_up.map(|follow_up| follow_up.owner.clone()).unwrap_or_default(),
        follow_up_due_at: follow_up.and_then(|follow_up| instant(follow_up.due_at)),
        customer_id: text(made.customer_id),
        agent_id: made.agent_id.clone(),
        recorded_at: instant(made.recorded_at),
    };
    let subject = made.ticket_id.map_or(made.id, TicketId::uuid);
    event(
        subject,
        &made.branch_id,
        "ConsultationRecorded",
        Event::ConsultationRecorded(fact),
    )
}

/// An open consultation was answered (HOT-16).
pub fn consultation_answered(answered: &Consultation) -> NewEvent {
    let fact = ConsultationAnswered {
        consultation_id: answered.id.to_string(),
        branch_id: answered.branch_id.to_string(),
        answered_by: answered.answered_by.clone(),
        answered_at: answered.answered_at.and_then(instant),
    };
    event(
        answered.id,
        &answered.branch_id,
        "ConsultationAnswered",
        Event::ConsultationAnswered(fact),
    )
}

/// What was derived from the entitlement; a ticket may say otherwise.
fn derived_coverage(ticket: &Ticket) -> i32 {
    contract::CoverageKind::from_str_name(&ticket.entitlement.coverage_kind).map_or(0, i32::from)
}

/// A ticket was opened and has its row in the register (HOT-23).
pub fn ticket_opened(ticket: &Ticket) -> NewEvent {
    let fact = TicketOpened {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        call_id: text(ticket.call_id),
        customer_id: ticket.customer_id.to_string(),
        asset_id: ticket.asset_id.to_string(),
        product_line: ticket.product_line.clone(),
        model: ticket.model.clone(),
        channel: proto_value!(IntakeChannel, "INTAKE_CHANNEL_", ticket.channel),
        mode: proto_value!(ServiceMode, "SERVICE_MODE_", ticket.mode),
        fault_kind: proto_value!(FaultKind, "FAULT_KIND_", ticket.fault_kind),
        in_warranty: ticket.entitlement.in_warranty,
        in_onsite_period: ticket.entitlement.in_onsite_period,
        service_class: proto_value!(ServiceClass, "SERVICE_CLASS_", ticket.service_class),
        coverage_kind: proto_value!(CoverageKind, "COVERAGE_KIND_", ticket.coverage_kind),
        zone: proto_value!(Zone, "ZONE_", ticket.zone),
        register_no: ticket.register.no.clone(),
        voucher_no: ticket.register.voucher_no.clone(),
        first_requested_at: instant(ticket.first_requested_at),
        promised_contact_by: ticket.promised_contact_by.and_then(instant),
        opened_by: ticket.opened_by.clone(),
        repeat_of_ticket_id: text(ticket.repeat_of),
        coverage_overridden: ticket.coverage_overridden,
        derived_coverage_kind: derived_coverage(ticket),
    };
    event(ticket.id, &ticket.branch_id, "TicketOpened", Event::TicketOpened(fact))
}

/// A ticket is in the coordinator's queue since `at`, to be received by `receive_by` (HOT-12, HOT-45).
pub fn ticket_handed_over(ticket: &Ticket, quote: Option<&Quote>, at: Timestamp, receive_by: Timestamp) -> NewEvent {
    let fact = TicketHandedOver {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        customer_id: ticket.customer_id.to_string(),
        asset_id: ticket.asset_id.to_string(),
        product_line: ticket.product_line.clone(),
        model: ticket.model.clone(),
        fault_kind: proto_value!(FaultKind, "FAULT_KIND_", ticket.fault_kind),
        in_warranty: ticket.entitlement.in_warranty,
        in_onsite_period: ticket.entitlement.in_onsite_period,
        service_class: proto_value!(ServiceClass, "SERVICE_CLASS_", ticket.service_class),
        coverage_kind: proto_value!(CoverageKind, "COVERAGE_KIND_", ticket.coverage_kind),
        zone: proto_value!(Zone, "ZONE_", ticket.zone),
        register_no: ticket.register.no.clone(),
        voucher_no: ticket.register.voucher_no.clone(),
        first_requested_at: instant(ticket.first_requested_at),
        urged: ticket.urged,
        promised_contact_by: ticket.promised_contact_by.and_then(instant),
        handed_over_at: instant(at),
        receive_by: instant(receive_by),
        agreed_total: quote.and_then(total),
        quote_version: quote.map_or(0, |quote| i32::try_from(quote.version).unwrap_or(i32::MAX)),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "TicketHandedOver",
        Event::TicketHandedOver(fact),
    )
}

/// The customer brings the machine to `target` (HOT-14); `expected_on` is `YYYY-MM-DD` or empty.
pub fn ticket_guided(ticket: &Ticket, quote: Option<&Quote>, target: &BranchId, expected_on: String) -> NewEvent {
    let fact = TicketGuidedToBranch {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        target_branch_id: target.to_string(),
        customer_id: ticket.customer_id.to_string(),
        asset_id: ticket.asset_id.to_string(),
        product_line: ticket.product_line.clone(),
        model: ticket.model.clone(),
        fault_kind: proto_value!(FaultKind, "FAULT_KIND_", ticket.fault_kind),
        service_class: proto_value!(ServiceClass, "SERVICE_CLASS_", ticket.service_class),
        coverage_kind: proto_value!(CoverageKind, "COVERAGE_KIND_", ticket.coverage_kind),
        register_no: ticket.register.no.clone(),
        voucher_no: ticket.register.voucher_no.clone(),
        guided_at: instant(ticket.opened_at),
        expected_on,
        agreed_total: quote.and_then(total),
        quote_version: quote.map_or(0, |quote| quote.version),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "TicketGuidedToBranch",
        Event::TicketGuidedToBranch(fact),
    )
}

/// A ticket followed the event `cause` from one state to another.
pub fn ticket_state_changed(ticket: &Ticket, from: TicketState, cause: &str) -> NewEvent {
    let fact = TicketStateChanged {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        from: proto_value!(TicketState, "TICKET_STATE_", from),
        to: proto_value!(TicketState, "TICKET_STATE_", ticket.state),
        cause: cause.to_owned(),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "TicketStateChanged",
        Event::TicketStateChanged(fact),
    )
}

/// A ticket was cancelled; open work for it ends.
pub fn ticket_cancelled(ticket: &Ticket, by: &str) -> NewEvent {
    let fact = TicketCancelled {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        reason: ticket
            .cancel_reason
            .map_or(0, |reason| proto_value!(CancelReason, "CANCEL_REASON_", reason)),
        cancelled_by: by.to_owned(),
        cancelled_at: ticket.closed_at.and_then(instant),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "TicketCancelled",
        Event::TicketCancelled(fact),
    )
}

/// A register row was cleared and its voucher archived (HOT-25, X-22).
pub fn register_row_cleared(ticket: &Ticket) -> NewEvent {
    let register = &ticket.register;
    let fact = RegisterRowCleared {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        register_no: register.no.clone(),
        voucher_no: register.voucher_no.clone(),
        cleared_at: register.cleared_at.and_then(instant),
        cleared_by: register.cleared_by.clone(),
        voucher_archived_at: register.voucher_archived_at.and_then(instant),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "RegisterRowCleared",
        Event::RegisterRowCleared(fact),
    )
}

/// A ticket was closed.
pub fn ticket_closed(ticket: &Ticket) -> NewEvent {
    let fact = TicketClosed {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        outcome: ticket
            .outcome
            .map_or(0, |outcome| proto_value!(TicketOutcome, "TICKET_OUTCOME_", outcome)),
        closed_at: ticket.closed_at.and_then(instant),
    };
    event(ticket.id, &ticket.branch_id, "TicketClosed", Event::TicketClosed(fact))
}

/// A customer had to call again for the same matter (HOT-08).
pub fn repeat_call_flagged(ticket: &Ticket, earlier: TicketId, first_handler: &str) -> NewEvent {
    let fact = RepeatCallFlagged {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        earlier_ticket_id: earlier.to_string(),
        first_handler: first_handler.to_owned(),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "RepeatCallFlagged",
        Event::RepeatCallFlagged(fact),
    )
}
