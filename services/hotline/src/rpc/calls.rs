//! RPCs of calls.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::hotline::v1::{
    EndCallRequest, EndCallResponse, GetCallRequest, GetCallResponse, RecordCallRequest, RecordCallResponse,
};

use super::{
    Hotline, convert,
    decode::{self, word},
};
use crate::{
    app::{
        end_call::{self, EndCall},
        get_call,
        record_call::{self, RecordCall},
    },
    domain::call::{Ringing, WrapUp},
};

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

    pub(super) async fn end_call(&self, call: &Call, request: EndCallRequest) -> Result<EndCallResponse> {
        let cmd = EndCall {
            id: decode::id(&request.call_id, "call_id", decode::uuid)?,
            wrap_up: word!(WrapUp, request.wrap_up(), "WRAP_UP_CODE_", "wrap_up")?,
            need: request.need_summary.clone(),
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
