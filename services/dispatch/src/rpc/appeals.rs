//! `AppealService`: appeals against what counts (DSP-57).

use std::sync::Arc;

use aftersales_kit::{
    Result, etag,
    page::PageTokens,
    reasons::INVALID_REQUEST,
    rpc::Call,
    service::{Env, Kit},
    time::Timestamp,
};
use aftersales_proto::dispatch::v1::{self as proto, AppealDecision, appeal_service_server::AppealService};

use super::{
    actor,
    convert::{own_branch, target, word},
    scores::page,
    shared::{actions, admit_own, sees_own_only},
};
use crate::{
    app::{
        By,
        decide_appeal::{self, Decision},
        file_appeal,
    },
    domain::appeal::{Appeal, AppealId},
    store::appeals,
    wire::Wire,
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.AppealService";

const LIST: &str = "dispatch.appeals";

/// The service behind the contract.
pub struct Appeals {
    kit: Kit,
    pages: Arc<PageTokens>,
}

aftersales_kit::forward! {
    AppealService for Appeals {
        file_appeal(FileAppealRequest) -> FileAppealResponse;
        decide_appeal(DecideAppealRequest) -> DecideAppealResponse;
        get_appeal(GetAppealRequest) -> GetAppealResponse;
        list_appeals(ListAppealsRequest) -> ListAppealsResponse;
    }
}

fn appeal_id(text: &str) -> Result<AppealId> {
    Ok(AppealId::parse(text).map_err(|_| INVALID_REQUEST.field("appeal_id", "must be a UUID"))?)
}

impl Appeals {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            pages: env.pages.clone(),
        }
    }

    fn by(&self, call: &Call) -> By {
        By {
            actor: actor(&call.caller),
            scope: call.caller.scope.clone(),
            refs: self.kit.refdata().clone(),
        }
    }

    async fn file_appeal(&self, call: &Call, request: proto::FileAppealRequest) -> Result<proto::FileAppealResponse> {
        let (by, target) = (self.by(call), target(&request.work_order_id, "")?);
        let (cause, reason) = (word(request.cause(), "cause")?, request.reason.clone());
        let caller = call.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let appeal = file_appeal::run(tx, &by, &target, cause, reason).await?;
                let appeal = Some(shown(&caller, &appeal));
                Ok(proto::FileAppealResponse { appeal })
            })
        });
        body.await
    }

    async fn decide_appeal(
        &self,
        call: &Call,
        request: proto::DecideAppealRequest,
    ) -> Result<proto::DecideAppealResponse> {
        let decision = Decision {
            id: appeal_id(&request.appeal_id)?,
            excludes: request.decision() == AppealDecision::ExcludeFromScore,
            reason: request.reason.clone(),
            etag: request.etag.clone(),
        };
        let (by, caller) = (self.by(call), call.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let appeal = decide_appeal::run(tx, &by, decision).await?;
                let appeal = Some(shown(&caller, &appeal));
                Ok(proto::DecideAppealResponse { appeal })
            })
        });
        body.await
    }

    async fn get_appeal(&self, call: &Call, request: proto::GetAppealRequest) -> Result<proto::GetAppealResponse> {
        let id = appeal_id(&request.appeal_id)?;
        let appeal = appeals::get(&mut self.kit.read().await?, &call.caller.scope, id).await?;
        admit_own(&call.caller, &appeal.technician_id)?;
        Ok(proto::GetAppealResponse {
            appeal: Some(shown(call, &appeal)),
        })
    }

    async fn list_appeals(
        &self,
        call: &Call,
        mut request: proto::ListAppealsRequest,
    ) -> Result<proto::ListAppealsResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let branch = own_branch(call, &request.branch_id)?;
        name_own(call, &mut request)?;
        let after = self.pages.key(LIST, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let technician = &request.technician_id;
        let rows = appeals::list(&mut tx, &branch, request.open_only, technician, after, size + 1).await?;
        let (rows, next_page_token) = self.pages.cut(LIST, &request, rows, size, appeals::key)?;
        Ok(proto::ListAppealsResponse {
            appeals: rows.iter().map(|appeal| shown(call, appeal)).collect(),
            next_page_token,
        })
    }
}

/// A technician who names nobody asks for his own appeals.
///
/// # Errors
/// `SCORE_OF_OTHERS`.
pub(super) fn name_own(call: &Call, request: &mut proto::ListAppealsRequest) -> Result<()> {
    if sees_own_only(&call.caller) && request.technician_id.is_empty() {
        request.technician_id.clone_from(&call.caller.subject);
    }
    admit_own(&call.caller, &request.technician_id)
}

/// An appeal as the caller sees it.
pub(super) fn shown(call: &Call, appeal: &Appeal) -> proto::Appeal {
    let possible = appeal
        .may_decide(&call.caller.subject)
        .map(|()| ["DecideAppeal"].as_slice());
    let (available_actions, readonly_reason) = actions(call, SERVICE, possible);
    proto::Appeal {
        id: appeal.id.to_string(),
        branch_id: appeal.branch_id.to_string(),
        work_order_id: appeal.work_order_id.to_string(),
        work_order_no: appeal.work_order_no.clone(),
        ticket_id: appeal.ticket_id.to_string(),
        technician_id: appeal.technician_id.clone(),
        cause: appeal.cause.to_wire().into(),
        reason: appeal.reason.clone(),
        state: appeal.state.to_wire().into(),
        filed_by: appeal.filed_by.clone(),
        filed_at: Some(appeal.filed_at.to_proto()),
        decision_reason: appeal.decision_reason.clone(),
        decided_by: appeal.decided_by.clone(),
        decided_at: appeal.decided_at.map(Timestamp::to_proto),
        etag: etag::of(appeal.version),
        available_actions,
        readonly_reason,
    }
}
