//! What dispatch asks of other services before a transaction begins.

use aftersales_kit::{
    Result,
    auth::Roles,
    id::BranchId,
    peer::{PeerChannel, PeerError, Peers},
    rpc::Call,
    service::Env,
};
use aftersales_proto::{
    hotline::v1::{GetTicketContactRequest, GetTicketContactResponse, hotline_service_client::HotlineServiceClient},
    registry::v1::{ApprovalAction, FindApproversRequest, governance_service_client::GovernanceServiceClient},
};

use crate::{NAME, domain::Approval, personal::Contact};

const HOTLINE: &str = "hotline";
const REGISTRY: &str = "registry";

/// The registry's approval matrix (权责划分办法, X-17).
#[derive(Clone)]
pub struct Matrix(GovernanceServiceClient<PeerChannel>);

impl Matrix {
    /// As this process reaches it.
    pub fn new(env: &Env) -> Self {
        Self(GovernanceServiceClient::new(env.peers.channel(NAME, REGISTRY)))
    }

    /// Who must approve an action of an amount in fen at a branch.
    ///
    /// # Errors
    /// `Unavailable` when the registry does not answer; its refusals.
    pub async fn ask(&self, call: &Call, branch: &BranchId, action: ApprovalAction, fen: i64) -> Result<Approval> {
        let request = call.forward(FindApproversRequest {
            branch_id: branch.to_string(),
            action: action.into(),
            minor_units: fen,
        });
        let answer = self.0.clone().find_approvers(request).await;
        let answer = answer
            .map_err(|status| PeerError::from_status(REGISTRY, status))?
            .into_inner();
        let roles: Roles = answer.roles().filter(|_| answer.required).collect();
        Ok(Approval {
            roles,
            rule_version: answer.rule_version,
        })
    }
}

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
