//! What reception asks of other services.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    id::{AssetId, BranchId, CustomerId, TicketId},
    peer::{PeerChannel, PeerError},
    rpc::Call,
    service::Env,
};
use aftersales_proto::{
    common::v1 as common,
    hotline::v1::{GetTicketContactRequest, hotline_service_client::HotlineServiceClient},
    registry::v1::{GetAssetRequest, GetCustomerRequest, registry_service_client::RegistryServiceClient},
};
use tonic::Status;

use crate::{
    NAME,
    domain::{
        Contact, Matter,
        reasons::{ASSET_NOT_FOUND, ASSET_OF_OTHER_CUSTOMER, CUSTOMER_ARCHIVED, CUSTOMER_NOT_FOUND},
    },
};

/// The services that reception asks.
#[derive(Clone)]
pub struct Peers {
    hotline: HotlineServiceClient<PeerChannel>,
    registry: RegistryServiceClient<PeerChannel>,
}

impl Peers {
    /// As this process reaches them.
    pub fn new(env: &Env) -> Self {
        Self {
            hotline: HotlineServiceClient::new(env.peers.channel(NAME, "hotline")),
            registry: RegistryServiceClient::new(env.peers.channel(NAME, "registry")),
        }
    }

    /// What the hotline wrote down about a ticket. `None` when it does not know or does not answer: a visit is
    /// expected all the same, and the words can be fetched when somebody looks at it.
    pub async fn matter(&self, call: &Call, ticket: TicketId) -> Option<Matter> {
        let request = call.forward(GetTicketContactRequest {
            ticket_id: ticket.to_string(),
        });
        match self.hotline.clone().get_ticket_contact(request).await {
            Ok(answer) => {
                let answer = answer.into_inner();
                Some(Matter {
                    contact: answer.contact.map(contact),
                    need_summary: answer.need_summary,
                })
            }
            Err(status) => {
                let error = PeerError::from_status("hotline", status);
                tracing::warn!(%ticket, %error, "no contact for an expected visit yet");
                None
            }
        }
    }

    /// Passes when the customer exists for the caller and the asset, if one is named, is his.
    ///
    /// # Errors
    /// `CUSTOMER_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `ASSET_NOT_FOUND`, `ASSET_OF_OTHER_CUSTOMER`; `Unavailable`.
    pub async fn check(
        &self,
        call: &Call,
        scope: &BranchScope,
        customer: CustomerId,
        asset: Option<AssetId>,
    ) -> Result<()> {
        let request = call.forward(GetCustomerRequest {
            customer_id: customer.to_string(),
        });
        let answer = self.registry.clone().get_customer(request).await;
        let found = answer
            .map_err(|status| refused(status, &CUSTOMER_NOT_FOUND))?
            .into_inner()
            .customer;
        let found = found.ok_or(&CUSTOMER_NOT_FOUND)?;
        let branch = BranchId::parse(&found.branch_id).map_err(|_| &CUSTOMER_NOT_FOUND)?;
        scope.admit(&branch, &CUSTOMER_NOT_FOUND)?;
        if found.archived_at.is_some() {
            return Err(CUSTOMER_ARCHIVED.refuse().with("customer_id", customer).into());
        }
        match asset {
            Some(asset) => self.check_asset(call, customer, asset).await,
            None => Ok(()),
        }
    }

    async fn check_asset(&self, call: &Call, customer: CustomerId, asset: AssetId) -> Result<()> {
        let request = call.forward(GetAssetRequest {
            asset_id: asset.to_string(),
        });
        let answer = self.registry.clone().get_asset(request).await;
        let found = answer
            .map_err(|status| refused(status, &ASSET_NOT_FOUND))?
            .into_inner()
            .asset;
        let owner = found.ok_or(&ASSET_NOT_FOUND)?.customer_id;
        if CustomerId::parse(&owner) != Ok(customer) {
            return Err((&ASSET_OF_OTHER_CUSTOMER).into());
        }
        Ok(())
    }
}

/// The registry's refusal under the name that this service gives it.
fn refused(status: Status, not_found: &'static aftersales_kit::Reason) -> aftersales_kit::Error {
    let error = PeerError::from_status("registry", status);
    if error.reason() == Some(not_found.name) {
        not_found.into()
    } else {
        error.into()
    }
}

fn contact(contact: common::Contact) -> Contact {
    Contact {
        name: contact.name,
        phone: contact.phone,
        address: contact.address,
        zone: contact.zone,
        site_condition: contact.site_condition,
    }
}
