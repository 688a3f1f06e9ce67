//! Customers and their assets.

use aftersales_kit::{Result, id::CustomerId, page, reasons::INVALID_REQUEST, rpc::Call};
use aftersales_proto::registry::v1::{
    CheckEntitlementRequest, CheckEntitlementResponse, CreateCustomerRequest, CreateCustomerResponse,
    FindCustomersRequest, FindCustomersResponse, GetAssetRequest, GetAssetResponse, GetCustomerRequest,
    GetCustomerResponse, ListAssetsRequest, ListAssetsResponse, RegisterAssetRequest, RegisterAssetResponse,
    UpdateCustomerRequest, UpdateCustomerResponse,
};

use super::{Registry, convert, present};
use crate::app::{
    check_entitlement, create_customer, find_customers, load_terms, read_assets, register_asset, update_customer,
};

impl Registry {
    pub(super) async fn create_customer(
        &self,
        call: &Call,
        request: CreateCustomerRequest,
    ) -> Result<CreateCustomerResponse> {
        let command = create_customer::Command {
            branch: convert::branch_id(&request.branch_id)?,
            kind: convert::party_kind(request.kind())?,
            contact: convert::contact(&request.name, &request.phones, &request.addresses)?,
        };
        let (sealer, scope) = (self.sealer.clone(), call.caller.scope.clone());
        let customer = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let customer = create_customer::run(tx, &sealer, &scope, command).await?;
                Ok(convert::customer_to_proto(&customer))
            })
        });
        Ok(CreateCustomerResponse {
            customer: Some(present::customer(call, customer.await?)),
        })
    }

    pub(super) async fn update_customer(
        &self,
        call: &Call,
        request: UpdateCustomerRequest,
    ) -> Result<UpdateCustomerResponse> {
        let command = update_customer::Command {
            id: convert::customer_id(&request.customer_id)?,
            contact: convert::contact(&request.name, &request.phones, &request.addresses)?,
            confirmed: request.confirmed_with_customer,
            etag: request.etag.clone(),
        };
        let (sealer, scope) = (self.sealer.clone(), call.caller.scope.clone());
        let customer = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let customer = update_customer::run(tx, &sealer, &scope, command).await?;
                Ok(convert::customer_to_proto(&customer))
            })
        });
        Ok(UpdateCustomerResponse {
            customer: Some(present::customer(call, customer.await?)),
        })
    }

    pub(super) async fn get_customer(&self, call: &Call, request: GetCustomerRequest) -> Result<GetCustomerResponse> {
        let id = convert::customer_id(&request.customer_id)?;
        let mut tx = self.kit.read().await?;
        let customer = find_customers::get(&mut tx, &self.sealer, &call.caller.scope, id).await?;
        Ok(GetCustomerResponse {
            customer: Some(present::customer(call, convert::customer_to_proto(&customer))),
        })
    }

    pub(super) async fn find_customers(
        &self,
        call: &Call,
        request: FindCustomersRequest,
    ) -> Result<FindCustomersResponse> {
        const LIST: &str = "registry.customers";
        let place = FindCustomersRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let size = page::page_size(request.page_size);
        let phone = (!request.phone.is_empty()).then(|| request.phone.clone());
        if phone
            .as_deref()
            .is_some_and(|phone| self.sealer.phone_mac(phone).is_none())
        {
            return Err(INVALID_REQUEST.field("phone", "must be a telephone number").into());
        }
        let branch = convert::optional_branch(&request.branch_id)?;
        let filter = find_customers::Filter {
            scope: call.caller.scope.narrow(branch.as_slice()),
            phone,
            name: (!request.name.trim().is_empty()).then(|| request.name.clone()),
            before: self.pages.key::<CustomerId>(LIST, &place, &request.page_token)?,
            limit: size + 1,
        };
        if filter.phone.is_none() && filter.name.is_none() {
            return Err(INVALID_REQUEST.field("name", "must hold a visible character").into());
        }
        let rows = find_customers::run(&mut self.kit.read().await?, &self.sealer, &filter).await?;
        let (rows, next_page_token) = self.pages.cut(LIST, &place, rows, size, |customer| customer.id)?;
        let seen = |customer| present::customer(call, convert::customer_to_proto(customer));
        Ok(FindCustomersResponse {
            customers: rows.iter().map(seen).collect(),
            next_page_token,
        })
    }

    pub(super) async fn register_asset(
        &self,
        call: &Call,
        request: RegisterAssetRequest,
    ) -> Result<RegisterAssetResponse> {
        let customer = convert::customer_id(&request.customer_id)?;
        let product = convert::product(&request)?;
        let scope = call.caller.scope.clone();
        let mut tx = self.kit.read().await?;
        let branch = read_assets::branch_of(&mut tx, &scope, customer).await?;
        let book = self.books.load(&mut tx, &branch).await?;
        drop(tx);
        let registered = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (asset, claims) = register_asset::run(tx, &scope, &book, customer, product).await?;
                Ok(convert::asset_to_proto(&asset, &claims))
            })
        });
        Ok(RegisterAssetResponse {
            asset: Some(present::asset(call, registered.await?)),
        })
    }

    pub(super) async fn get_asset(&self, call: &Call, request: GetAssetRequest) -> Result<GetAssetResponse> {
        let id = convert::asset_id(&request.asset_id)?;
        let mut tx = self.kit.read().await?;
        let asset = read_assets::get(&mut tx, &call.caller.scope, id).await?;
        let book = self.books.load(&mut tx, &asset.branch).await?;
        let terms = load_terms::one(&mut tx, &book, &asset, self.kit.clock().now()).await?;
        let claims = check_entitlement::claims(&asset, &book, &terms)?;
        Ok(GetAssetResponse {
            asset: Some(present::asset(call, convert::asset_to_proto(&asset, &claims))),
        })
    }

    pub(super) async fn list_assets(&self, call: &Call, request: ListAssetsRequest) -> Result<ListAssetsResponse> {
        const LIST: &str = "registry.assets";
        let customer = convert::customer_id(&request.customer_id)?;
        let place = ListAssetsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let size = page::page_size(request.page_size);
        let after = self.pages.key(LIST, &place, &request.page_token)?;
        let mut tx = self.kit.read().await?;
        let branch = read_assets::branch_of(&mut tx, &call.caller.scope, customer).await?;
        let book = self.books.load(&mut tx, &branch).await?;
        let rows = read_assets::list(&mut tx, customer, after, size + 1).await?;
        let key = |asset: &crate::domain::asset::Asset| (asset.product.invoice_date, asset.id);
        let (rows, next_page_token) = self.pages.cut(LIST, &place, rows, size, key)?;
        let terms = load_terms::many(&mut tx, &book, &rows, self.kit.clock().now()).await?;
        let mut assets = Vec::with_capacity(rows.len());
        for (asset, terms) in rows.iter().zip(&terms) {
            let claims = check_entitlement::claims(asset, &book, terms)?;
            assets.push(present::asset(call, convert::asset_to_proto(asset, &claims)));
        }
        Ok(ListAssetsResponse {
            assets,
            next_page_token,
        })
    }

    pub(super) async fn check_entitlement(
        &self,
        call: &Call,
        request: CheckEntitlementRequest,
    ) -> Result<CheckEntitlementResponse> {
        let id = convert::asset_id(&request.asset_id)?;
        let at = convert::instant("at", request.at.as_ref())?;
        let fault = convert::fault_kind(request.fault_kind());
        let mut tx = self.kit.read().await?;
        let asset = read_assets::get(&mut tx, &call.caller.scope, id).await?;
        let book = self.books.load(&mut tx, &asset.branch).await?;
        let checked = check_entitlement::run(&mut tx, asset.clone(), &book, at, fault).await?;
        let calendar = book.published.calendar_version;
        let entitlement = convert::entitlement(call.locale, &asset, at, calendar, &checked);
        Ok(CheckEntitlementResponse {
            entitlement: Some(entitlement),
        })
    }
}
