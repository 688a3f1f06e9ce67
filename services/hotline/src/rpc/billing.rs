//! What the hotline asks billing: the published price list (BIL-04).

use std::collections::HashMap;

use aftersales_kit::{
    Error, Refusal, Result,
    id::BranchId,
    peer::{PeerChannel, PeerError},
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::billing::v1::{
    GetPriceListRequest, PriceItem as FoundItem, billing_service_client::BillingServiceClient,
};

use crate::domain::{
    intake_reasons::{BILLING_UNAVAILABLE, PRICE_LIST_NOT_FOUND},
    quote::{PriceItem, PriceList},
};

/// Billing on behalf of a call.
pub struct Billing<'c> {
    call: &'c Call,
    client: BillingServiceClient<PeerChannel>,
}

impl<'c> Billing<'c> {
    /// Over that channel.
    pub fn new(call: &'c Call, channel: PeerChannel) -> Self {
        Self {
            call,
            client: BillingServiceClient::new(channel),
        }
    }

    /// The price list in force at a branch now.
    ///
    /// # Errors
    /// `PRICE_LIST_NOT_FOUND`, `BILLING_UNAVAILABLE`.
    pub async fn prices(&self, branch: &BranchId) -> Result<PriceList> {
        let wanted = GetPriceListRequest {
            branch_id: branch.to_string(),
            at: None,
        };
        let answered = self.client.clone().get_price_list(self.call.forward(wanted)).await;
        let found = answered.map_err(refused)?.into_inner().price_list;
        let found = found.ok_or_else(|| Error::internal("billing gave no price list"))?;
        Ok(PriceList {
            id: found.id,
            valid_to: found.valid_to.as_ref().and_then(Timestamp::from_proto),
            items: found.items.into_iter().map(item).collect(),
        })
    }
}

fn item(found: FoundItem) -> PriceItem {
    let price = found.price.unwrap_or_default();
    PriceItem {
        code: found.code,
        name: found.name,
        currency: price.currency_code,
        price: price.minor_units,
    }
}

fn refused(status: tonic::Status) -> Error {
    match PeerError::from_status("billing", status) {
        PeerError::Failed(Error::Unavailable { source, .. }) => {
            tracing::warn!(
                source = source.map(|source| source.to_string()),
                "billing does not answer"
            );
            BILLING_UNAVAILABLE.refuse().into()
        }
        PeerError::Refused(refused) if refused.reason == PRICE_LIST_NOT_FOUND.name => {
            with(PRICE_LIST_NOT_FOUND.refuse(), &refused.metadata).into()
        }
        other => other.into(),
    }
}

fn with(refusal: Refusal, facts: &HashMap<String, String>) -> Refusal {
    facts
        .iter()
        .fold(refusal, |refusal, (name, value)| refusal.with(name, value))
}
