//! Tickets: opened, handed over, cancelled, closed.

use aftersales_kit::{
    Result,
    id::{AssetId, BranchId, CustomerId, TicketId, WorkOrderId},
    inbox::Effect,
    outbox::Event,
    rpc::Call,
};
use aftersales_proto::hotline::v1::{HotlineEvent, TicketCancelled, TicketHandedOver, hotline_event::Event as Fact};

use super::{Inbox, incomplete, instant, read};
use crate::{
    NAME,
    app::{carry_over, create_work_order, follow_ticket},
    domain::{CURRENCY, OrderType, Payer, Request},
    peers::{contact_of, ticket_contact},
    wire::Wire,
};

impl Inbox {
    pub(super) async fn hotline(&self, event: &Event) -> Result<Effect> {
        match read::<HotlineEvent>(event)?.event {
            Some(Fact::TicketHandedOver(fact)) => self.handed_over(event, fact).await,
            Some(Fact::TicketOpened(fact)) => {
                let ticket = ticket_id(event, &fact.ticket_id)?;
                Ok(Effect::new(move |tx| {
                    Box::pin(
                        async move { follow_ticket::registered(tx, ticket, &fact.register_no, &fact.voucher_no).await },
                    )
                }))
            }
            Some(Fact::TicketCancelled(fact)) => cancelled(event, fact),
            Some(Fact::TicketClosed(fact)) => {
                let ticket = ticket_id(event, &fact.ticket_id)?;
                Ok(Effect::new(move |tx| Box::pin(follow_ticket::closed(tx, ticket))))
            }
            Some(Fact::RequestCarriedOver(fact)) => {
                let (ticket, times) = (ticket_id(event, &fact.ticket_id)?, i64::from(fact.times));
                Ok(Effect::new(move |tx| Box::pin(carry_over::run(tx, ticket, times))))
            }
            _ => Ok(Effect::none()),
        }
    }

    async fn handed_over(&self, event: &Event, fact: TicketHandedOver) -> Result<Effect> {
        let branch = BranchId::parse(&fact.branch_id).map_err(|_| incomplete(event, "a branch"))?;
        let book = self.kit.branch(&branch).await?;
        let call = Call::by_service(NAME, event.traceparent.clone());
        let answer = ticket_contact(&self.peers, &call, &fact.ticket_id).await?;
        let id = WorkOrderId::new();
        let mut request = request(event, &fact)?;
        let mut contact = None;
        if let Some(answer) = answer {
            request.serial_number = answer.serial_number.clone();
            contact = contact_of(answer)
                .map(|copy| self.copies.seal_contact(id, &copy))
                .transpose()?;
        }
        let at = instant(fact.handed_over_at.as_ref()).unwrap_or(event.occurred_at);
        let handed = create_work_order::HandedOver {
            id,
            request,
            at,
            agreed_total: fact
                .agreed_total
                .as_ref()
                .filter(|total| total.currency_code == CURRENCY)
                .map(|total| total.minor_units),
            quote_version: i64::from(fact.quote_version),
            contact,
        };
        Ok(Effect::new(move |tx| {
            Box::pin(async move { create_work_order::run(tx, &book, handed).await })
        }))
    }
}

fn request(event: &Event, fact: &TicketHandedOver) -> Result<Request> {
    let lacks = |what: &'static str| move || incomplete(event, what);
    let class = Wire::from_wire(fact.service_class()).ok_or_else(lacks("a class"))?;
    Ok(Request {
        order_type: OrderType::Repair,
        payer: Payer::of(class),
        ticket_id: ticket_id(event, &fact.ticket_id)?,
        customer_id: CustomerId::parse(&fact.customer_id).map_err(|_| incomplete(event, "a customer"))?,
        asset_id: AssetId::parse(&fact.asset_id).map_err(|_| incomplete(event, "an asset"))?,
        product_line: fact.product_line.clone(),
        model: fact.model.clone(),
        serial_number: String::new(),
        fault_kind: Wire::from_wire(fact.fault_kind()).ok_or_else(lacks("a kind of fault"))?,
        in_warranty: fact.in_warranty,
        in_onsite_period: fact.in_onsite_period,
        service_class: class,
        coverage: Wire::from_wire(fact.coverage_kind()).ok_or_else(lacks("a coverage"))?,
        zone: Wire::from_wire(fact.zone()).ok_or_else(lacks("a zone"))?,
        register_no: fact.register_no.clone(),
        voucher_no: fact.voucher_no.clone(),
        first_requested_at: instant(fact.first_requested_at.as_ref()).ok_or_else(lacks("its first request"))?,
        urged: fact.urged,
        promised_contact_by: instant(fact.promised_contact_by.as_ref()),
    })
}

fn cancelled(event: &Event, fact: TicketCancelled) -> Result<Effect> {
    let ticket = ticket_id(event, &fact.ticket_id)?;
    let at = instant(fact.cancelled_at.as_ref()).unwrap_or(event.occurred_at);
    let by = fact.cancelled_by;
    Ok(Effect::new(move |tx| {
        Box::pin(async move { follow_ticket::cancelled(tx, ticket, &by, at).await })
    }))
}

fn ticket_id(event: &Event, text: &str) -> Result<TicketId> {
    TicketId::parse(text).map_err(|_| incomplete(event, "a ticket"))
}
