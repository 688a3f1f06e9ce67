//! The shops of a week, live.

use std::sync::Arc;

use aftersales_kit::{Result, db::Tx, id::StaffId, refdata::BranchBook, rpc::Call, time::BusinessDate};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, unpaged};
use crate::{
    app::list_shop_tasks,
    domain::{ShopState, ShopTask, Week},
    rpc::{
        Dispatch,
        convert::{maybe_date, maybe_staff},
        shop_visits::{key, shown},
    },
};

/// The tasks of an ISO week at a branch, by technician and shop.
pub struct ShopTasks {
    desk: Dispatch,
    call: Call,
    book: Arc<BranchBook>,
    week: Week,
    technician: Option<StaffId>,
    missed_only: bool,
    last_day: Option<BusinessDate>,
    sunday: BusinessDate,
}

impl ShopTasks {
    fn today(&self) -> Result<BusinessDate> {
        self.book.date_of(self.desk.kit.clock().now())
    }
}

impl Rows for ShopTasks {
    const NAME: &'static str = "dispatch.live.shop_tasks";
    type Request = proto::ListShopTasksRequest;
    type Place = (String, String);
    type Record = ShopTask;
    type Row = proto::ShopTask;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        let book = desk.book(call, &request.branch_id).await?;
        let today = book.date_of(desk.kit.clock().now())?;
        let week = Week::of(maybe_date(&request.date, "date")?.unwrap_or(today))?;
        // a token of the present week must not go on with the tasks of the next
        request.date = week.start().to_string();
        Ok(Self {
            desk: desk.clone(),
            call: call.clone(),
            week,
            technician: maybe_staff(&request.technician_id)?,
            missed_only: request.missed_only,
            last_day: week.last_working_day(&book)?,
            sunday: week.end()?,
            book,
        })
    }

    async fn listed(&self, tx: &mut Tx, after: Option<Self::Place>, limit: i64) -> Result<Vec<ShopTask>> {
        let mut tasks = list_shop_tasks::run(tx, &self.book, self.week).await?;
        tasks.retain(|task| self.belongs(task) && after.as_ref().is_none_or(|after| key(task) > *after));
        tasks.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(tasks)
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<ShopTask>> {
        list_shop_tasks::of_ids(tx, &self.book, self.week, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        match event {
            Event::ShopAssignmentChanged(it) => Some(&it.assignment_id),
            Event::ShopVisited(it) => Some(&it.assignment_id),
            _ => None,
        }
    }

    fn belongs(&self, task: &ShopTask) -> bool {
        let shop = &task.assignment;
        let missed = || {
            self.today()
                .is_ok_and(|today| task.state(today, self.last_day) == ShopState::Missed)
        };
        shop.branch_id == *self.book.id()
            && shop.lasts_through(self.sunday)
            && self.technician.as_ref().is_none_or(|code| shop.technician_id == *code)
            && (!self.missed_only || missed())
    }

    fn place(task: &ShopTask) -> Self::Place {
        key(task)
    }

    fn id(task: &ShopTask) -> Uuid {
        task.assignment.id
    }

    async fn shown(&self, _: &mut Tx, records: &[ShopTask]) -> Result<Vec<proto::ShopTask>> {
        let today = self.today()?;
        let tasks = records.iter().map(|task| shown(&self.call, &self.book, today, task));
        tasks.collect()
    }
}
