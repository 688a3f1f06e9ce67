//! Events of the hotline: which tickets there are, on what basis they are served, and when one ends.

use aftersales_kit::{
    Error, Result,
    id::{BranchId, InvalidId, TicketId},
    inbox::{Consumer, Effect},
    outbox::Event,
};
use aftersales_proto::{
    common::v1 as common,
    hotline::v1::{HotlineEvent, hotline_event::Event as Fact},
};
use futures::future::BoxFuture;
use prost::Message;

use crate::{
    app::follow_ticket,
    domain::account::{Account, CoverageKind, Grounds, ServiceClass},
    events::{coverage_kind, service_class},
};

/// What the service follows.
pub struct Inbox;

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["hotline"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move { plan(event) })
    }
}

fn plan(event: &Event) -> Result<Effect> {
    match event.kind.as_str() {
        "aftersales.hotline.v1.TicketOpened"
        | "aftersales.hotline.v1.TicketHandedOver"
        | "aftersales.hotline.v1.TicketCancelled"
        | "aftersales.hotline.v1.TicketClosed" => effect(event),
        _ => Ok(Effect::none()),
    }
}

fn effect(event: &Event) -> Result<Effect> {
    let payload = HotlineEvent::decode(event.payload.as_slice())
        .map_err(|source| Error::internal_from("could not read an event of the hotline", source))?;
    match payload.event {
        Some(Fact::TicketOpened(fact)) => {
            let grounds = grounds(
                fact.service_class(),
                fact.coverage_kind(),
                fact.in_warranty,
                fact.in_onsite_period,
            )?;
            Ok(opened(
                account(&fact.ticket_id, &fact.branch_id, grounds, fact.voucher_no.clone()).map_err(bad)?,
            ))
        }
        Some(Fact::TicketHandedOver(fact)) => {
            let grounds = grounds(
                fact.service_class(),
                fact.coverage_kind(),
                fact.in_warranty,
                fact.in_onsite_period,
            )?;
            Ok(opened(
                account(&fact.ticket_id, &fact.branch_id, grounds, fact.voucher_no.clone()).map_err(bad)?,
            ))
        }
        Some(Fact::TicketCancelled(fact)) => Ok(ended(TicketId::parse(&fact.ticket_id).map_err(bad)?)),
        Some(Fact::TicketClosed(fact)) => Ok(ended(TicketId::parse(&fact.ticket_id).map_err(bad)?)),
        _ => Err(Error::internal("an event of the hotline of another kind than its name")),
    }
}

fn opened(account: Account) -> Effect {
    Effect::new(move |tx| Box::pin(follow_ticket::opened(tx, account)))
}

fn ended(ticket: TicketId) -> Effect {
    Effect::new(move |tx| Box::pin(follow_ticket::ended(tx, ticket)))
}

fn account(ticket: &str, branch: &str, grounds: Grounds, voucher_no: String) -> Result<Account, InvalidId> {
    Ok(Account::open(
        TicketId::parse(ticket)?,
        BranchId::parse(branch)?,
        grounds,
        voucher_no,
    ))
}

fn grounds(
    class: common::ServiceClass,
    coverage: common::CoverageKind,
    in_warranty: bool,
    in_onsite_period: bool,
) -> Result<Grounds> {
    let class = ServiceClass::ALL.iter().find(|own| service_class(**own) == class);
    let coverage = CoverageKind::ALL.iter().find(|own| coverage_kind(**own) == coverage);
    match (class, coverage) {
        (Some(class), Some(coverage)) => Ok(Grounds {
            class: *class,
            coverage: *coverage,
            in_warranty,
            in_onsite_period,
        }),
        _ => Err(Error::internal("a ticket without class or coverage")),
    }
}

fn bad(source: InvalidId) -> Error {
    Error::internal_from("an event of the hotline with a bad id", source)
}
