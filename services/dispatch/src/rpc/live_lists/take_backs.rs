//! Goods in custody, live.

use aftersales_kit::{Result, db::Tx, id::BranchId, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, id_of, unpaged};
use crate::{
    domain::{TakeBack, TakeBackId},
    rpc::{
        Dispatch,
        convert::own_branch,
        custody::{lists::filter, reveal::reveal, view::View},
    },
    store::{CustodyFilter, take_backs},
};

/// Take-backs of a branch, longest taken first.
pub struct TakeBacks {
    desk: Dispatch,
    view: View,
    branch: BranchId,
    filter: CustodyFilter,
}

impl Rows for TakeBacks {
    const NAME: &'static str = "dispatch.live.take_backs";
    type Request = proto::ListTakeBacksRequest;
    type Place = TakeBackId;
    type Record = TakeBack;
    type Row = proto::TakeBack;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        Ok(Self {
            desk: desk.clone(),
            view: View::of(call),
            branch: own_branch(call, &request.branch_id)?,
            filter: filter(request)?,
        })
    }

    async fn listed(&self, tx: &mut Tx, after: Option<TakeBackId>, limit: i64) -> Result<Vec<TakeBack>> {
        let filter = CustodyFilter {
            after,
            limit,
            ..self.filter.clone()
        };
        take_backs::listed(tx, &self.branch, &filter).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<TakeBack>> {
        take_backs::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        id_of!(event, take_back.take_back_id:
            GoodsTakenBack GoodsRegisteredIn CustodyEscalated CustodyActionRecorded CustodyRepairFinished
            CustodyRepairGivenUp
            GoodsInspected GoodsReturnDated GoodsDelivered CustodyVoucherArchived CustodyInvoiceRequested
            CustodyInvoiceOverdue)
    }

    fn belongs(&self, it: &TakeBack) -> bool {
        it.branch_id == self.branch && self.filter.admits(it)
    }

    fn place(it: &TakeBack) -> TakeBackId {
        it.id
    }

    fn id(it: &TakeBack) -> Uuid {
        it.id.uuid()
    }

    async fn shown(&self, tx: &mut Tx, records: &[TakeBack]) -> Result<Vec<proto::TakeBack>> {
        let now = self.desk.kit.clock().now();
        let mut shown: Vec<_> = records.iter().map(|it| self.view.take_back(it, now)).collect();
        reveal(tx, &self.desk.copies, shown.iter_mut()).await?;
        Ok(shown)
    }
}
