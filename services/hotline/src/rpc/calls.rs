//! RPCs of calls.

use aftersales_kit::{
    Result,
    id::{AssetId, CustomerId, TicketId},
    page::page_size,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::{
    common::v1::FaultKind as WantedFault,
    hotline::v1::{
        EndCallRequest, EndCallResponse, GetCallRequest, GetCallResponse, ListCallsRequest, ListCallsResponse,
        NeedKind as WantedKind, RecordCallRequest, RecordCallResponse, RecordNeedRequest, RecordNeedResponse,
    },
};

use super::{
    Hotline, convert,
    decode::{self, word},
    registry::Registry,
};
use crate::{
    NAME,
    app::{
        end_call::{self, EndCall},
        get_call::{self, CallView},
        list_calls,
        record_call::{self, RecordCall},
        record_need::{self, RecordNeed},
    },
    domain::{
        call::{CallState, Ringing, WrapUp},
        need::{Need, NeedKind},
        words::FaultKind,
    },
    store::calls::Filter,
};

/// Name of the list in its page tokens.
const LIST: &str = "hotline.calls";

impl Hotline {
    pub(super) async fn record_call(&self, call: &Call, request: RecordCallRequest) -> Result<RecordCallResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let agent = if request.agent_id.is_empty() {
            &call.caller.subject
        } else {
            &request.agent_id
        };
        let cmd = RecordCall {
            line_id: request.line_id.clone(),
            phone: request.caller_phone.clone(),
            ring_count: i64::from(request.ring_count),
            ringing: Ringing {
                rang_at: decode::instant(request.rang_at.as_ref(), "rang_at")?,
                answered_at: decode::instant(request.answered_at.as_ref(), "answered_at")?,
                not_answered: request.not_answered,
            },
            agent_id: agent.clone(),
            is_of_other: !request.agent_id.is_empty(),
        };
        let (sealer, caller) = (self.sealer(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = record_call::run(tx, &sealer, &book, cmd).await?;
                    Ok(RecordCallResponse {
                        call: Some(convert::call(&caller, &view)),
                    })
                })
            })
            .await
    }

    pub(super) async fn record_need(&self, call: &Call, request: RecordNeedRequest) -> Result<RecordNeedResponse> {
        let mut need = need(call, &request)?;
        let found = self.check_need(call, &mut need).await;
        let cmd = RecordNeed {
            id: decode::id(&request.call_id, "call_id", decode::uuid)?,
            text: request.need_summary.clone(),
            need,
            found,
            etag: request.etag.clone(),
        };
        let (sealer, scope, caller) = (self.sealer(), call.caller.scope.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = record_need::run(tx, &sealer, &scope, cmd).await?;
                    Ok(RecordNeedResponse {
                        call: Some(convert::call(&caller, &view)),
                    })
                })
            })
            .await
    }

    /// Asks the registry for the customer of a need, and for what the asset of a repair is entitled to now. A refusal
    /// waits for the command.
    async fn check_need(&self, call: &Call, need: &mut Need) -> Result<()> {
        let registry = Registry::new(call, self.env.peers.channel(NAME, "registry"));
        match (need.customer_id, need.asset_id, need.fault_kind) {
            (Some(customer), Some(asset), Some(fault)) => {
                let facts = registry
                    .asset_facts(customer, asset, fault, self.kit.clock().now())
                    .await?;
                need.entitlement = Some(facts.entitlement);
            }
            (Some(customer), ..) => _ = registry.customer(customer).await?,
            (None, ..) => {}
        }
        Ok(())
    }

    pub(super) async fn list_calls(&self, call: &Call, request: ListCallsRequest) -> Result<ListCallsResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let mut states = Vec::new();
        for state in request.states() {
            states.push(word!(CallState, state, "CALL_STATE_", "states")?);
        }
        if request.not_wrapped_up {
            states = vec![CallState::WrapUp];
        }
        let filter = Filter {
            branch_id: book.id().clone(),
            states,
            agent_id: request.agent_id.clone(),
            line_id: request.line_id.clone(),
            from: decode::instant(request.from.as_ref(), "from")?.unwrap_or(Timestamp::MIN),
            before: decode::instant(request.before.as_ref(), "before")?.unwrap_or(Timestamp::MAX),
        };
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = ListCallsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let before = pages.key(LIST, &wanted, &request.page_token)?;
        let found = list_calls::run(&mut self.read().await?, &self.env.sealer, &filter, before, size + 1).await?;
        let key = |view: &CallView| (view.call.rang_at, view.call.id);
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, key)?;
        Ok(ListCallsResponse {
            calls: found.iter().map(|view| convert::call(call, view)).collect(),
            next_page_token,
        })
    }

    pub(super) async fn end_call(&self, call: &Call, request: EndCallRequest) -> Result<EndCallResponse> {
        let cmd = EndCall {
            id: decode::id(&request.call_id, "call_id", decode::uuid)?,
            wrap_up: word!(WrapUp, request.wrap_up(), "WRAP_UP_CODE_", "wrap_up")?,
            need: request.need_summary.clone(),
            inquired: decode::optional(&request.ticket_id, "ticket_id", TicketId::parse)?,
            etag: request.etag.clone(),
        };
        let scope = call.caller.scope.clone();
        let stored = get_call::load(&mut self.read().await?, &scope, cmd.id).await?;
        let book = self.kit.branch(&stored.call.branch_id).await?;
        let (sealer, caller) = (self.sealer(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = end_call::run(tx, &sealer, &scope, &book, cmd).await?;
                    Ok(EndCallResponse {
                        call: Some(convert::call(&caller, &view)),
                    })
                })
            })
            .await
    }

    pub(super) async fn get_call(&self, call: &Call, request: GetCallRequest) -> Result<GetCallResponse> {
        let id = decode::id(&request.call_id, "call_id", decode::uuid)?;
        let view = get_call::run(&mut self.read().await?, &self.env.sealer, &call.caller.scope, id).await?;
        Ok(GetCallResponse {
            call: Some(convert::call(call, &view)),
        })
    }
}

/// A need as a request tells it.
fn need(call: &Call, request: &RecordNeedRequest) -> Result<Need> {
    let kind = match request.kind() {
        WantedKind::Unspecified => None,
        kind => Some(word!(NeedKind, kind, "NEED_KIND_", "kind")?),
    };
    let fault_kind = match request.fault_kind() {
        WantedFault::Unspecified => None,
        fault => Some(word!(FaultKind, fault, "FAULT_KIND_", "fault_kind")?),
    };
    let repair = kind == Some(NeedKind::Repair);
    Ok(Need {
        kind,
        customer_id: decode::optional(&request.customer_id, "customer_id", CustomerId::parse)?,
        asset_id: decode::optional(&request.asset_id, "asset_id", AssetId::parse)?.filter(|_| repair),
        fault_kind: fault_kind.filter(|_| repair),
        entitlement: None,
        records: 0,
        recorded_at: Timestamp::MIN,
        recorded_by: call.caller.subject.clone(),
    })
}
