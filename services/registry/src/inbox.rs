//! What dispatch tells of repairs: days in repair and waiting for parts extend warranties and are counted by the law
//! (LAW-03 to LAW-06). Of reference data the registry follows nobody: the others follow it.

use aftersales_kit::{
    Error, Result,
    id::{AssetId, BranchId, WorkOrderId},
    inbox::{Consumer, Effect},
    outbox::Event,
    time::Timestamp,
};
use aftersales_proto::{
    common::v1::FaultKind,
    dispatch::v1::{DispatchEvent, VisitOutcome, WorkOrderFacts, dispatch_event::Event as Fact},
};
use futures::future::BoxFuture;
use prost::{Message, Name};

use crate::{
    app::follow_repairs::{self, Told},
    domain::repair::News,
};

/// The registry's reading of dispatch.
pub struct Inbox;

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["dispatch"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            Ok(match told(event)? {
                Some(told) => Effect::new(move |tx| Box::pin(follow_repairs::run(tx, told))),
                None => Effect::none(),
            })
        })
    }
}

fn told(event: &Event) -> Result<Option<Told>> {
    // a service's log also holds what the kit tells, deadlines for one
    if event.payload_type != DispatchEvent::full_name() {
        return Ok(None);
    }
    let fact = DispatchEvent::decode(event.payload.as_slice())
        .map_err(|source| Error::internal_from(format!("read {}", event.kind), source))?;
    let Some((order, news, at)) = fact.event.and_then(news) else {
        return Ok(None);
    };
    // an order without an asset is internal work
    let Ok(asset) = AssetId::parse(&order.asset_id) else {
        return Ok(None);
    };
    Ok(Some(Told {
        order: WorkOrderId::parse(&order.work_order_id).map_err(|error| unlike(event, error))?,
        number: order.work_order_no.clone(),
        asset,
        branch: BranchId::parse(&order.branch_id).map_err(|error| unlike(event, error))?,
        third_party: order.fault_kind() == FaultKind::ThirdPartyComponent,
        news,
        at: at.as_ref().and_then(Timestamp::from_proto).unwrap_or(event.occurred_at),
    }))
}

fn unlike(event: &Event, error: aftersales_kit::id::InvalidId) -> Error {
    Error::internal_from(format!("read an id of {}", event.kind), error)
}

/// The order, what happened to it, and when if the event says so.
fn news(fact: Fact) -> Option<(WorkOrderFacts, News, Option<prost_types::Timestamp>)> {
    let (order, news, at) = match fact {
        Fact::WorkOrderCreated(fact) => (fact.order, News::Opened, fact.created_at),
        Fact::WorkOrderPartsWaiting(fact) => (fact.order, News::PartsWaited, None),
        Fact::WorkOrderReady(fact) => (fact.order, News::PartsCame, fact.ready_at),
        Fact::TechnicianDeparted(fact) => (fact.order, News::PartsCame, fact.departed_at),
        Fact::VisitCompleted(fact) if fact.outcome() == VisitOutcome::Repaired => {
            (fact.order, News::Repaired, fact.completed_at)
        }
        Fact::WorkOrderConfirmed(fact) => (fact.order, News::Closed, fact.confirmed_at),
        Fact::WorkOrderCancelled(fact) => (fact.order, News::Cancelled, fact.cancelled_at),
        _ => return None,
    };
    Some((order?, news, at))
}
