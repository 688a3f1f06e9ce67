//! A work order as the contract shows it, without personal data.

use std::collections::BTreeMap;

use aftersales_kit::{auth::Roles, etag, reasons::ROLE_NOT_ALLOWED, rpc::Call, time::Timestamp};
use aftersales_proto::{
    access,
    common::v1::{Signature, UnavailableAction},
    dispatch::v1::{self as proto},
};

use super::{
    actor,
    view_flow::{amendment, extra, late_fact, manual, payment, taken_along},
};
use crate::{
    domain::{
        Action, Actor, AnswerLater, Attempt, DepartureCheck, MissedService, PartLine, Payment, Promise, SignOff, Visit,
        WorkOrder,
        reasons::{NOT_YOUR_WORK_ORDER, WORK_ORDER_STATE},
    },
    events::{money, named, window},
    wire::{Wire, number},
};

/// Full name of the service in the contract.
pub(super) const SERVICE: &str = "aftersales.dispatch.v1.DispatchService";
const CREW: &str = "aftersales.dispatch.v1.CrewService";
pub(super) const ISSUE: &str = "aftersales.dispatch.v1.IssueService";
pub(super) const PREPARATION: &str = "aftersales.dispatch.v1.PreparationService";
const CUSTODY: &str = "aftersales.dispatch.v1.CustodyService";
const APPRAISAL: &str = "aftersales.dispatch.v1.AppraisalService";
const AMENDMENT: &str = "aftersales.dispatch.v1.AmendmentService";
const SERVICES: [&str; 7] = [SERVICE, CREW, ISSUE, PREPARATION, CUSTODY, APPRAISAL, AMENDMENT];

/// How one caller sees work orders.
#[derive(Clone)]
pub struct View {
    call: Call,
    actor: Actor,
}

fn time(at: Option<Timestamp>) -> Option<prost_types::Timestamp> {
    at.map(Timestamp::to_proto)
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl View {
    /// For who calls.
    pub fn of(call: &Call) -> Self {
        Self {
            call: call.clone(),
            actor: actor(&call.caller),
        }
    }

    /// The order, with what the caller can do to it.
    pub fn order(&self, order: &WorkOrder) -> proto::WorkOrder {
        let possible = order.possible(&self.actor);
        let mut available_actions: Vec<String> = Vec::new();
        for service in SERVICES {
            let own = possible.iter().filter(|action| service_of(**action) == service);
            let names: Vec<&str> = own.map(|action| action.as_str()).collect();
            available_actions.extend(self.call.available_actions(service, &names));
        }
        let readonly_reason = match available_actions.is_empty() {
            true => self.readonly_reason(order, &possible),
            false => String::new(),
        };
        proto::WorkOrder {
            available_actions,
            readonly_reason,
            unavailable_actions: self.unavailable(order),
            ..shown(order)
        }
    }

    fn unavailable(&self, order: &WorkOrder) -> Vec<UnavailableAction> {
        let kept = order.unavailable(&self.actor);
        let mut told = Vec::new();
        for service in SERVICES {
            let own = kept.iter().filter(|(action, _)| service_of(*action) == service);
            let own = own.map(|(action, refusal)| (action.as_str(), refusal.clone()));
            told.extend(self.call.unavailable_actions(service, own));
        }
        told
    }

    /// Why the caller can do nothing: the state, another technician, or the role.
    fn readonly_reason(&self, order: &WorkOrder, possible: &[Action]) -> String {
        let mut facts = BTreeMap::new();
        let reason = if !Action::ALL.iter().any(|action| order.state.admits(*action)) {
            facts.insert("state".to_owned(), order.state.to_string());
            &WORK_ORDER_STATE
        } else if order.owned_by(&self.actor).is_err() {
            &NOT_YOUR_WORK_ORDER
        } else {
            facts.insert("roles".to_owned(), roles_for(possible));
            &ROLE_NOT_ALLOWED
        };
        self.call.locale.sentence(reason, &facts)
    }
}

/// The roles that may call some methods of a service, as the refusal names them.
pub(super) fn roles_of(service: &str, methods: &[&str]) -> String {
    let access = methods
        .iter()
        .filter_map(|method| access::access(&format!("/{service}/{method}")));
    Roles::from_bits(access.fold(0, |bits, method| bits | method.roles)).to_string()
}

/// The service whose method an action is.
fn service_of(action: Action) -> &'static str {
    match action {
        Action::AssignCrew | Action::InsistSameDay => CREW,
        Action::Reissue | Action::ResolveByPhone => ISSUE,
        Action::ConfirmManualRead | Action::RecordExtraConsent => PREPARATION,
        Action::TakeBack => CUSTODY,
        Action::Appraise | Action::RequestReplacement | Action::DecideReplacement | Action::SettleReplacement => {
            APPRAISAL
        }
        Action::Amend => AMENDMENT,
        _ => SERVICE,
    }
}

