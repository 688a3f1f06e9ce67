//! The methods of appraisal and replacement: decode, call, encode.

use std::sync::Arc;

use aftersales_kit::{
    Refusal, Result,
    page::{PageTokens, page_size},
    reasons::INVALID_REQUEST,
    rpc::Call,
    service::{Env, Kit},
};
use aftersales_proto::{
    dispatch::v1::{self as proto, appraisal_service_server::AppraisalService},
    registry::v1::ApprovalAction,
};

use super::{
    acting,
    convert::{amount, own_branch, required, target, word},
};
use crate::{
    app::appraisal::{Named, decide_replacement, record_appraisal, request_replacement, settle_refused_replacement},
    domain::{AppraisalId, AppraisalState, OtherPlan, Verdict},
    peers::Matrix,
    store::appraisals,
    wire::Wire,
};

pub(super) mod view;

use view::View;

const APPRAISALS: &str = "dispatch.appraisals";

/// Appraisal behind the contract.
pub struct Appraisals {
    kit: Kit,
    matrix: Matrix,
    pages: Arc<PageTokens>,
}

fn appraisal_id(id: &str) -> Result<AppraisalId, Refusal> {
    AppraisalId::parse(id).map_err(|_| INVALID_REQUEST.field("appraisal_id", "must be a UUID"))
}

fn named(id: &str, etag: &str) -> Result<Named> {
    Ok(Named {
        id: appraisal_id(id)?,
        etag: etag.to_owned(),
    })
}

impl Appraisals {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            matrix: Matrix::new(env),
            pages: env.pages.clone(),
        }
    }

    async fn record_appraisal(
        &self,
        call: &Call,
        request: proto::RecordAppraisalRequest,
    ) -> Result<proto::RecordAppraisalResponse> {
        let (by, view, target) = (
            acting(&self.kit, call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let found = record_appraisal::Found {
            finding: word(request.finding(), "finding")?,
            evidence: request.evidence.clone(),
            references: request.evidence_references.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let appraisal = record_appraisal::run(tx, &by, &target, found).await?;
                let appraisal = Some(view.appraisal(&appraisal));
                Ok(proto::RecordAppraisalResponse { appraisal })
            })
        });
        body.await
    }

    async fn request_replacement(
        &self,
        call: &Call,
        request: proto::RequestReplacementRequest,
    ) -> Result<proto::RequestReplacementResponse> {
        let (by, view, named) = (
            acting(&self.kit, call),
            View::of(call),
            named(&request.appraisal_id, &request.etag)?,
        );
        let value = amount(request.value.as_ref(), "value")?;
        let seen = appraisals::get(&mut self.kit.read().await?, &call.caller.scope, named.id).await?;
        let action = ApprovalAction::Replacement;
        let asked = request_replacement::Asked {
            product: request.product.clone(),
            value,
            reason: request.reason.clone(),
            approval: self.matrix.ask(call, &seen.branch_id, action, value).await?,
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let appraisal = request_replacement::run(tx, &by, &named, asked).await?;
                let appraisal = Some(view.appraisal(&appraisal));
                Ok(proto::RequestReplacementResponse { appraisal })
            })
        });
        body.await
    }

    async fn decide_replacement(
        &self,
        call: &Call,
        request: proto::DecideReplacementRequest,
    ) -> Result<proto::DecideReplacementResponse> {
        let (by, view, named) = (
            acting(&self.kit, call),
            View::of(call),
            named(&request.appraisal_id, &request.etag)?,
        );
        let verdict = Verdict {
            approved: request.approved,
            reason: request.reason.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let appraisal = decide_replacement::run(tx, &by, &named, &verdict).await?;
                let appraisal = Some(view.appraisal(&appraisal));
                Ok(proto::DecideReplacementResponse { appraisal })
            })
        });
        body.await
    }

    async fn settle_refused_replacement(
        &self,
        call: &Call,
        request: proto::SettleRefusedReplacementRequest,
    ) -> Result<proto::SettleRefusedReplacementResponse> {
        let (by, view, named) = (
            acting(&self.kit, call),
            View::of(call),
            named(&request.appraisal_id, &request.etag)?,
        );
        let other = OtherPlan {
            informed_at: required(request.customer_informed_at, "customer_informed_at")?,
            plan: word(request.other_plan(), "other_plan")?,
            detail: request.plan_detail.clone(),
            consents: request.customer_consents,
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let appraisal = settle_refused_replacement::run(tx, &by, &named, &other).await?;
                let appraisal = Some(view.appraisal(&appraisal));
                Ok(proto::SettleRefusedReplacementResponse { appraisal })
            })
        });
        body.await
    }

    async fn get_appraisal(
        &self,
        call: &Call,
        request: proto::GetAppraisalRequest,
    ) -> Result<proto::GetAppraisalResponse> {
        let id = appraisal_id(&request.appraisal_id)?;
        let appraisal = appraisals::get(&mut self.kit.read().await?, &call.caller.scope, id).await?;
        let appraisal = Some(View::of(call).appraisal(&appraisal));
        Ok(proto::GetAppraisalResponse { appraisal })
    }

    async fn list_appraisals(
        &self,
        call: &Call,
        mut request: proto::ListAppraisalsRequest,
    ) -> Result<proto::ListAppraisalsResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = own_branch(call, &request.branch_id)?;
        let states: Vec<_> = request.states().filter_map(AppraisalState::from_wire).collect();
        let after = self.pages.key::<AppraisalId>(APPRAISALS, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let rows = appraisals::listed(&mut tx, &branch, &states, after, size + 1).await?;
        let (rows, next_page_token) = self.pages.cut(APPRAISALS, &request, rows, size, |row| row.id)?;
        let view = View::of(call);
        Ok(proto::ListAppraisalsResponse {
            appraisals: rows.iter().map(|row| view.appraisal(row)).collect(),
            next_page_token,
        })
    }
}

aftersales_kit::forward! { AppraisalService for Appraisals {
    record_appraisal(RecordAppraisalRequest) -> RecordAppraisalResponse;
    request_replacement(RequestReplacementRequest) -> RequestReplacementResponse;
    decide_replacement(DecideReplacementRequest) -> DecideReplacementResponse;
    settle_refused_replacement(SettleRefusedReplacementRequest) -> SettleRefusedReplacementResponse;
    get_appraisal(GetAppraisalRequest) -> GetAppraisalResponse;
    list_appraisals(ListAppraisalsRequest) -> ListAppraisalsResponse;
} }
