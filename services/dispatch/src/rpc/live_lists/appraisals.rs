//! Appraisals, live.

use aftersales_kit::{Result, db::Tx, id::BranchId, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, id_of, unpaged};
use crate::{
    domain::{Appraisal, AppraisalId, AppraisalState},
    rpc::{Dispatch, appraisal::view::View, convert::own_branch},
    store::appraisals,
    wire::Wire,
};

/// Appraisals of a branch, oldest first.
pub struct Appraisals {
    view: View,
    branch: BranchId,
    states: Vec<AppraisalState>,
}

impl Rows for Appraisals {
    const NAME: &'static str = "dispatch.live.appraisals";
    type Request = proto::ListAppraisalsRequest;
    type Place = AppraisalId;
    type Record = Appraisal;
    type Row = proto::Appraisal;

    async fn of(_: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        Ok(Self {
            view: View::of(call),
            branch: own_branch(call, &request.branch_id)?,
            states: request.states().filter_map(AppraisalState::from_wire).collect(),
        })
    }

    async fn listed(&self, tx: &mut Tx, after: Option<AppraisalId>, limit: i64) -> Result<Vec<Appraisal>> {
        appraisals::listed(tx, &self.branch, &self.states, after, limit).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Appraisal>> {
        appraisals::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        id_of!(event, appraisal.appraisal_id:
            AppraisalRecorded ReplacementRequested ReplacementDecided RefusedReplacementSettled)
    }

    fn belongs(&self, it: &Appraisal) -> bool {
        it.branch_id == self.branch && (self.states.is_empty() || self.states.contains(&it.state))
    }

    fn place(it: &Appraisal) -> AppraisalId {
        it.id
    }

    fn id(it: &Appraisal) -> Uuid {
        it.id.uuid()
    }

    async fn shown(&self, _: &mut Tx, records: &[Appraisal]) -> Result<Vec<proto::Appraisal>> {
        Ok(records.iter().map(|it| self.view.appraisal(it)).collect())
    }
}
