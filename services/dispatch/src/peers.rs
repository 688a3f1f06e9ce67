//! What dispatch asks of other services.

use aftersales_kit::{
    Result,
    peer::{PeerError, Peers},
    rpc::Call,
};
use aftersales_proto::hotline::v1::{
    GetTicketContactRequest, GetTicketContactResponse, hotline_service_client::HotlineServiceClient,
};

use crate::{NAME, personal::Contact};

const HOTLINE: &str = "hotline";

/// The contact of a ticket; `None` when it is closed, or not known there.
///
/// # Errors
/// `Unavailable` while the hotline is.
pub async fn ticket_contact(peers: &Peers, call: &Call, ticket_id: &str) -> Result<Option<GetTicketContactResponse>> {
    let request = call.forward(GetTicketContactRequest {
        ticket_id: ticket_id.to_owned(),
    });
    let mut hotline = HotlineServiceClient::new(peers.channel(NAME, HOTLINE));
    match hotline.get_ticket_contact(request).await {
        Ok(answer) => Ok(Some(answer.into_inner())),
        Err(status) => match PeerError::from_status(HOTLINE, status) {
            refused if matches!(refused.reason(), Some("TICKET_CLOSED" | "TICKET_NOT_FOUND")) => Ok(None),
            error => Err(error.into()),
        },
    }
}

/// The answer's contact, to be sealed.
pub fn contact_of(answer: GetTicketContactResponse) -> Option<Contact> {
    let contact = answer.contact?;
    Some(Contact {
        name: contact.name,
        phone: contact.phone,
        address: contact.address,
        site_condition: contact.site_condition,
        need_summary: answer.need_summary,
    })
}