fn roles_for(possible: &[Action]) -> String {
    let access = possible
        .iter()
        .filter_map(|action| access::access(&format!("/{}/{action}", service_of(*action))));
    Roles::from_bits(access.fold(0, |bits, method| bits | method.roles)).to_string()
}

fn shown(order: &WorkOrder) -> proto::WorkOrder {
    proto::WorkOrder {
        id: order.id.to_string(),
        work_order_no: order.number.clone(),
        branch_id: order.branch_id.to_string(),
        state: order.state.to_wire().into(),
        waiting_reason: number(order.waiting),
        source: order.source.to_wire().into(),
        reissued: order.reissued,
        original_work_order_id: text(order.original_id.as_ref()),
        queued_at: time(Some(order.queued_at)),
        received_at: time(order.received.as_ref().map(|(at, _)| *at)),
        received_by: text(order.received.as_ref().map(|(_, by)| by)),
        received_way: number(order.received_way),
        carried_over: small(order.carried_over),
        technician_id: text(order.technician_id.as_ref()),
        assigned_at: time(order.assigned_at),
        contact_owner: number(order.contact_owner),
        contacts: order.contacts.iter().map(attempt).collect(),
        promise: order.promise().map(promise),
        visits: order.visits.iter().map(visit).collect(),
        parts: order.parts.iter().map(part).collect(),
        no_parts_needed: order.no_parts_needed,
        missed_services: order.missed.iter().map(missed).collect(),
        confirmed_at: time(order.confirmed.as_ref().map(|(at, _)| *at)),
        confirmed_by: text(order.confirmed.as_ref().map(|(_, by)| by)),
        cancel_reason: number(order.cancel_reason),
        return_reason: order.return_reason.clone(),
        etag: etag::of(order.version),
        crew: order.crew.iter().map(ToString::to_string).collect(),
        late_facts: order.late.iter().map(late_fact).collect(),
        same_day: order.same_day,
        bonus_exclusion: order.bonus_exclusion.clone(),
        reissue_late: order.reissue_late,
        result: number(order.result()),
        agreed_total: order.agreed_now().map(money),
        quote_version: i32::try_from(order.quote_version).unwrap_or(i32::MAX),
        extra_consents: order.extras.iter().map(extra).collect(),
        manual: Some(manual(order)),
        take_back_id: text(order.attached.goods.last().map(|goods| &goods.id)),
        appraisal_id: text(order.attached.appraisal.as_ref().map(|appraisal| &appraisal.id)),
        amendments: order.amendments.iter().map(amendment).collect(),
        ..requested(order)
    }
}

fn requested(order: &WorkOrder) -> proto::WorkOrder {
    let request = &order.request;
    proto::WorkOrder {
        ticket_id: request.ticket_id.to_string(),
        customer_id: named(request.customer_id.uuid()),
        asset_id: named(request.asset_id.uuid()),
        order_type: request.order_type.to_wire().into(),
        payer_kind: request.payer.kind.to_wire().into(),
        payer_id: text(request.payer.party_id.as_ref()),
        product_line: request.product_line.clone(),
        model: request.model.clone(),
        serial_number: request.serial_number.clone(),
        fault_kind: request.fault_kind.to_wire().into(),
        in_warranty: request.in_warranty,
        in_onsite_period: request.in_onsite_period,
        service_class: request.service_class.to_wire().into(),
        coverage_kind: request.coverage.to_wire().into(),
        zone: request.zone.to_wire().into(),
        register_no: request.register_no.clone(),
        voucher_no: request.voucher_no.clone(),
        first_requested_at: time(Some(request.first_requested_at)),
        urged: request.urged,
        promised_contact_by: time(request.promised_contact_by),
        ..proto::WorkOrder::default()
    }
}

