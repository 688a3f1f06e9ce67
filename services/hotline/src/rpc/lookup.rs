//! RPC of the agent's screen: who calls, what they have, what is open (HOT-21).

use aftersales_kit::{
    Error, Result, id::CustomerId, phone::mask_phone, refdata::BranchBook, rpc::Call, time::Timestamp,
};
use aftersales_proto::{
    hotline::v1::{AssetWithEntitlement, CallerMatch, LookUpCallerRequest, LookUpCallerResponse},
    registry::v1::{Asset, Customer},
};
use futures::future::try_join_all;

use super::{Hotline, convert, decode, registry::Registry};
use crate::{
    NAME,
    app::{look_up_tickets, take_intake},
    domain::{contact::shown_phone, reasons::CUSTOMER_NOT_FOUND},
};

/// Full name of the registry's service, and what may be done with a customer there.
const REGISTRY: &str = "aftersales.registry.v1.RegistryService";
const OF_CUSTOMER: [&str; 2] = ["UpdateCustomer", "RegisterAsset"];

impl Hotline {
    pub(super) async fn look_up_caller(
        &self,
        call: &Call,
        request: LookUpCallerRequest,
    ) -> Result<LookUpCallerResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let registry = Registry::new(call, self.env.peers.channel(NAME, "registry"));
        let wanted = decode::optional(&request.customer_id, "customer_id", CustomerId::parse)?;
        let customers = match wanted {
            Some(id) => vec![registry.customer(id).await?],
            None => registry.customers_of(&request.phone).await?,
        };
        if customers.is_empty() {
            return Err(CUSTOMER_NOT_FOUND.refuse().into());
        }
        let now = self.kit.clock().now();
        let found = customers
            .into_iter()
            .map(|customer| self.matched(call, &registry, &book, customer, now));
        Ok(LookUpCallerResponse {
            matches: try_join_all(found).await?,
        })
    }

    /// A customer with all that the agent needs (HOT-21).
    pub(super) async fn matched(
        &self,
        call: &Call,
        registry: &Registry<'_>,
        book: &BranchBook,
        customer: Customer,
        now: Timestamp,
    ) -> Result<CallerMatch> {
        let assets = registry.assets(&customer.id).await?;
        let assets = try_join_all(assets.into_iter().map(|asset| entitled(registry, asset, now))).await?;
        let id = CustomerId::parse(&customer.id).map_err(|_| Error::internal("the registry gave a bad customer id"))?;
        let mut tx = self.read().await?;
        let scope = &call.caller.scope;
        let tickets = look_up_tickets::run(&mut tx, &self.env.sealer, scope, book, id, now).await?;
        let profile = take_intake::profile(&mut tx, book, id).await?;
        Ok(CallerMatch {
            customer: Some(shown(call, customer)),
            assets,
            profile_confirmed_at: profile.and_then(|profile| convert::instant(profile.confirmed_at)),
            confirm_profile: profile.is_none_or(|profile| now > profile.holds_until),
            open_tickets: tickets.open.iter().map(|view| convert::ticket(call, view)).collect(),
            recent_tickets: tickets.recent.iter().map(|view| convert::ticket(call, view)).collect(),
        })
    }
}

/// An asset with what it is entitled to now; one that was sold later than now is entitled to nothing yet.
async fn entitled(registry: &Registry<'_>, asset: Asset, now: Timestamp) -> Result<AssetWithEntitlement> {
    let entitlement = match registry.entitlement(&asset.id, now, None).await {
        Ok(entitlement) => Some(entitlement),
        Err(error) if error.reason() == Some("AT_BEFORE_ASSET") => None,
        Err(error) => return Err(error),
    };
    Ok(AssetWithEntitlement {
        asset: Some(asset),
        entitlement,
    })
}

/// A customer as this caller may see and change it: the registry answered the hotline, not the caller.
fn shown(call: &Call, mut customer: Customer) -> Customer {
    for phone in &mut customer.phones {
        if shown_phone(&phone.number, call.caller.roles).1 {
            phone.number = mask_phone(&phone.number);
            customer.phones_masked = true;
        }
    }
    customer.available_actions = call.available_actions(REGISTRY, &OF_CUSTOMER);
    if !customer.available_actions.is_empty() {
        customer.readonly_reason.clear();
    }
    customer
}
