//! RegistryService: decode, call, encode.

mod branches;
mod calendar;
mod convert;
mod customers;
mod directory;
mod dossiers;
mod governance;
mod law;
mod lists;
mod live_lists;
mod notes;
mod present;
mod reasons_in_words;
mod roster;
mod sealed;
mod services;
mod standards;
mod words;

use std::sync::Arc;

use aftersales_kit::{
    page::PageTokens,
    rpc::Call,
    seal::Sealer,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::registry::v1::{self as proto, registry_service_server::RegistryService};
use tonic::{Request, Response, Status};

use crate::app::load_book::Books;

/// The service's RPCs. Clones share what they hold.
#[derive(Clone)]
pub struct Registry {
    kit: Kit,
    sealer: Arc<Sealer>,
    pages: Arc<PageTokens>,
    books: Books,
}

impl Registry {
    /// On the service's store.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            sealer: Arc::clone(&env.sealer),
            pages: Arc::clone(&env.pages),
            books: Books::default(),
        }
    }
}

impl Registry {
    /// The date of a field, today in Shanghai when it is empty: company-wide rules begin by the date of the head office.
    fn date_or_today(&self, text: &str) -> aftersales_kit::Result<BusinessDate> {
        match convert::optional_date("at", text)? {
            Some(date) => Ok(date),
            None => crate::app::today(self.kit.clock().now()),
        }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl RegistryService for Registry {
    async fn put_branch(&self, request: Request<proto::PutBranchRequest>) -> Answer<proto::PutBranchResponse> {
        let call = Call::of(&request);
        call.reply(Self::put_branch(self, &call, request.into_inner()).await)
    }

    async fn get_branch(&self, request: Request<proto::GetBranchRequest>) -> Answer<proto::GetBranchResponse> {
        let call = Call::of(&request);
        call.reply(Self::get_branch(self, &call, request.into_inner()).await)
    }

    async fn list_branches(&self, request: Request<proto::ListBranchesRequest>) -> Answer<proto::ListBranchesResponse> {
        let call = Call::of(&request);
        call.reply(Self::list_branches(self, &call, request.into_inner()).await)
    }

    async fn put_staff(&self, request: Request<proto::PutStaffRequest>) -> Answer<proto::PutStaffResponse> {
        let call = Call::of(&request);
        call.reply(Self::put_staff(self, &call, request.into_inner()).await)
    }

    async fn get_staff(&self, request: Request<proto::GetStaffRequest>) -> Answer<proto::GetStaffResponse> {
        let call = Call::of(&request);
        call.reply(Self::get_staff(self, &call, request.into_inner()).await)
    }

    async fn list_staff(&self, request: Request<proto::ListStaffRequest>) -> Answer<proto::ListStaffResponse> {
        let call = Call::of(&request);
        call.reply(Self::list_staff(self, &call, request.into_inner()).await)
    }

    async fn put_policy(&self, request: Request<proto::PutPolicyRequest>) -> Answer<proto::PutPolicyResponse> {
        let call = Call::of(&request);
        call.reply(Self::put_policy(self, &call, request.into_inner()).await)
    }

    async fn list_policies(&self, request: Request<proto::ListPoliciesRequest>) -> Answer<proto::ListPoliciesResponse> {
        let call = Call::of(&request);
        call.reply(Self::list_policies(self, &call, request.into_inner()).await)
    }

    async fn import_holidays(
        &self,
        request: Request<proto::ImportHolidaysRequest>,
    ) -> Answer<proto::ImportHolidaysResponse> {
        let call = Call::of(&request);
        call.reply(Self::import_holidays(self, &call, request.into_inner()).await)
    }

    async fn put_calendar_day(
        &self,
        request: Request<proto::PutCalendarDayRequest>,
    ) -> Answer<proto::PutCalendarDayResponse> {
        let call = Call::of(&request);
        call.reply(Self::put_calendar_day(self, &call, request.into_inner()).await)
    }

    async fn get_calendar(&self, request: Request<proto::GetCalendarRequest>) -> Answer<proto::GetCalendarResponse> {
        let call = Call::of(&request);
        call.reply(Self::get_calendar(self, request.into_inner()).await)
    }

    async fn get_branch_book(
        &self,
        request: Request<proto::GetBranchBookRequest>,
    ) -> Answer<proto::GetBranchBookResponse> {
        let call = Call::of(&request);
        call.reply(Self::get_branch_book(self, request.into_inner()).await)
    }

    async fn compute_deadline(
        &self,
        request: Request<proto::ComputeDeadlineRequest>,
    ) -> Answer<proto::ComputeDeadlineResponse> {
        let call = Call::of(&request);
        call.reply(Self::compute_deadline(self, &call, request.into_inner()).await)
    }

    async fn create_customer(
        &self,
        request: Request<proto::CreateCustomerRequest>,
    ) -> Answer<proto::CreateCustomerResponse> {
        let call = Call::of(&request);
        call.reply(Self::create_customer(self, &call, request.into_inner()).await)
    }

    async fn update_customer(
        &self,
        request: Request<proto::UpdateCustomerRequest>,
    ) -> Answer<proto::UpdateCustomerResponse> {
        let call = Call::of(&request);
        call.reply(Self::update_customer(self, &call, request.into_inner()).await)
    }

    async fn get_customer(&self, request: Request<proto::GetCustomerRequest>) -> Answer<proto::GetCustomerResponse> {
        let call = Call::of(&request);
        call.reply(Self::get_customer(self, &call, request.into_inner()).await)
    }

    async fn find_customers(
        &self,
        request: Request<proto::FindCustomersRequest>,
    ) -> Answer<proto::FindCustomersResponse> {
        let call = Call::of(&request);
        call.reply(Self::find_customers(self, &call, request.into_inner()).await)
    }

    async fn register_asset(
        &self,
        request: Request<proto::RegisterAssetRequest>,
    ) -> Answer<proto::RegisterAssetResponse> {
        let call = Call::of(&request);
        call.reply(Self::register_asset(self, &call, request.into_inner()).await)
    }

    async fn get_asset(&self, request: Request<proto::GetAssetRequest>) -> Answer<proto::GetAssetResponse> {
        let call = Call::of(&request);
        call.reply(Self::get_asset(self, &call, request.into_inner()).await)
    }

    async fn list_assets(&self, request: Request<proto::ListAssetsRequest>) -> Answer<proto::ListAssetsResponse> {
        let call = Call::of(&request);
        call.reply(Self::list_assets(self, &call, request.into_inner()).await)
    }

    async fn check_entitlement(
        &self,
        request: Request<proto::CheckEntitlementRequest>,
    ) -> Answer<proto::CheckEntitlementResponse> {
        let call = Call::of(&request);
        call.reply(Self::check_entitlement(self, &call, request.into_inner()).await)
    }
}
