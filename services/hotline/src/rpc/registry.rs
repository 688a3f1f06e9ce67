//! What the hotline asks the registry: who called, what they have, what it is entitled to.

use std::collections::HashMap;

use aftersales_kit::{
    Error, Reason, Refusal, Result,
    auth::BranchScope,
    id::{AssetId, BranchId, CustomerId},
    peer::{PeerChannel, PeerError},
    reasons::INSTANT_NOT_RECKONABLE,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::registry::v1::{
    Asset, Branch, CheckEntitlementRequest, Customer, Entitlement as Found, EntitlementReason as FoundReason,
    FindCustomersRequest, GetAssetRequest, GetBranchRequest, GetCustomerRequest, GetStaffRequest, ListAssetsRequest,
    registry_service_client::RegistryServiceClient,
};
use tonic::{Response, Status};

use super::convert;
use crate::{
    domain::{
        entitlement::{Entitlement, EntitlementReason},
        intake::AssetFacts,
        reasons::{
            ASSET_NOT_FOUND, ASSET_OF_OTHER_CUSTOMER, AT_BEFORE_ASSET, CUSTOMER_ARCHIVED, CUSTOMER_NOT_FOUND,
            REGISTRY_UNAVAILABLE,
        },
        words::{CoverageKind, FaultKind, ServiceClass},
    },
    events::{proto_value, stored_name},
};

/// Customers of one number that are looked at.
const CUSTOMERS: i32 = 20;
/// Assets of one customer that are looked at.
const ASSETS: i32 = 50;

/// The registry on behalf of a call. What the caller may see of its answers is decided here.
pub struct Registry<'c> {
    call: &'c Call,
    client: RegistryServiceClient<PeerChannel>,
}

impl<'c> Registry<'c> {
    /// Over that channel.
    pub fn new(call: &'c Call, channel: PeerChannel) -> Self {
        Self {
            call,
            client: RegistryServiceClient::new(channel),
        }
    }

    /// The customers of a number that exist for the caller.
    ///
    /// # Errors
    /// `REGISTRY_UNAVAILABLE`.
    pub async fn customers_of(&self, phone: &str) -> Result<Vec<Customer>> {
        let wanted = FindCustomersRequest {
            phone: phone.to_owned(),
            page_size: CUSTOMERS,
            ..Default::default()
        };
        let found = answer(self.client.clone().find_customers(self.call.forward(wanted)).await)?;
        let visible = |customer: &Customer| is_inside(&self.call.caller.scope, &customer.branch_id);
        Ok(found.customers.into_iter().filter(visible).collect())
    }

    /// A customer that exists for the caller.
    ///
    /// # Errors
    /// `CUSTOMER_NOT_FOUND`, `REGISTRY_UNAVAILABLE`.
    pub async fn customer(&self, id: CustomerId) -> Result<Customer> {
        let wanted = GetCustomerRequest {
            customer_id: id.to_string(),
        };
        let found = answer(self.client.clone().get_customer(self.call.forward(wanted)).await)?.customer;
        let visible = |customer: &Customer| is_inside(&self.call.caller.scope, &customer.branch_id);
        found
            .filter(visible)
            .ok_or_else(|| CUSTOMER_NOT_FOUND.refuse().with("customer_id", id).into())
    }

    /// The name of a member of staff.
    ///
    /// # Errors
    /// `REGISTRY_UNAVAILABLE`.
    pub async fn staff_name(&self, id: &str) -> Result<String> {
        let wanted = GetStaffRequest {
            staff_id: id.to_owned(),
        };
        let found = answer(self.client.clone().get_staff(self.call.forward(wanted)).await)?;
        let member = found
            .member
            .filter(|member| is_inside(&self.call.caller.scope, &member.branch_id));
        Ok(member.map(|member| member.name).unwrap_or_default())
    }

    /// The assets of a customer.
    ///
    /// # Errors
    /// `CUSTOMER_NOT_FOUND`, `REGISTRY_UNAVAILABLE`.
    pub async fn assets(&self, customer: &str) -> Result<Vec<Asset>> {
        let customer_id = customer.to_owned();
        let wanted = ListAssetsRequest {
            customer_id,
            page_size: ASSETS,
            page_token: String::new(),
        };
        Ok(answer(self.client.clone().list_assets(self.call.forward(wanted)).await)?.assets)
    }

    /// What an asset is entitled to.
    ///
    /// # Errors
    /// `ASSET_NOT_FOUND`, `AT_BEFORE_ASSET`, `REGISTRY_UNAVAILABLE`.
    pub async fn entitlement(&self, asset: &str, at: Timestamp, fault: Option<FaultKind>) -> Result<Found> {
        let wanted = CheckEntitlementRequest {
            asset_id: asset.to_owned(),
            at: convert::instant(at),
            fault_kind: fault.map_or(0, |fault| proto_value!(FaultKind, "FAULT_KIND_", fault)),
        };
        let found = answer(self.client.clone().check_entitlement(self.call.forward(wanted)).await)?;
        found
            .entitlement
            .ok_or_else(|| Error::internal("the registry gave no entitlement"))
    }

