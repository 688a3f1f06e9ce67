//! What only those need to know who show a record: something of it is no longer as it was.

use aftersales_kit::{id::BranchId, outbox::NewEvent};
use aftersales_proto::hotline::v1::{ConsultationChanged, TicketChanged, hotline_event::Event};
use uuid::Uuid;

use super::event;
use crate::domain::ticket::Ticket;

/// Something of a ticket changed that no other event tells, following the event `cause`.
pub fn ticket_changed(ticket: &Ticket, cause: &str) -> NewEvent {
    let fact = TicketChanged {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        cause: cause.to_owned(),
    };
    event(
        ticket.id,
        &ticket.branch_id,
        "TicketChanged",
        Event::TicketChanged(fact),
    )
}

/// Something of a consultation changed that no other event tells.
pub fn consultation_changed(id: Uuid, branch: &BranchId) -> NewEvent {
    let fact = ConsultationChanged {
        consultation_id: id.to_string(),
        branch_id: branch.to_string(),
    };
    event(id, branch, "ConsultationChanged", Event::ConsultationChanged(fact))
}
