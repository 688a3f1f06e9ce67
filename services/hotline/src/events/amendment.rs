//! What the hotline tells of corrections beside what is closed.

use aftersales_kit::outbox::NewEvent;
use aftersales_proto::hotline::v1::{TicketAmended, hotline_event::Event};

use super::{event, instant, names::proto_value};
use crate::domain::{amendment::Amendment, ticket::Ticket};

/// A closed ticket or its voucher was amended.
pub fn ticket_amended(ticket: &Ticket, amendment: &Amendment) -> NewEvent {
    let fact = TicketAmended {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        number: i32::try_from(amendment.number).unwrap_or(i32::MAX),
        document: proto_value!(AmendedDocument, "AMENDED_DOCUMENT_", amendment.document),
        what: amendment.what.clone(),
        amended_by: amendment.by.clone(),
        amended_at: instant(amendment.at),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "TicketAmended",
        Event::TicketAmended(fact),
    )
}