fn attempt(attempt: &Attempt) -> proto::ContactAttempt {
    proto::ContactAttempt {
        at: time(Some(attempt.at)),
        by: attempt.by.clone(),
        channel: attempt.channel.to_wire().into(),
        result: attempt.result.to_wire().into(),
        note: attempt.note.clone(),
        fault_judgement: attempt.fault_judgement.clone(),
    }
}

fn promise(promise: &Promise) -> proto::Promise {
    proto::Promise {
        window: Some(window(promise.window)),
        appointed_date: promise.appointed_date.to_string(),
        promised_by: promise.promised_by.clone(),
        promised_at: time(Some(promise.promised_at)),
        zone_limit_at: time(promise.zone_limit_at),
        beyond_reason: promise.beyond_reason.clone(),
        reported_at: time(promise.reported.as_ref().map(|(at, _)| *at)),
        reported_by: text(promise.reported.as_ref().map(|(_, by)| by)),
    }
}

fn visit(visit: &Visit) -> proto::Visit {
    let signed = visit.sign_off != SignOff::default();
    proto::Visit {
        number: small(visit.number),
        technician_id: text(visit.technician_id.as_ref()),
        promise: Some(promise(&visit.promise)),
        departed_at: time(visit.departed_at),
        arrived_at: time(visit.arrived_at),
        on_time: visit.on_time(),
        completed_at: time(visit.completed_at),
        outcome: number(visit.outcome),
        plan: number(visit.plan),
        findings: visit.findings.clone(),
        work_done: visit.work_done.clone(),
        cleaned: visit.cleaned,
        note_left: visit.note_left,
        customer_informed_at: time(visit.customer_informed_at),
        sign_off: signed.then(|| sign_off(&visit.sign_off)),
        reported_at: time(visit.reported.as_ref().map(|(at, _)| *at)),
        reported_by: text(visit.reported.as_ref().map(|(_, by)| by)),
        crew: visit.crew.iter().map(ToString::to_string).collect(),
        availability_override: visit.availability_override.clone(),
        departure_check: (visit.paid.check != DepartureCheck::default()).then(|| taken_along(visit.paid.check)),
        payment: (visit.paid.payment != Payment::default()).then(|| payment(&visit.paid.payment)),
        answer_later: visit.answer_later.as_ref().map(answer_later),
    }
}

fn answer_later(demand: &AnswerLater) -> proto::AnswerLater {
    proto::AnswerLater {
        topic: demand.topic.to_wire().into(),
        demand: demand.demand.clone(),
        answer_by: time(demand.by),
    }
}

fn sign_off(sign_off: &SignOff) -> proto::SignOff {
    let signature = sign_off.signature.map(|(at, method)| Signature {
        signed_by: String::new(),
        signed_at: time(Some(at)),
        method: method.to_wire().into(),
    });
    proto::SignOff {
        system_accepted: sign_off.accepted,
        delivered: number(sign_off.delivered),
        satisfaction: number(sign_off.satisfaction),
        reasons: sign_off.reasons.iter().map(|reason| reason.to_wire().into()).collect(),
        suggestions: sign_off.suggestions.clone(),
        signature,
    }
}

fn part(line: &PartLine) -> proto::WorkOrderPartLine {
    proto::WorkOrderPartLine {
        parts_request_id: line.parts_request_id.to_string(),
        line_id: line.line_id.to_string(),
        part_no: line.part_no.clone(),
        requested: small(line.requested),
        backordered: small(line.backordered),
        issued: small(line.issued),
        consumed: small(line.consumed),
        returned_good: small(line.returned_good),
        returned_defective: small(line.returned_defective),
        settled: line.settled,
    }
}

fn missed(missed: &MissedService) -> proto::MissedService {
    proto::MissedService {
        id: missed.id.to_string(),
        kind: missed.kind.to_wire().into(),
        evidence: missed.evidence.clone(),
        recorded_at: time(Some(missed.recorded_at)),
        revoked_at: time(missed.revoked_at),
    }
}
