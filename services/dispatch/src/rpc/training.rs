//! `TrainingService`: results of tests that end a training (DSP-64, X-04).

use std::sync::Arc;

use aftersales_kit::{
    Result, etag,
    page::PageTokens,
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    rpc::Call,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, training_service_server::TrainingService};

use super::{
    convert::{branch, staff},
    scores::page,
    shared::{actions, admit_own, sees_own_only},
};
use crate::{
    app::record_training::{self, Test},
    domain::{score_reasons::TRAINING_FINAL, training::TrainingResult},
    store::training_results,
    wire::scores::small,
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.TrainingService";

const LIST: &str = "dispatch.training_results";

/// The service behind the contract.
pub struct Training {
    kit: Kit,
    pages: Arc<PageTokens>,
}

aftersales_kit::forward! {
    TrainingService for Training {
        record_training_result(RecordTrainingResultRequest) -> RecordTrainingResultResponse;
        list_training_results(ListTrainingResultsRequest) -> ListTrainingResultsResponse;
    }
}

impl Training {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            pages: env.pages.clone(),
        }
    }

    async fn record_training_result(
        &self,
        call: &Call,
        request: proto::RecordTrainingResultRequest,
    ) -> Result<proto::RecordTrainingResultResponse> {
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let book = self.kit.branch(&branch).await?;
        let held_on = BusinessDate::parse(&request.held_on);
        let test = Test {
            technician_id: staff(&request.technician_id)?,
            product_line: request.product_line.clone(),
            held_on: held_on.ok_or_else(|| INVALID_REQUEST.field("held_on", "must be a date"))?,
            points: request.points().into(),
        };
        let caller = call.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let result = record_training::run(tx, &book, test, &caller.caller.subject).await?;
                let result = Some(shown(&caller, &result));
                Ok(proto::RecordTrainingResultResponse { result })
            })
        });
        body.await
    }

    async fn list_training_results(
        &self,
        call: &Call,
        mut request: proto::ListTrainingResultsRequest,
    ) -> Result<proto::ListTrainingResultsResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        if sees_own_only(&call.caller) && request.technician_id.is_empty() {
            request.technician_id.clone_from(&call.caller.subject);
        }
        admit_own(&call.caller, &request.technician_id)?;
        let after = self.pages.key(LIST, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let (technician, line) = (&request.technician_id, &request.product_line);
        let rows = training_results::list(&mut tx, &branch, technician, line, after, size + 1).await?;
        let key = |result: &TrainingResult| (result.held_on, result.id);
        let (rows, next_page_token) = self.pages.cut(LIST, &request, rows, size, key)?;
        Ok(proto::ListTrainingResultsResponse {
            results: rows.iter().map(|result| shown(call, result)).collect(),
            next_page_token,
        })
    }
}

fn shown(call: &Call, result: &TrainingResult) -> proto::TrainingResult {
    let (available_actions, readonly_reason) = actions(call, SERVICE, Err(TRAINING_FINAL.refuse()));
    proto::TrainingResult {
        id: result.id.to_string(),
        branch_id: result.branch_id.to_string(),
        technician_id: result.technician_id.to_string(),
        product_line: result.product_line.clone(),
        held_on: result.held_on.to_string(),
        points: small(result.points),
        pass_mark: small(result.pass_mark),
        passed: result.passed(),
        recorded_by: result.recorded_by.clone(),
        recorded_at: Some(result.recorded_at.to_proto()),
        etag: etag::of(1),
        available_actions,
        readonly_reason,
    }
}
