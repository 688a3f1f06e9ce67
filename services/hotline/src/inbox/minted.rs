//! Tickets that dispatch minted, for a job that a technician received himself or a plan that fell due: what the event
//! does not carry is asked for.

use aftersales_kit::{
    Error, Result,
    id::{AssetId, BranchId, CustomerId, TicketId},
    outbox::Event,
    peer::{PeerError, Peers},
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::{
    common::v1 as common,
    dispatch::v1::{
        DispatchEvent, GetWorkOrderRequest, WorkOrder, WorkOrderFacts, WorkOrderSource, dispatch_event::Event as Fact,
        dispatch_service_client::DispatchServiceClient,
    },
};

use crate::{
    NAME,
    app::adopt_ticket::Minted,
    domain::{
        booking::{PartyType, Source},
        contact::Contact,
        entitlement::Entitlement,
        intake::{AssetFacts, Intake},
        opening::Opening,
        ticket::SYSTEM,
        words::{Channel, CoverageKind, FaultKind, ServiceClass, ServiceMode, Zone},
    },
    events::facts::read,
};

const DISPATCH: &str = "dispatch";

/// The order of an event that says that dispatch minted its ticket: a customer's first order whose ticket has no row in
/// the register. Internal work is nobody's report and has none (HOT-23, X-28).
pub(super) fn minted(event: &Event) -> Result<Option<WorkOrderFacts>> {
    if event.kind != "aftersales.dispatch.v1.WorkOrderCreated" {
        return Ok(None);
    }
    let Some(Fact::WorkOrderCreated(created)) = read::<DispatchEvent>(&event.payload)?.event else {
        return Ok(None);
    };
    let unregistered = created.register_no.is_empty();
    let own = |order: &WorkOrderFacts| {
        let of_customer = CustomerId::parse(&order.customer_id).is_ok_and(|id| !id.uuid().is_nil());
        unregistered && of_customer && !order.reissued
    };
    Ok(created.order.filter(own))
}

/// The order as dispatch keeps it; `None` when it is not there any more, or nobody's contact is.
pub(super) async fn ask(peers: &Peers, event: &Event, order: &WorkOrderFacts) -> Result<Option<(BranchId, Minted)>> {
    let call = Call::by_service(NAME, event.traceparent.clone());
    let request = call.forward(GetWorkOrderRequest {
        work_order_id: order.work_order_id.clone(),
        ticket_id: String::new(),
    });
    let mut dispatch = DispatchServiceClient::new(peers.channel(NAME, DISPATCH));
    match dispatch.get_work_order(request).await {
        Ok(answer) => match answer.into_inner().work_order {
            Some(found) if found.contact.is_some() => read_order(event, &found).map(Some),
            _ => Ok(None),
        },
        Err(status) => match PeerError::from_status(DISPATCH, status) {
            refused if refused.reason() == Some("WORK_ORDER_NOT_FOUND") => Ok(None),
            error => Err(error.into()),
        },
    }
}

fn unlike(what: &str) -> Error {
    Error::internal(format!("a work order without {what}"))
}

fn read_order(event: &Event, order: &WorkOrder) -> Result<(BranchId, Minted)> {
    let branch_id = BranchId::parse(&order.branch_id).map_err(|_| unlike("a branch"))?;
    let told = order.contact.clone().unwrap_or_default();
    let at = |time: Option<&prost_types::Timestamp>| time.and_then(Timestamp::from_proto);
    let intake = Intake {
        branch_id: branch_id.clone(),
        call_id: None,
        channel: Channel::Document,
        customer_id: CustomerId::parse(&order.customer_id).map_err(|_| unlike("a customer"))?,
        asset_id: AssetId::parse(&order.asset_id).unwrap_or_else(|_| AssetId::from_uuid(uuid::Uuid::nil())),
        fault_kind: word(order.fault_kind().as_str_name(), "FAULT_KIND_", FaultKind::parse)?,
        mode: ServiceMode::OnSite,
        zone: word(order.zone().as_str_name(), "ZONE_", Zone::parse)?,
        contact: Contact {
            name: told.name,
            phone: told.phone,
            address: told.address,
            site_condition: told.site_condition,
            need: order.need_summary.clone(),
        },
        first_requested_at: at(order.first_requested_at.as_ref()),
        urged: false,
        read_back_confirmed: true,
        third_party_explained: false,
        carry_in: None,
        solution: None,
        paid: None,
        party: PartyType::Customer,
        diagnosis: None,
        estimate_jobs: Vec::new(),
        source: Source::default(),
        coverage_override: None,
    };
    let opening = Opening {
        id: TicketId::parse(&order.ticket_id).map_err(|_| unlike("a ticket"))?,
        by: taken_by(order).to_owned(),
        now: event.occurred_at,
        promised_contact_by: None,
        repeat_of: None,
        declined: false,
        consultation_id: None,
        position: 0,
        register_no: String::new(),
        voucher_no: String::new(),
    };
    let facts = facts(order, &intake, event.occurred_at)?;
    Ok((branch_id, Minted { intake, facts, opening }))
}

/// Who took the report; nobody did when a plan fell due.
fn taken_by(order: &WorkOrder) -> &str {
    match order.source() {
        WorkOrderSource::Self_ => &order.received_by,
        _ => SYSTEM,
    }
}

fn facts(order: &WorkOrder, intake: &Intake, now: Timestamp) -> Result<AssetFacts> {
    let (class, coverage) = (order.service_class().as_str_name(), order.coverage_kind().as_str_name());
    let free = order.service_class() != common::ServiceClass::A;
    Ok(AssetFacts {
        product_line: order.product_line.clone(),
        model: order.model.clone(),
        serial_number: order.serial_number.clone(),
        third_party: false,
        service_class: word(class, "SERVICE_CLASS_", ServiceClass::parse)?,
        coverage_kind: word(coverage, "COVERAGE_KIND_", CoverageKind::parse)?,
        // as dispatch knows it; the registry was not asked
        entitlement: Entitlement {
            at: intake.first_requested_at.unwrap_or(now),
            in_warranty: order.in_warranty,
            in_onsite_period: order.in_onsite_period,
            free_onsite: free,
            free_carry_in: free,
            coverage_kind: bare(coverage, "COVERAGE_KIND_").to_owned(),
            service_class: bare(class, "SERVICE_CLASS_").to_owned(),
            reasons: Vec::new(),
            warranty_end: String::new(),
            onsite_end: String::new(),
        },
    })
}

fn word<W>(name: &str, prefix: &str, parse: impl Fn(&str) -> Option<W>) -> Result<W> {
    parse(bare(name, prefix)).ok_or_else(|| unlike(prefix))
}

/// A contract's word without its prefix, as it is stored.
fn bare<'n>(name: &'n str, prefix: &str) -> &'n str {
    name.strip_prefix(prefix).unwrap_or(name)
}
