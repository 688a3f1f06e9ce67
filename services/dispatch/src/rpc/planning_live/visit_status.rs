//! The visit status table, live (DSP-19).

use std::{collections::BTreeMap, sync::Arc};

use aftersales_kit::{
    Result,
    db::Tx,
    id::WorkOrderId,
    live::{self, Current, List},
    outbox,
    refdata::BranchBook,
    rpc::Call,
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{DayList, told};
use crate::{
    rpc::{
        Dispatch,
        days::{status_filter, status_rows},
    },
    store::visit_statuses::{self, StatusFilter, StatusRow},
};

/// The table of a branch.
pub struct VisitStatuses {
    desk: Dispatch,
    call: Call,
    book: Arc<BranchBook>,
    filter: StatusFilter,
}

/// What an event touches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Touched {
    /// The rows of a ticket's orders: they tell the order's state.
    Ticket(Uuid),
    /// The rows of a date.
    Date(String),
    /// A row that was taken away.
    Dropped(String),
}

impl VisitStatuses {
    async fn shown(&self, tx: &mut Tx, rows: &[StatusRow]) -> Result<Vec<proto::VisitStatusRow>> {
        let now = self.desk.kit.clock().now();
        status_rows(tx, &self.call, &self.book, now, rows).await
    }

    /// The touched rows by id; none for one that is not there any more.
    async fn touched_rows(&self, tx: &mut Tx, keys: &[Touched]) -> Result<BTreeMap<String, Option<StatusRow>>> {
        let mut found = BTreeMap::new();
        let mut tickets = Vec::new();
        for key in keys {
            match key {
                Touched::Ticket(ticket) => tickets.push(*ticket),
                Touched::Dropped(id) => drop(found.insert(id.clone(), None)),
                Touched::Date(_) => {}
            }
        }
        let mut rows = visit_statuses::of_tickets(tx, self.book.id(), &tickets).await?;
        for key in keys {
            let Touched::Date(date) = key else { continue };
            if let Some(date) = BusinessDate::parse(date) {
                rows.extend(visit_statuses::of_day(tx, self.book.id(), date).await?);
            }
        }
        found.extend(rows.into_iter().map(|row| (row.id(), Some(row))));
        Ok(found)
    }
}

impl DayList for VisitStatuses {
    const NAME: &'static str = "dispatch.live.visit_status";
    type Request = proto::ListVisitStatusRequest;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        request.page_size = 0;
        request.page_token.clear();
        Ok(Self {
            desk: desk.clone(),
            call: call.clone(),
            book: desk.book(call, &request.branch_id).await?,
            filter: status_filter(request)?,
        })
    }
}

impl List for VisitStatuses {
    type Key = Touched;
    type Place = (BusinessDate, WorkOrderId);
    type Row = proto::VisitStatusRow;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::VisitStatusRow)>> {
        let filter = StatusFilter {
            after: after.copied(),
            limit,
            ..self.filter.clone()
        };
        let rows = visit_statuses::listed(tx, self.book.id(), &filter).await?;
        let places = rows.iter().map(|row| (row.date, row.work_order_id));
        Ok(places.zip(self.shown(tx, &rows).await?).collect())
    }

    fn touched(&self, event: &outbox::Event) -> Vec<Touched> {
        let here = |branch: &str| branch == self.book.id().as_str();
        match told(event) {
            Some(Event::DayClosed(it)) if here(&it.branch_id) => {
                let dropped = it.dropped_work_order_ids.iter();
                let dropped = dropped.map(|id| Touched::Dropped(format!("{}/{id}", it.date)));
                dropped.chain([Touched::Date(it.date.clone())]).collect()
            }
            Some(Event::DayReopened(it)) if here(&it.branch_id) => vec![Touched::Date(it.date)],
            _ => live::subject(event).into_iter().map(Touched::Ticket).collect(),
        }
    }

    async fn current(&self, tx: &mut Tx, keys: &[Touched]) -> Result<Vec<Current<proto::VisitStatusRow>>> {
        let (mut there, mut news) = (Vec::new(), Vec::new());
        for (id, row) in self.touched_rows(tx, keys).await? {
            match row.filter(|row| self.filter.admits(row)) {
                Some(row) => there.push(row),
                None => news.push(Current::Gone(id)),
            }
        }
        news.extend(self.shown(tx, &there).await?.into_iter().map(Current::Row));
        Ok(news)
    }
}
