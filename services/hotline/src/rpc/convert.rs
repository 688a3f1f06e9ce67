//! What the use cases give, as the contract shows it to a caller.

use std::collections::BTreeMap;

use aftersales_kit::{
    Reason, etag,
    rpc::Call,
    time::{SECOND, Timestamp},
};
use aftersales_proto::{common::v1 as common, hotline::v1 as proto, registry::v1 as registry};

use super::{SERVICE, TELEPHONY};
use crate::{
    app::{get_call::CallView, get_consultation::ConsultationView, seal_texts::TicketView},
    domain::{
        article::Question,
        call::{Cause, Recording},
        consultation::ConsultationState,
        contact::{Contact, shown_phone},
        entitlement::Entitlement,
        need::Need,
        process::ProcessFlow,
        reasons::ROLE_ONLY_READS,
        ticket::Ticket,
        words::Zone,
    },
    events::{contract, proto_value},
};

/// An instant as protobuf.
pub fn instant(at: Timestamp) -> Option<prost_types::Timestamp> {
    Some(at.to_proto())
}

/// An optional id or number as text; empty for none.
pub fn text(value: Option<impl std::fmt::Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// What the caller may do, and why nothing: `available_actions` and `readonly_reason`.
fn actions(call: &Call, possible: &[&str], readonly: Option<&'static Reason>) -> (Vec<String>, String) {
    actions_of(call, &[SERVICE], possible, readonly)
}

/// The same of several services.
pub fn actions_of(
    call: &Call,
    services: &[&str],
    possible: &[&str],
    readonly: Option<&'static Reason>,
) -> (Vec<String>, String) {
    let of_service = |service: &&str| call.available_actions(service, possible);
    let actions: Vec<String> = services.iter().flat_map(of_service).collect();
    if !actions.is_empty() {
        return (actions, String::new());
    }
    let reason = readonly.unwrap_or(&ROLE_ONLY_READS);
    (actions, call.locale.sentence(reason, &BTreeMap::new()))
}

/// A call.
pub fn call(caller: &Call, view: &CallView) -> proto::Call {
    let it = &view.call;
    let (caller_phone, phone_masked) = shown_phone(&view.phone, caller.caller.roles);
    let (available_actions, readonly_reason) = actions_of(caller, &[SERVICE, TELEPHONY], it.possible(), it.readonly());
    let telephone = &it.telephone;
    proto::Call {
        id: it.id.to_string(),
        branch_id: it.branch_id.to_string(),
        line_id: it.line_id.clone(),
        state: proto_value!(CallState, "CALL_STATE_", it.state),
        caller_phone,
        phone_masked,
        ring_count: i32::try_from(it.ring_count).unwrap_or(i32::MAX),
        within_three_rings: it.within_rings,
        rang_at: instant(it.rang_at),
        answered_at: it.answered_at.and_then(instant),
        agent_id: it.agent_id.clone(),
        ended_at: it.ended_at.and_then(instant),
        wrap_up: it
            .wrap_up
            .map_or(0, |wrap_up| proto_value!(WrapUpCode, "WRAP_UP_CODE_", wrap_up)),
        need_summary: view.need.clone(),
        ticket_ids: view.ticket_ids.iter().map(ToString::to_string).collect(),
        consultation_ids: view.consultation_ids.iter().map(ToString::to_string).collect(),
        etag: etag::of(it.version),
        available_actions,
        readonly_reason,
        provider: telephone.provider.clone(),
        provider_call_id: telephone.provider_call_id.clone(),
        direction: proto_value!(CallDirection, "CALL_DIRECTION_", telephone.direction),
        queued_at: telephone.queued_at.and_then(instant),
        hung_up_at: telephone.hung_up_at.and_then(instant),
        cause: cause(telephone.cause),
        ring_seconds: seconds(telephone.ring),
        queue_seconds: seconds(telephone.queue),
        talk_seconds: seconds(telephone.talk),
        hold_seconds: seconds(telephone.hold),
        recordings: view.recordings.iter().map(recording).collect(),
        inquired_ticket_id: text(view.inquired),
        stage: proto_value!(ContactStage, "CONTACT_STAGE_", view.stage()),
        need: view
            .judged
            .as_ref()
            .map(|judged| need(judged, view.served.serves(judged))),
    }
}

fn need(it: &Need, served: bool) -> proto::CallNeed {
    let entitled = it.entitlement.as_ref();
    proto::CallNeed {
        kind: it.kind.map_or(0, |kind| proto_value!(NeedKind, "NEED_KIND_", kind)),
        customer_id: text(it.customer_id),
        asset_id: text(it.asset_id),
        fault_kind: it
            .fault_kind
            .map_or(0, |fault| proto_value!(FaultKind, "FAULT_KIND_", fault)),
        in_warranty: entitled.is_some_and(|entitled| entitled.in_warranty),
        in_onsite_period: entitled.is_some_and(|entitled| entitled.in_onsite_period),
        free_onsite: entitled.is_some_and(|entitled| entitled.free_onsite),
        free_carry_in: entitled.is_some_and(|entitled| entitled.free_carry_in),
        served,
        recorded_at: instant(it.recorded_at),
        recorded_by: it.recorded_by.clone(),
    }
}

/// Why a call or a leg ended.
pub fn cause(cause: Option<Cause>) -> i32 {
    cause.map_or(0, |cause| proto_value!(CallCause, "CALL_CAUSE_", cause))
}

/// Whole seconds of a span of microseconds.
fn seconds(micros: i64) -> i32 {
    i32::try_from(micros / SECOND).unwrap_or(i32::MAX)
}

fn recording(it: &Recording) -> proto::CallRecording {
    proto::CallRecording {
        uri: it.uri.clone(),
        started_at: instant(it.started_at),
        duration_seconds: i32::try_from(it.duration_seconds).unwrap_or(i32::MAX),
        sha256: it.sha256.clone(),
        consented: it.consented,
        retain_until: it.retain_until.clone(),
    }
}

/// A consultation record.
pub fn consultation(caller: &Call, view: &ConsultationView) -> proto::Consultation {
    let it = &view.consultation;
    let phone = view
        .asker
        .as_ref()
        .map(|asker| asker.phone.as_str())
        .unwrap_or_default();
    let (caller_phone, phone_masked) = shown_phone(phone, caller.caller.roles);
    let (available_actions, readonly_reason) = actions(caller, it.possible(), it.readonly());
    proto::Consultation {
        id: it.id.to_string(),
        number: it.number.clone(),
        branch_id: it.branch_id.to_string(),
        state: proto_value!(ConsultationState, "CONSULTATION_STATE_", it.state),
        kind: proto_value!(ConsultationKind, "CONSULTATION_KIND_", it.kind),
        call_id: text(it.call_id),
        ticket_id: text(it.ticket_id),
        customer_id: text(it.customer_id),
        caller_name: view.asker.as_ref().map(|asker| asker.name.clone()).unwrap_or_default(),
        caller_phone,
        phone_masked,
        question: view.question.clone(),
        answer: if it.state == ConsultationState::Answered {
            view.answer.clone()
        } else {
            String::new()
        },
        target_branch_id: text(it.target_branch_id.as_ref()),
        agent_id: it.agent_id.clone(),
        follow_up_owner: it
            .follow_up
            .as_ref()
            .map(|follow_up| follow_up.owner.clone())
            .unwrap_or_default(),
        follow_up_due_at: it.follow_up.as_ref().and_then(|follow_up| instant(follow_up.due_at)),
        recorded_at: instant(it.recorded_at),
        answered_at: it.answered_at.and_then(instant),
        answered_by: it.answered_by.clone(),
        question_ref: (it.question_ref != Question::default()).then(|| proto::QuestionRef {
            article_id: text(it.question_ref.article_id),
            product_line: it.question_ref.product_line.clone(),
            topic: it.question_ref.topic.clone(),
        }),
        etag: etag::of(it.version),
        available_actions,
        readonly_reason,
    }
}

/// A contact, its number as the caller may see it, and whether that is masked.
fn contact(caller: &Call, contact: Option<&Contact>, zone: Zone) -> (Option<common::Contact>, bool) {
    let Some(contact) = contact else {
        return (None, false);
    };
    let (phone, masked) = shown_phone(&contact.phone, caller.caller.roles);
    (
        Some(common::Contact {
            phone,
            ..whole_contact(contact, zone)
        }),
        masked,
    )
}

/// A contact with its whole number.
pub fn whole_contact(contact: &Contact, zone: Zone) -> common::Contact {
    common::Contact {
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        address: contact.address.clone(),
        zone: proto_value!(Zone, "ZONE_", zone),
        site_condition: contact.site_condition.clone(),
    }
}

/// A ticket.
pub fn ticket(caller: &Call, view: &TicketView) -> proto::Ticket {
    let it = &view.ticket;
    let (contact, phone_masked) = contact(caller, view.contact.as_ref(), it.zone);
    let (available_actions, readonly_reason) = actions(caller, it.possible(), it.readonly());
    proto::Ticket {
        contact,
        phone_masked,
        need_summary: view
            .contact
            .as_ref()
            .map(|contact| contact.need.clone())
            .unwrap_or_default(),
        solution: view.solution.clone(),
        coverage_override: it.coverage_overridden.then(|| proto::CoverageOverride {
            coverage_kind: proto_value!(CoverageKind, "COVERAGE_KIND_", it.coverage_kind),
            reason: view.coverage_reason.clone(),
        }),
        available_actions,
        readonly_reason,
        unavailable_actions: caller.unavailable_actions(SERVICE, it.unavailable()),
        ..bare_ticket(it)
    }
}

/// A ticket without what is said in it and without what the caller may do.
fn bare_ticket(it: &Ticket) -> proto::Ticket {
    proto::Ticket {
        id: it.id.to_string(),
        branch_id: it.branch_id.to_string(),
        state: proto_value!(TicketState, "TICKET_STATE_", it.state),
        outcome: it
            .outcome
            .map_or(0, |outcome| proto_value!(TicketOutcome, "TICKET_OUTCOME_", outcome)),
        register_no: it.register.no.clone(),
        voucher_no: it.register.voucher_no.clone(),
        channel: proto_value!(IntakeChannel, "INTAKE_CHANNEL_", it.channel),
        call_id: text(it.call_id),
        customer_id: it.customer_id.to_string(),
        asset_id: it.asset_id.to_string(),
        product_line: it.product_line.clone(),
        model: it.model.clone(),
        fault_kind: proto_value!(FaultKind, "FAULT_KIND_", it.fault_kind),
        mode: proto_value!(ServiceMode, "SERVICE_MODE_", it.mode),
        entitlement: Some(entitlement(it)),
        service_class: proto_value!(ServiceClass, "SERVICE_CLASS_", it.service_class),
        coverage_kind: proto_value!(CoverageKind, "COVERAGE_KIND_", it.coverage_kind),
        urged: it.urged,
        promised_contact_by: it.promised_contact_by.and_then(instant),
        first_requested_at: instant(it.first_requested_at),
        handed_over_at: it.handed_over_at.and_then(instant),
        work_order_id: text(it.work_order.as_ref().map(|order| order.id)),
        work_order_no: text(it.work_order.as_ref().map(|order| order.no.as_str())),
        target_branch_id: text(it.target_branch_id.as_ref()),
        consultation_id: text(it.consultation_id),
        repeat_of_ticket_id: text(it.repeat_of),
        opened_by: it.opened_by.clone(),
        opened_at: instant(it.opened_at),
        closed_at: it.closed_at.and_then(instant),
        cancel_reason: it
            .cancel_reason
            .map_or(0, |reason| proto_value!(CancelReason, "CANCEL_REASON_", reason)),
        etag: etag::of(it.version),
        process: proto_value!(ProcessFlow, "PROCESS_FLOW_", ProcessFlow::of(it)),
        ..proto::Ticket::default()
    }
}

/// The entitlement that a ticket was opened with.
fn entitlement(ticket: &Ticket) -> registry::Entitlement {
    let Entitlement {
        at,
        reasons,
        coverage_kind,
        service_class,
        ..
    } = &ticket.entitlement;
    let reasons = reasons.iter().map(|reason| registry::EntitlementReason {
        kind: registry::EntitlementReasonKind::from_str_name(&reason.kind).map_or(0, i32::from),
        text: reason.text.clone(),
    });
    registry::Entitlement {
        asset_id: ticket.asset_id.to_string(),
        at: instant(*at),
        in_warranty: ticket.entitlement.in_warranty,
        in_onsite_period: ticket.entitlement.in_onsite_period,
        free_onsite: ticket.entitlement.free_onsite,
        free_carry_in: ticket.entitlement.free_carry_in,
        coverage_kind: contract::CoverageKind::from_str_name(coverage_kind).map_or(0, i32::from),
        service_class: contract::ServiceClass::from_str_name(service_class).map_or(0, i32::from),
        reasons: reasons.collect(),
        warranty_end: ticket.entitlement.warranty_end.clone(),
        onsite_end: ticket.entitlement.onsite_end.clone(),
        // the evidence is the registry's to tell
        ..registry::Entitlement::default()
    }
}

/// A row of the repair register.
pub fn register_row(caller: &Call, view: &TicketView) -> proto::RegisterRow {
    let (it, register) = (&view.ticket, &view.ticket.register);
    let (contact, phone_masked) = contact(caller, view.contact.as_ref(), it.zone);
    let (available_actions, readonly_reason) = actions(caller, it.possible(), it.readonly());
    proto::RegisterRow {
        register_no: register.no.clone(),
        branch_id: it.branch_id.to_string(),
        ticket_id: it.id.to_string(),
        state: proto_value!(RegisterRowState, "REGISTER_ROW_STATE_", register.state),
        contact,
        phone_masked,
        reported_at: instant(it.first_requested_at),
        channel: proto_value!(IntakeChannel, "INTAKE_CHANNEL_", it.channel),
        voucher_no: register.voucher_no.clone(),
        dispatched_at: register.dispatched_at.and_then(instant),
        cleared_at: register.cleared_at.and_then(instant),
        cleared_by: register.cleared_by.clone(),
        voucher_archived_at: register.voucher_archived_at.and_then(instant),
        unavailable_actions: caller.unavailable_actions(SERVICE, it.unavailable()),
        available_actions,
        readonly_reason,
        etag: etag::of(it.version),
    }
}
