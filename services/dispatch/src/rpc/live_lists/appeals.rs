//! Appeals, live.

use aftersales_kit::{Result, db::Tx, id::BranchId, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, unpaged};
use crate::{
    domain::appeal::Appeal,
    rpc::{
        Dispatch,
        appeals::{name_own, shown},
        convert::own_branch,
    },
    store::appeals::{self, ListKey},
};

/// Appeals of a branch, open ones first, then newest first; a technician's own.
pub struct Appeals {
    call: Call,
    branch: BranchId,
    open_only: bool,
    technician: String,
}

impl Rows for Appeals {
    const NAME: &'static str = "dispatch.live.appeals";
    type Request = proto::ListAppealsRequest;
    type Place = ListKey;
    type Record = Appeal;
    type Row = proto::Appeal;

    async fn of(_: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        let branch = own_branch(call, &request.branch_id)?;
        name_own(call, request)?;
        Ok(Self {
            call: call.clone(),
            branch,
            open_only: request.open_only,
            technician: request.technician_id.clone(),
        })
    }

    async fn listed(&self, tx: &mut Tx, after: Option<ListKey>, limit: i64) -> Result<Vec<Appeal>> {
        appeals::list(tx, &self.branch, self.open_only, &self.technician, after, limit).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Appeal>> {
        appeals::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        match event {
            Event::AppealFiled(it) => Some(&it.appeal_id),
            Event::AppealDecided(it) => Some(&it.appeal_id),
            _ => None,
        }
    }

    fn belongs(&self, it: &Appeal) -> bool {
        it.branch_id == self.branch
            && (!self.open_only || it.is_open())
            && (self.technician.is_empty() || self.technician == it.technician_id)
    }

    fn place(it: &Appeal) -> ListKey {
        appeals::key(it)
    }

    fn id(it: &Appeal) -> Uuid {
        it.id.uuid()
    }

    async fn shown(&self, _: &mut Tx, records: &[Appeal]) -> Result<Vec<proto::Appeal>> {
        Ok(records.iter().map(|it| shown(&self.call, it)).collect())
    }
}
