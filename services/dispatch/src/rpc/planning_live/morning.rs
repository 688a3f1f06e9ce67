//! The morning's worklist, live (DSP-14, DSP-15, DSP-31).

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    id::StaffId,
    live::{self, Current, List},
    outbox,
    refdata::BranchBook,
    rpc::Call,
};
use aftersales_proto::dispatch::v1 as proto;
use uuid::Uuid;

use super::{DayList, page};
use crate::{
    app::plan_days,
    domain::{MorningKey, WorkOrder},
    rpc::{Dispatch, convert::maybe_staff},
    store::work_orders,
};

/// The morning of a branch, or of one of its technicians.
pub struct Morning {
    desk: Dispatch,
    call: Call,
    book: Arc<BranchBook>,
    technician: Option<StaffId>,
}

impl Morning {
    async fn shown(&self, tx: &mut Tx, orders: &[WorkOrder]) -> Result<Vec<proto::MorningRow>> {
        let shown = self.desk.orders(tx, &self.call, orders).await?;
        let row = |(order, shown): (&WorkOrder, proto::WorkOrder)| proto::MorningRow {
            work_order: Some(shown),
            sort_key: order.morning_key().text(),
        };
        Ok(orders.iter().zip(shown).map(row).collect())
    }
}

impl DayList for Morning {
    const NAME: &'static str = "dispatch.live.morning";
    type Request = proto::ListMorningWorklistRequest;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        request.page_size = 0;
        request.page_token.clear();
        Ok(Self {
            desk: desk.clone(),
            call: call.clone(),
            book: desk.book(call, &request.branch_id).await?,
            technician: maybe_staff(&request.technician_id)?,
        })
    }
}

impl List for Morning {
    type Key = Uuid;
    type Place = MorningKey;
    type Row = proto::MorningRow;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&MorningKey>,
        limit: i64,
    ) -> Result<Vec<(MorningKey, proto::MorningRow)>> {
        let now = self.desk.kit.clock().now();
        let orders = plan_days::morning(tx, &self.book, self.technician.as_ref(), now).await?;
        let orders = orders.into_iter().map(|order| (order.morning_key(), order)).collect();
        let (places, orders): (Vec<_>, Vec<_>) = page(orders, after, limit).into_iter().unzip();
        Ok(places.into_iter().zip(self.shown(tx, &orders).await?).collect())
    }

    fn touched(&self, event: &outbox::Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<Current<proto::MorningRow>>> {
        let now = self.desk.kit.clock().now();
        let (mut there, mut told) = (Vec::new(), Vec::new());
        for order in work_orders::of_tickets(tx, tickets).await? {
            if plan_days::is_of_morning(&order, &self.book, self.technician.as_ref(), now)? {
                there.push(order);
            } else {
                told.push(Current::Gone(order.id.to_string()));
            }
        }
        told.extend(self.shown(tx, &there).await?.into_iter().map(Current::Row));
        Ok(told)
    }
}
