//! RPCs of missed calls.

use aftersales_kit::{Result, page::page_size, rpc::Call, time::Timestamp};
use aftersales_proto::hotline::v1::{
    ListMissedCallsRequest, ListMissedCallsResponse, MissedCall, ResolveMissedCallRequest, ResolveMissedCallResponse,
};
use uuid::Uuid;

use super::{
    TELEPHONY, Telephony, convert,
    decode::{self, word},
};
use crate::{
    app::{
        get_call,
        list_missed_calls::{self, MissedView},
        resolve_missed_call::{self, ResolveMissedCall},
    },
    domain::{
        missed::{Missed, MissedOutcome},
        telephone_reasons::MISSED_CALL_RESOLVED,
    },
    events::proto_value,
};

/// Name of the list in its page tokens.
pub(super) const LIST: &str = "hotline.missed_calls";

impl Telephony {
    pub(super) async fn list_missed_calls(
        &self,
        call: &Call,
        request: ListMissedCallsRequest,
    ) -> Result<ListMissedCallsResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let (size, pages) = (page_size(request.page_size), &self.hotline.env.pages);
        let wanted = ListMissedCallsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(LIST, &wanted, &request.page_token)?;
        let now = self.hotline.kit.clock().now();
        let mut tx = self.hotline.read().await?;
        let sealer = &self.hotline.env.sealer;
        let found = list_missed_calls::run(&mut tx, sealer, &book, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, place)?;
        Ok(ListMissedCallsResponse {
            missed_calls: found.iter().map(|missed| shown(call, missed, now)).collect(),
            next_page_token,
        })
    }

    pub(super) async fn resolve_missed_call(
        &self,
        call: &Call,
        request: ResolveMissedCallRequest,
    ) -> Result<ResolveMissedCallResponse> {
        let cmd = ResolveMissedCall {
            id: decode::id(&request.call_id, "call_id", decode::uuid)?,
            outcome: word!(MissedOutcome, request.outcome(), "MISSED_CALL_OUTCOME_", "outcome")?,
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let scope = call.caller.scope.clone();
        let stored = get_call::load(&mut self.hotline.read().await?, &scope, cmd.id).await?;
        let book = self.hotline.kit.branch(&stored.call.branch_id).await?;
        let (sealer, caller) = (self.hotline.sealer(), call.clone());
        self.hotline
            .kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let missed = resolve_missed_call::run(tx, &sealer, &scope, &book, cmd).await?;
                    Ok(ResolveMissedCallResponse {
                        missed_call: Some(shown(&caller, &missed, tx.now())),
                    })
                })
            })
            .await
    }
}

/// Where a missed call stands in the list.
pub(super) const fn place(missed: &MissedView) -> (Timestamp, Uuid) {
    (missed.view.call.rang_at, missed.view.call.id)
}

/// A missed call as a caller sees it.
pub(super) fn shown(call: &Call, it: &MissedView, now: Timestamp) -> MissedCall {
    let missed = it.view.call.telephone.missed.as_ref();
    let open = missed.is_some_and(Missed::is_open);
    let possible: &[&str] = if open { &["ResolveMissedCall"] } else { &[] };
    let resolved = (!open).then_some(&MISSED_CALL_RESOLVED);
    let (available_actions, readonly_reason) = convert::actions_of(call, &[TELEPHONY], possible, resolved);
    MissedCall {
        call: Some(aftersales_proto::hotline::v1::Call {
            available_actions,
            readonly_reason,
            ..convert::call(call, &it.view)
        }),
        call_back_by: convert::instant(it.call_back_by),
        overdue: open && now > it.call_back_by,
        outcome: missed.and_then(|missed| missed.outcome).map_or(0, |outcome| {
            proto_value!(MissedCallOutcome, "MISSED_CALL_OUTCOME_", outcome)
        }),
        resolved_at: missed.and_then(|missed| missed.resolved_at).and_then(convert::instant),
        resolved_by: missed.map(|missed| missed.resolved_by.clone()).unwrap_or_default(),
    }
}
