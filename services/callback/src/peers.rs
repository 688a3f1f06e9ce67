//! What callback asks of other services.

use aftersales_kit::{
    id::TicketId,
    peer::{PeerChannel, PeerError},
    rpc::Call,
    service::Env,
};
use aftersales_proto::hotline::v1::{GetTicketContactRequest, hotline_service_client::HotlineServiceClient};

use crate::{NAME, domain::Contact};

/// The hotline, which keeps the contacts of open tickets.
#[derive(Clone)]
pub struct Hotline(HotlineServiceClient<PeerChannel>);

impl Hotline {
    /// As this process reaches it.
    pub fn new(env: &Env) -> Self {
        Self(HotlineServiceClient::new(env.peers.channel(NAME, "hotline")))
    }

    /// Whom to call about a ticket. `None` when the hotline does not know or does not answer: a callback must not be
    /// lost for that, and the contact can be fetched when somebody looks at the task.
    pub async fn contact(&self, call: &Call, ticket: TicketId) -> Option<Contact> {
        let request = call.forward(GetTicketContactRequest {
            ticket_id: ticket.to_string(),
        });
        match self.0.clone().get_ticket_contact(request).await {
            Ok(answer) => answer.into_inner().contact.map(|contact| Contact {
                name: contact.name,
                phone: contact.phone,
                address: contact.address,
                zone: contact.zone,
                site_condition: contact.site_condition,
            }),
            Err(status) => {
                let error = PeerError::from_status("hotline", status);
                tracing::warn!(%ticket, %error, "no contact for a callback yet");
                None
            }
        }
    }
}
