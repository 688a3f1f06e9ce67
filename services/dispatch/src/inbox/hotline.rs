//! Tickets: handed over, cancelled, closed.

use aftersales_kit::{
    Result,
    id::{AssetId, BranchId, CustomerId, TicketId, WorkOrderId},
    inbox::Effect,
    outbox::Event,
    peer::PeerError,
    rpc::Call,
};
use aftersales_proto::hotline::v1::{
    GetTicketContactRequest, GetTicketContactResponse, HotlineEvent, TicketCancelled, TicketHandedOver,
    hotline_event::Event as Fact, hotline_service_client::HotlineServiceClient,
};

use super::{Inbox, incomplete, instant, read};
use crate::{
    NAME,
    app::{carry_over, create_work_order, follow_ticket},
    domain::Request,
    personal::Contact,
    wire::Wire,
};

const PEER: &str = "hotline";

impl Inbox {
    pub(super) async fn hotline(&self, event: &Event) -> Result<Effect> {
        match read::<HotlineEvent>(event)?.event {
            Some(Fact::TicketHandedOver(fact)) => self.handed_over(event, fact).await,
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
        let (id, answer) = (WorkOrderId::new(), self.contact(event, &fact.ticket_id).await?);
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
            contact,
        };
        Ok(Effect::new(move |tx| {
            Box::pin(async move { create_work_order::run(tx, &book, handed).await })
        }))
    }

    /// The contact of the ticket; `None` when it was closed meanwhile.
    async fn contact(&self, event: &Event, ticket_id: &str) -> Result<Option<GetTicketContactResponse>> {
        let call = Call::by_service(NAME, event.traceparent.clone());
        let request = call.forward(GetTicketContactRequest {
            ticket_id: ticket_id.to_owned(),
        });
        let mut hotline = HotlineServiceClient::new(self.peers.channel(NAME, PEER));
        match hotline.get_ticket_contact(request).await {
            Ok(answer) => Ok(Some(answer.into_inner())),
            Err(status) => match PeerError::from_status(PEER, status) {
                refused if matches!(refused.reason(), Some("TICKET_CLOSED" | "TICKET_NOT_FOUND")) => Ok(None),
                error => Err(error.into()),
            },
        }
    }
}

fn contact_of(answer: GetTicketContactResponse) -> Option<Contact> {
    let contact = answer.contact?;
    Some(Contact {
        name: contact.name,
        phone: contact.phone,
        address: contact.address,
        site_condition: contact.site_condition,
        need_summary: answer.need_summary,
    })
}

fn request(event: &Event, fact: &TicketHandedOver) -> Result<Request> {
    let lacks = |what: &'static str| move || incomplete(event, what);
    Ok(Request {
        ticket_id: ticket_id(event, &fact.ticket_id)?,
        customer_id: CustomerId::parse(&fact.customer_id).map_err(|_| incomplete(event, "a customer"))?,
        asset_id: AssetId::parse(&fact.asset_id).map_err(|_| incomplete(event, "an asset"))?,
        product_line: fact.product_line.clone(),
        model: fact.model.clone(),
        serial_number: String::new(),
        fault_kind: Wire::from_wire(fact.fault_kind()).ok_or_else(lacks("a kind of fault"))?,
        in_warranty: fact.in_warranty,
        in_onsite_period: fact.in_onsite_period,
        service_class: Wire::from_wire(fact.service_class()).ok_or_else(lacks("a class"))?,
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
