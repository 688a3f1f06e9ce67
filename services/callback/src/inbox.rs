//! Other services' events that make, move and exclude callbacks.

use aftersales_kit::{
    Error, Result,
    id::{BranchId, CustomerId, TicketId, WorkOrderId},
    inbox::{Consumer, Effect},
    outbox::Event,
    rpc::Call,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    common::v1 as common,
    dispatch::v1::{
        CallbackSuppressed, DispatchEvent, ReadyForCallback, WorkOrderFacts, dispatch_event::Event as Dispatched,
    },
    registry::v1::{RegistryEvent, registry_event::Event as Registered},
};
use futures::future::BoxFuture;
use prost::Message;

mod complaints;

use crate::{
    NAME,
    app::{self, Desk, create_task::FinishedVisit},
    domain::ServiceClass,
    peers::Hotline,
};

/// What dispatch calls a job that was reported too late (CBK-06).
const LATE_SELF_REPORT: &str = "LATE_SELF_REPORT";

/// Callback's reading of dispatch and registry.
pub struct Inbox {
    /// What the use cases stand on.
    pub desk: Desk,
    /// Where the contacts come from.
    pub hotline: Hotline,
}

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["dispatch", "registry", "hotline"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            match event.kind.as_str() {
                "aftersales.dispatch.v1.ReadyForCallback" => self.ready(event).await,
                "aftersales.dispatch.v1.CallbackSuppressed" => self.suppressed(event),
                "aftersales.registry.v1.BranchBookChanged" => self.book_changed(event),
                "aftersales.registry.v1.CustomerChanged" => self.customer_changed(event),
                "aftersales.hotline.v1.ConsultationRecorded" => complaints::recorded(event),
                "aftersales.hotline.v1.ConsultationAnswered" => complaints::answered(event),
                _ => Ok(Effect::none()),
            }
        })
    }
}

impl Inbox {
    async fn ready(&self, event: &Event) -> Result<Effect> {
        let Some(Dispatched::ReadyForCallback(fact)) = read::<DispatchEvent>(event)?.event else {
            return Err(unlike(event));
        };
        let mut visit = finished_visit(event, fact)?;
        let call = Call::by_service(NAME, event.traceparent.clone());
        visit.contact = self.hotline.contact(&call, visit.ticket_id).await;
        let desk = self.desk.clone();
        Ok(Effect::new(move |tx| {
            Box::pin(async move { app::create_task::run(tx, &desk, visit).await })
        }))
    }

    fn suppressed(&self, event: &Event) -> Result<Effect> {
        let Some(Dispatched::CallbackSuppressed(fact)) = read::<DispatchEvent>(event)?.event else {
            return Err(unlike(event));
        };
        let CallbackSuppressed { order, date, reason } = fact;
        let order = order.ok_or_else(|| unlike(event))?;
        let desk = self.desk.clone();
        if reason == LATE_SELF_REPORT {
            let order = id(WorkOrderId::parse(&order.work_order_id))?;
            return Ok(Effect::new(move |tx| {
                Box::pin(async move { app::suppress_callback::exclude(tx, &desk, order, &reason).await })
            }));
        }
        let (branch, customer) = (
            id(BranchId::parse(&order.branch_id))?,
            id(CustomerId::parse(&order.customer_id))?,
        );
        let date = BusinessDate::parse(&date).ok_or_else(|| unlike(event))?;
        Ok(Effect::new(move |tx| {
            Box::pin(async move { app::suppress_callback::pause(tx, &desk, &branch, customer, date).await })
        }))
    }

    fn book_changed(&self, event: &Event) -> Result<Effect> {
        let Some(Registered::BranchBookChanged(fact)) = read::<RegistryEvent>(event)?.event else {
            return Err(unlike(event));
        };
        let branch = fact.book.and_then(|book| book.branch).ok_or_else(|| unlike(event))?;
        let (branch, desk) = (id(BranchId::parse(&branch.branch_id))?, self.desk.clone());
        Ok(Effect::new(move |tx| {
            Box::pin(async move { app::move_tasks::run(tx, &desk, &branch).await })
        }))
    }

    fn customer_changed(&self, event: &Event) -> Result<Effect> {
        let Some(Registered::CustomerChanged(fact)) = read::<RegistryEvent>(event)?.event else {
            return Err(unlike(event));
        };
        if !fact.contact_changed || fact.created {
            return Ok(Effect::none());
        }
        let (customer, desk) = (id(CustomerId::parse(&fact.customer_id))?, self.desk.clone());
        Ok(Effect::new(move |tx| {
            Box::pin(async move { app::drop_contacts::run(tx, &desk.sealer, customer).await })
        }))
    }
}

fn finished_visit(event: &Event, fact: ReadyForCallback) -> Result<FinishedVisit> {
    let instant = |at: Option<prost_types::Timestamp>| at.as_ref().and_then(Timestamp::from_proto);
    let order = fact.order.ok_or_else(|| unlike(event))?;
    Ok(FinishedVisit {
        branch_id: id(BranchId::parse(&order.branch_id))?,
        ticket_id: id(TicketId::parse(&order.ticket_id))?,
        work_order_id: id(WorkOrderId::parse(&order.work_order_id))?,
        customer_id: id(CustomerId::parse(&order.customer_id))?,
        service_class: service_class(&order),
        visit_number: i64::from(order.visit_number),
        work_order_no: order.work_order_no,
        technician_id: order.technician_id,
        appointed_date: BusinessDate::parse(&fact.appointed_date),
        arrived_at: instant(fact.arrived_at),
        completed_at: instant(fact.completed_at),
        reported_at: instant(fact.confirmed_at).unwrap_or(event.occurred_at),
        excluded: !fact.exclusion.is_empty(),
        contact: None,
    })
}

fn service_class(order: &WorkOrderFacts) -> Option<ServiceClass> {
    match order.service_class() {
        common::ServiceClass::Unspecified => None,
        common::ServiceClass::A => Some(ServiceClass::A),
        common::ServiceClass::B => Some(ServiceClass::B),
        common::ServiceClass::C => Some(ServiceClass::C),
        common::ServiceClass::D => Some(ServiceClass::D),
    }
}

fn read<M: Message + Default>(event: &Event) -> Result<M> {
    M::decode(event.payload.as_slice()).map_err(|source| Error::internal_from(format!("read {}", event.kind), source))
}

fn unlike(event: &Event) -> Error {
    Error::internal(format!("{} without what it stands for", event.kind))
}

fn id<T>(parsed: std::result::Result<T, aftersales_kit::id::InvalidId>) -> Result<T> {
    parsed.map_err(|source| Error::internal_from("read an id of an event", source))
}
