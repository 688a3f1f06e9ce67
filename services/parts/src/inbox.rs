//! Events of dispatch: which work orders there are, and when one ends.

use aftersales_kit::{
    Error, Result,
    id::{BranchId, TicketId, WorkOrderId},
    inbox::{Consumer, Effect},
    outbox::Event,
};
use aftersales_proto::dispatch::v1::{DispatchEvent, WorkOrderFacts, dispatch_event::Event as Fact};
use futures::future::BoxFuture;
use prost::Message;

use crate::{app::follow_work_order, domain::work_order::WorkOrder};

/// What the service follows.
pub struct Inbox;

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["dispatch"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move { plan(event) })
    }
}

fn plan(event: &Event) -> Result<Effect> {
    match event.kind.as_str() {
        "aftersales.dispatch.v1.WorkOrderCreated" => {
            let order = order_of(event)?;
            Ok(Effect::new(move |tx| Box::pin(follow_work_order::created(tx, order))))
        }
        "aftersales.dispatch.v1.WorkOrderCancelled" | "aftersales.dispatch.v1.WorkOrderClosed" => {
            let order = order_of(event)?;
            Ok(Effect::new(move |tx| Box::pin(follow_work_order::ended(tx, order))))
        }
        _ => Ok(Effect::none()),
    }
}

fn order_of(event: &Event) -> Result<WorkOrder> {
    let payload = DispatchEvent::decode(event.payload.as_slice())
        .map_err(|source| Error::internal_from("could not read an event of dispatch", source))?;
    let facts = match payload.event {
        Some(Fact::WorkOrderCreated(fact)) => fact.order,
        Some(Fact::WorkOrderCancelled(fact)) => fact.order,
        Some(Fact::WorkOrderClosed(fact)) => fact.order,
        _ => None,
    };
    let facts = facts.ok_or_else(|| Error::internal("an event of dispatch without its work order"))?;
    decode(&facts).ok_or_else(|| Error::internal("an event of dispatch with a bad id"))
}

fn decode(facts: &WorkOrderFacts) -> Option<WorkOrder> {
    Some(WorkOrder {
        id: WorkOrderId::parse(&facts.work_order_id).ok()?,
        number: facts.work_order_no.clone(),
        ticket_id: TicketId::parse(&facts.ticket_id).ok()?,
        branch: BranchId::parse(&facts.branch_id).ok()?,
        reissued: facts.reissued,
        ended_at: None,
    })
}