    /// What is known of a customer's asset with a fault, and what it is entitled to at an instant.
    ///
    /// # Errors
    /// `CUSTOMER_NOT_FOUND`, `ASSET_NOT_FOUND`, `ASSET_OF_OTHER_CUSTOMER`, `CUSTOMER_ARCHIVED`, `AT_BEFORE_ASSET`,
    /// `REGISTRY_UNAVAILABLE`.
    pub async fn asset_facts(
        &self,
        customer_id: CustomerId,
        asset_id: AssetId,
        fault: FaultKind,
        at: Timestamp,
    ) -> Result<AssetFacts> {
        let id = asset_id.to_string();
        let (asset, entitlement) =
            futures::future::join(self.asset(asset_id), self.entitlement(&id, at, Some(fault))).await;
        let asset = asset?;
        if asset.customer_id != customer_id.to_string() {
            self.customer(customer_id).await?;
            let refusal = ASSET_OF_OTHER_CUSTOMER.refuse().with("asset_id", &id);
            return Err(refusal.with("customer_id", customer_id).into());
        }
        if asset.customer_archived {
            return Err(CUSTOMER_ARCHIVED.refuse().with("customer_id", customer_id).into());
        }
        asset_facts(asset, entitlement?, at)
    }

    /// Name, address and number of a branch, for customers who go there (HOT-10).
    ///
    /// # Errors
    /// `REGISTRY_UNAVAILABLE`; `Internal` when there is no such branch.
    pub async fn place(&self, id: &BranchId) -> Result<Branch> {
        let wanted = GetBranchRequest {
            branch_id: id.to_string(),
        };
        let found = answer(self.client.clone().get_branch(self.call.forward(wanted)).await)?.branch;
        found.ok_or_else(|| Error::internal("the registry gave no branch"))
    }

    async fn asset(&self, id: AssetId) -> Result<Asset> {
        let wanted = GetAssetRequest {
            asset_id: id.to_string(),
        };
        let found = answer(self.client.clone().get_asset(self.call.forward(wanted)).await)?.asset;
        let visible = |asset: &Asset| is_inside(&self.call.caller.scope, &asset.branch_id);
        found
            .filter(visible)
            .ok_or_else(|| ASSET_NOT_FOUND.refuse().with("asset_id", id).into())
    }
}

fn is_inside(scope: &BranchScope, branch: &str) -> bool {
    BranchId::parse(branch).is_ok_and(|branch| scope.contains(&branch))
}

fn asset_facts(asset: Asset, found: Found, at: Timestamp) -> Result<AssetFacts> {
    let (class, coverage) = (found.service_class().as_str_name(), found.coverage_kind().as_str_name());
    let unknown = |what: &str| Error::internal(format!("the registry gave no known {what}"));
    Ok(AssetFacts {
        product_line: asset.product_line,
        model: asset.model,
        serial_number: asset.serial_number,
        third_party: asset.third_party,
        service_class: ServiceClass::parse(stored_name(class, "SERVICE_CLASS_")).ok_or_else(|| unknown("class"))?,
        coverage_kind: CoverageKind::parse(stored_name(coverage, "COVERAGE_KIND_"))
            .ok_or_else(|| unknown("coverage"))?,
        entitlement: Entitlement {
            at: found.at.as_ref().and_then(Timestamp::from_proto).unwrap_or(at),
            in_warranty: found.in_warranty,
            in_onsite_period: found.in_onsite_period,
            free_onsite: found.free_onsite,
            free_carry_in: found.free_carry_in,
            coverage_kind: coverage.to_owned(),
            service_class: class.to_owned(),
            reasons: found.reasons.iter().map(reason).collect(),
            warranty_end: found.warranty_end,
            onsite_end: found.onsite_end,
        },
    })
}

fn reason(found: &FoundReason) -> EntitlementReason {
    EntitlementReason {
        kind: found.kind().as_str_name().to_owned(),
        text: found.text.clone(),
    }
}

/// The registry's answer; its refusals that the caller caused are passed on.
fn answer<T>(answered: Result<Response<T>, Status>) -> Result<T> {
    answered
        .map(Response::into_inner)
        .map_err(|status| match PeerError::from_status("registry", status) {
            PeerError::Failed(Error::Unavailable { source, .. }) => {
                tracing::warn!(
                    source = source.map(|source| source.to_string()),
                    "the registry does not answer"
                );
                REGISTRY_UNAVAILABLE.refuse().into()
            }
            PeerError::Refused(refused) => match passed_on(&refused.reason) {
                Some(reason) => refusal(reason, &refused.metadata).into(),
                None => PeerError::Refused(refused).into(),
            },
            failed @ PeerError::Failed(_) => failed.into(),
        })
}

fn refusal(reason: &'static Reason, facts: &HashMap<String, String>) -> Refusal {
    facts
        .iter()
        .fold(reason.refuse(), |refusal, (name, value)| refusal.with(name, value))
}

fn passed_on(reason: &str) -> Option<&'static Reason> {
    let known = [
        &CUSTOMER_NOT_FOUND,
        &ASSET_NOT_FOUND,
        &AT_BEFORE_ASSET,
        &INSTANT_NOT_RECKONABLE,
    ];
    known.into_iter().find(|known| known.name == reason)
}
