//! Other services' events that make and cancel expected visits.

use aftersales_kit::{
    Error, Result,
    id::{AssetId, BranchId, CustomerId, InvalidId, TicketId},
    inbox::{Consumer, Effect},
    outbox::Event,
    rpc::Call,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    common::v1 as common,
    hotline::v1::{HotlineEvent, TicketGuidedToBranch, hotline_event::Event as Hotline},
    registry::v1::{RegistryEvent, registry_event::Event as Registered},
};
use futures::future::BoxFuture;
use prost::Message;

use crate::{
    NAME,
    app::{self, Desk},
    domain::{CoverageKind, ExpectedVisit, ExpectedVisitId, FaultKind, ServiceClass, VisitState},
    peers::Peers,
};

/// Reception's reading of hotline and registry.
pub struct Inbox {
    /// What the use cases stand on.
    pub desk: Desk,
    /// Where the contacts come from.
    pub peers: Peers,
}

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["hotline", "registry"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            match event.kind.as_str() {
                "aftersales.hotline.v1.TicketGuidedToBranch" => self.guided(event).await,
                "aftersales.hotline.v1.TicketCancelled" => self.cancelled(event),
                "aftersales.registry.v1.CustomerChanged" => customer_changed(event),
                _ => Ok(Effect::none()),
            }
        })
    }
}

impl Inbox {
    async fn guided(&self, event: &Event) -> Result<Effect> {
        let Some(Hotline::TicketGuidedToBranch(fact)) = read::<HotlineEvent>(event)?.event else {
            return Err(unlike(event));
        };
        let mut visit = expected_visit(event, fact)?;
        let call = Call::by_service(NAME, event.traceparent.clone());
        visit.matter = self.peers.matter(&call, visit.ticket_id).await;
        let desk = self.desk.clone();
        Ok(Effect::new(move |tx| {
            Box::pin(async move { app::expect_visit::run(tx, &desk, visit).await })
        }))
    }

    fn cancelled(&self, event: &Event) -> Result<Effect> {
        let Some(Hotline::TicketCancelled(fact)) = read::<HotlineEvent>(event)?.event else {
            return Err(unlike(event));
        };
        let (ticket, desk) = (id(TicketId::parse(&fact.ticket_id))?, self.desk.clone());
        Ok(Effect::new(move |tx| {
            Box::pin(async move { app::cancel_visit::run(tx, &desk, ticket).await })
        }))
    }
}

fn customer_changed(event: &Event) -> Result<Effect> {
    let Some(Registered::CustomerChanged(fact)) = read::<RegistryEvent>(event)?.event else {
        return Err(unlike(event));
    };
    if !fact.contact_changed || fact.created {
        return Ok(Effect::none());
    }
    let customer = id(CustomerId::parse(&fact.customer_id))?;
    Ok(Effect::new(move |tx| {
        Box::pin(async move { app::drop_matters::run(tx, customer).await })
    }))
}

fn expected_visit(event: &Event, fact: TicketGuidedToBranch) -> Result<ExpectedVisit> {
    Ok(ExpectedVisit {
        id: ExpectedVisitId::new(),
        branch_id: id(BranchId::parse(&fact.target_branch_id))?,
        state: VisitState::Expected,
        ticket_id: id(TicketId::parse(&fact.ticket_id))?,
        origin_branch_id: id(BranchId::parse(&fact.branch_id))?,
        customer_id: id(CustomerId::parse(&fact.customer_id))?,
        asset_id: id(AssetId::parse(&fact.asset_id))?,
        fault_kind: fault_kind(fact.fault_kind()),
        service_class: service_class(fact.service_class()),
        coverage_kind: coverage_kind(fact.coverage_kind()),
        product_line: fact.product_line,
        model: fact.model,
        register_no: fact.register_no,
        guided_at: fact
            .guided_at
            .as_ref()
            .and_then(Timestamp::from_proto)
            .unwrap_or(event.occurred_at),
        expected_on: BusinessDate::parse(&fact.expected_on),
        arrival_id: None,
        matter: None,
        version: 1,
    })
}

const fn fault_kind(kind: common::FaultKind) -> Option<FaultKind> {
    match kind {
        common::FaultKind::Unspecified => None,
        common::FaultKind::Hardware => Some(FaultKind::Hardware),
        common::FaultKind::Software => Some(FaultKind::Software),
        common::FaultKind::ThirdPartyComponent => Some(FaultKind::ThirdPartyComponent),
    }
}

const fn service_class(class: common::ServiceClass) -> Option<ServiceClass> {
    match class {
        common::ServiceClass::Unspecified => None,
        common::ServiceClass::A => Some(ServiceClass::A),
        common::ServiceClass::B => Some(ServiceClass::B),
        common::ServiceClass::C => Some(ServiceClass::C),
        common::ServiceClass::D => Some(ServiceClass::D),
    }
}

const fn coverage_kind(kind: common::CoverageKind) -> Option<CoverageKind> {
    match kind {
        common::CoverageKind::Unspecified => None,
        common::CoverageKind::InWarranty => Some(CoverageKind::InWarranty),
        common::CoverageKind::YearlyContract => Some(CoverageKind::YearlyContract),
        common::CoverageKind::PerVisitContract => Some(CoverageKind::PerVisitContract),
        common::CoverageKind::LiaisonLetter => Some(CoverageKind::LiaisonLetter),
        common::CoverageKind::None => Some(CoverageKind::None),
    }
}

fn read<M: Message + Default>(event: &Event) -> Result<M> {
    M::decode(event.payload.as_slice()).map_err(|source| Error::internal_from(format!("read {}", event.kind), source))
}

fn unlike(event: &Event) -> Error {
    Error::internal(format!("{} without what it stands for", event.kind))
}

fn id<T>(parsed: std::result::Result<T, InvalidId>) -> Result<T> {
    parsed.map_err(|source| Error::internal_from("read an id of an event", source))
}
