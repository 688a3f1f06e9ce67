//! Due items of plans, live.

use std::sync::Arc;

use aftersales_kit::{Result, db::Tx, refdata::BranchBook, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, unpaged};
use crate::{
    domain::PlanKind,
    rpc::{Dispatch, plan::view::View},
    store::plan_items::{self, ItemKey, Listed},
    wire::Wire,
};

/// Items of a branch, longest due first.
pub struct PlanItems {
    desk: Dispatch,
    view: View,
    book: Arc<BranchBook>,
    kind: Option<PlanKind>,
    open_only: bool,
}

impl Rows for PlanItems {
    const NAME: &'static str = "dispatch.live.plan_items";
    type Request = proto::ListPlanItemsRequest;
    type Place = ItemKey;
    type Record = Listed;
    type Row = proto::PlanItem;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        Ok(Self {
            desk: desk.clone(),
            view: View::of(call),
            book: desk.book(call, &request.branch_id).await?,
            kind: PlanKind::from_wire(request.kind()),
            open_only: request.open_only,
        })
    }

    async fn listed(&self, tx: &mut Tx, after: Option<ItemKey>, limit: i64) -> Result<Vec<Listed>> {
        plan_items::listed(tx, self.book.id(), self.kind, self.open_only, after, limit).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Listed>> {
        plan_items::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        match event {
            Event::PlanItemDue(it) => Some(&it.plan_item_id),
            Event::RevisitRecorded(it) => Some(&it.plan_item_id),
            _ => None,
        }
    }

    fn belongs(&self, (it, ..): &Listed) -> bool {
        it.branch_id == *self.book.id()
            && self.kind.is_none_or(|kind| kind == it.kind)
            && (!self.open_only || it.is_open())
    }

    fn place((it, ..): &Listed) -> ItemKey {
        ItemKey::of(it)
    }

    fn id((it, ..): &Listed) -> Uuid {
        it.id.uuid()
    }

    async fn shown(&self, _: &mut Tx, records: &[Listed]) -> Result<Vec<proto::PlanItem>> {
        let today = self.book.date_of(self.desk.kit.clock().now())?;
        let shown = |(it, asset, customer): &Listed| self.view.item(it, *asset, *customer, Some(today));
        Ok(records.iter().map(shown).collect())
    }
}
