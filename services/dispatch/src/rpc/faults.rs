//! `FaultCatalogueService`: common faults and solutions (DSP-64).

use std::sync::Arc;

use aftersales_kit::{
    Result, etag,
    page::PageTokens,
    reasons::INVALID_REQUEST,
    rpc::Call,
    service::{Env, Kit},
};
use aftersales_proto::dispatch::v1::{self as proto, fault_catalogue_service_server::FaultCatalogueService};

use super::{convert::target, scores::page, shared::actions};
use crate::{
    app::{put_fault_entry, withdraw_fault_entry},
    domain::{
        fault_entry::{Fault, FaultEntry, FaultEntryId},
        score_reasons::FAULT_ENTRY_WITHDRAWN,
    },
    store::{
        fault_entries::{self, Search},
        work_orders,
    },
    wire::scores::small,
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.FaultCatalogueService";

const CATALOGUE: &str = "dispatch.fault_entries";
const OF_ORDER: &str = "dispatch.work_order_faults";

/// The service behind the contract.
pub struct Faults {
    kit: Kit,
    pages: Arc<PageTokens>,
}

aftersales_kit::forward! {
    FaultCatalogueService for Faults {
        put_fault_entry(PutFaultEntryRequest) -> PutFaultEntryResponse;
        withdraw_fault_entry(WithdrawFaultEntryRequest) -> WithdrawFaultEntryResponse;
        get_fault_entry(GetFaultEntryRequest) -> GetFaultEntryResponse;
        list_fault_entries(ListFaultEntriesRequest) -> ListFaultEntriesResponse;
        list_work_order_faults(ListWorkOrderFaultsRequest) -> ListWorkOrderFaultsResponse;
    }
}

fn entry_id(text: &str) -> Result<FaultEntryId> {
    Ok(FaultEntryId::parse(text).map_err(|_| INVALID_REQUEST.field("entry_id", "must be a UUID"))?)
}

impl Faults {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            pages: env.pages.clone(),
        }
    }

    async fn put_fault_entry(
        &self,
        call: &Call,
        request: proto::PutFaultEntryRequest,
    ) -> Result<proto::PutFaultEntryResponse> {
        let named = !request.entry_id.is_empty();
        let id = named.then(|| entry_id(&request.entry_id)).transpose()?;
        let fault = Fault {
            product_line: request.product_line.clone(),
            symptom: request.symptom.clone(),
            cause: request.cause.clone(),
            fix: request.fix.clone(),
            part_nos: request.part_nos.clone(),
        };
        let (caller, given) = (call.clone(), request.etag.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let entry = put_fault_entry::run(tx, id, &given, fault, &caller.caller.subject).await?;
                let entry = Some(shown(&caller, &entry));
                Ok(proto::PutFaultEntryResponse { entry })
            })
        });
        body.await
    }

    async fn withdraw_fault_entry(
        &self,
        call: &Call,
        request: proto::WithdrawFaultEntryRequest,
    ) -> Result<proto::WithdrawFaultEntryResponse> {
        let id = entry_id(&request.entry_id)?;
        let (caller, given) = (call.clone(), request.etag.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let entry = withdraw_fault_entry::run(tx, id, &given, &caller.caller.subject).await?;
                let entry = Some(shown(&caller, &entry));
                Ok(proto::WithdrawFaultEntryResponse { entry })
            })
        });
        body.await
    }

    async fn get_fault_entry(
        &self,
        call: &Call,
        request: proto::GetFaultEntryRequest,
    ) -> Result<proto::GetFaultEntryResponse> {
        let version = (request.version > 0).then(|| i64::from(request.version));
        let entry = fault_entries::get(&mut self.kit.read().await?, entry_id(&request.entry_id)?, version).await?;
        Ok(proto::GetFaultEntryResponse {
            entry: Some(shown(call, &entry)),
        })
    }

    async fn list_fault_entries(
        &self,
        call: &Call,
        mut request: proto::ListFaultEntriesRequest,
    ) -> Result<proto::ListFaultEntriesResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let search = Search {
            product_line: request.product_line.clone(),
            text: request.text.clone(),
            after: self.pages.key(CATALOGUE, &request, &token)?,
            limit: size + 1,
        };
        let rows = fault_entries::search(&mut self.kit.read().await?, &search).await?;
        let (rows, next_page_token) = self.pages.cut(CATALOGUE, &request, rows, size, fault_entries::key)?;
        Ok(proto::ListFaultEntriesResponse {
            entries: rows.iter().map(|entry| shown(call, entry)).collect(),
            next_page_token,
        })
    }

    async fn list_work_order_faults(
        &self,
        call: &Call,
        mut request: proto::ListWorkOrderFaultsRequest,
    ) -> Result<proto::ListWorkOrderFaultsResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let id = target(&request.work_order_id, "")?.id;
        let after = self.pages.key(OF_ORDER, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let product_line = work_orders::get(&mut tx, &call.caller.scope, id)
            .await?
            .request
            .product_line;
        let search = Search {
            product_line: product_line.clone(),
            text: request.text.clone(),
            after,
            limit: size + 1,
        };
        let rows = fault_entries::search(&mut tx, &search).await?;
        let (rows, next_page_token) = self.pages.cut(OF_ORDER, &request, rows, size, fault_entries::key)?;
        Ok(proto::ListWorkOrderFaultsResponse {
            product_line,
            entries: rows.iter().map(|entry| shown(call, entry)).collect(),
            next_page_token,
        })
    }
}

fn shown(call: &Call, entry: &FaultEntry) -> proto::FaultEntry {
    let possible = if entry.withdrawn {
        Err(FAULT_ENTRY_WITHDRAWN.refuse())
    } else {
        Ok(["PutFaultEntry", "WithdrawFaultEntry"].as_slice())
    };
    let (available_actions, readonly_reason) = actions(call, SERVICE, possible);
    let fault = &entry.fault;
    proto::FaultEntry {
        id: entry.id.to_string(),
        version: small(entry.version),
        product_line: fault.product_line.clone(),
        symptom: fault.symptom.clone(),
        cause: fault.cause.clone(),
        fix: fault.fix.clone(),
        part_nos: fault.part_nos.clone(),
        withdrawn: entry.withdrawn,
        put_by: entry.put_by.clone(),
        put_at: Some(entry.put_at.to_proto()),
        etag: etag::of(entry.version),
        available_actions,
        readonly_reason,
    }
}
