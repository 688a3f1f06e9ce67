//! Visits and arrivals in the contract's form, as the caller may see them.

use aftersales_kit::{
    auth::{Role, Roles},
    etag,
    phone::mask_phone,
    reasons::ROLE_NOT_ALLOWED,
    rpc::Call,
};
use aftersales_proto::{
    access,
    common::v1 as common,
    reception::v1::{self as proto, ExpectedVisitState},
};

use crate::{
    domain::{
        Arrival, Contact, CoverageKind, ExpectedVisit, FaultKind, ServiceClass, VisitState, reasons::ARRIVAL_RECORDED,
    },
    events,
};

/// The full name of the service.
const SERVICE: &str = "aftersales.reception.v1.ReceptionService";
/// What is done with an expected visit.
const REGISTER: &str = "RegisterArrival";

/// Roles that call customers; everybody else sees masked phones.
const CALLERS: [Role; 6] = [
    Role::Receptionist,
    Role::Hotline,
    Role::Coordinator,
    Role::AppointmentClerk,
    Role::Chief,
    Role::Service,
];

pub(super) fn visit(call: &Call, visit: ExpectedVisit) -> proto::ExpectedVisit {
    let masked = !CALLERS.iter().any(|role| call.caller.has(*role));
    let (available_actions, readonly_reason) = actions(call, &visit);
    let matter = visit.matter.map(|matter| (matter.contact, matter.need_summary));
    let (contact, need_summary) = matter.unwrap_or_default();
    proto::ExpectedVisit {
        id: visit.id.to_string(),
        branch_id: visit.branch_id.to_string(),
        state: state(visit.state).into(),
        ticket_id: visit.ticket_id.to_string(),
        origin_branch_id: visit.origin_branch_id.to_string(),
        customer_id: visit.customer_id.to_string(),
        asset_id: visit.asset_id.to_string(),
        product_line: visit.product_line,
        model: visit.model,
        phone_masked: masked && contact.is_some(),
        contact: contact.map(|contact| self::contact(contact, masked)),
        need_summary,
        fault_kind: visit
            .fault_kind
            .map_or(common::FaultKind::Unspecified, fault_kind)
            .into(),
        service_class: visit
            .service_class
            .map_or(common::ServiceClass::Unspecified, service_class)
            .into(),
        coverage_kind: visit
            .coverage_kind
            .map_or(common::CoverageKind::Unspecified, coverage_kind)
            .into(),
        register_no: visit.register_no,
        guided_at: Some(visit.guided_at.to_proto()),
        expected_on: visit.expected_on.map(|day| day.to_string()).unwrap_or_default(),
        arrival_id: visit.arrival_id.map(|id| id.to_string()).unwrap_or_default(),
        etag: etag::of(visit.version),
        available_actions,
        readonly_reason,
    }
}

/// What this caller may do with the visit, or why nothing.
fn actions(call: &Call, visit: &ExpectedVisit) -> (Vec<String>, String) {
    if let Err(refusal) = visit.is_expected() {
        return (Vec::new(), call.locale.sentence(refusal.reason, &refusal.metadata));
    }
    let available = call.available_actions(SERVICE, &[REGISTER]);
    if !available.is_empty() {
        return (available, String::new());
    }
    let method = access::access(&format!("/{SERVICE}/{REGISTER}"));
    let roles = Roles::from_bits(method.map_or(0, |method| method.roles));
    let refusal = ROLE_NOT_ALLOWED.refuse().with("roles", roles);
    (Vec::new(), call.locale.sentence(refusal.reason, &refusal.metadata))
}

pub(super) fn arrival(call: &Call, arrival: Arrival) -> proto::Arrival {
    proto::Arrival {
        id: arrival.id.to_string(),
        number: arrival.number,
        branch_id: arrival.branch_id.to_string(),
        expected_visit_id: arrival.expected_visit_id.map(|id| id.to_string()).unwrap_or_default(),
        ticket_id: arrival.ticket_id.map(|id| id.to_string()).unwrap_or_default(),
        customer_id: arrival.customer_id.to_string(),
        asset_id: arrival.asset_id.map(|id| id.to_string()).unwrap_or_default(),
        purpose: events::purpose(arrival.purpose).into(),
        remarks: arrival.remarks,
        received_by: arrival.received_by,
        arrived_at: Some(arrival.arrived_at.to_proto()),
        etag: etag::of(arrival.version),
        available_actions: Vec::new(),
        readonly_reason: call.locale.sentence(&ARRIVAL_RECORDED, &Default::default()),
    }
}

fn contact(contact: Contact, masked: bool) -> common::Contact {
    common::Contact {
        name: contact.name,
        phone: if masked {
            mask_phone(&contact.phone)
        } else {
            contact.phone
        },
        address: contact.address,
        zone: contact.zone,
        site_condition: contact.site_condition,
    }
}

const fn state(state: VisitState) -> ExpectedVisitState {
    match state {
        VisitState::Expected => ExpectedVisitState::Expected,
        VisitState::Arrived => ExpectedVisitState::Arrived,
        VisitState::Cancelled => ExpectedVisitState::Cancelled,
    }
}

const fn fault_kind(kind: FaultKind) -> common::FaultKind {
    match kind {
        FaultKind::Hardware => common::FaultKind::Hardware,
        FaultKind::Software => common::FaultKind::Software,
        FaultKind::ThirdPartyComponent => common::FaultKind::ThirdPartyComponent,
    }
}

const fn service_class(class: ServiceClass) -> common::ServiceClass {
    match class {
        ServiceClass::A => common::ServiceClass::A,
        ServiceClass::B => common::ServiceClass::B,
        ServiceClass::C => common::ServiceClass::C,
        ServiceClass::D => common::ServiceClass::D,
    }
}

const fn coverage_kind(kind: CoverageKind) -> common::CoverageKind {
    match kind {
        CoverageKind::InWarranty => common::CoverageKind::InWarranty,
        CoverageKind::YearlyContract => common::CoverageKind::YearlyContract,
        CoverageKind::PerVisitContract => common::CoverageKind::PerVisitContract,
        CoverageKind::LiaisonLetter => common::CoverageKind::LiaisonLetter,
        CoverageKind::None => common::CoverageKind::None,
    }
}
