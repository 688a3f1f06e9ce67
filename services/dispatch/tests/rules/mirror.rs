//! What a client keeps of a live list.

use std::{collections::BTreeMap, time::Duration};

use aftersales_kit::auth::Role;
use aftersales_proto::dispatch::v1::{
    self as proto, QueueEntry, WorkOrder, dispatch_live_service_client::DispatchLiveServiceClient,
};
use tonic::Streaming;

use aftersales_kit::testing::rig::RigChannel;

use super::desk::Desk;

/// How long a test waits for what must be told.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client of the live lists.
pub type LiveClient = DispatchLiveServiceClient<RigChannel>;

/// A client of the live lists of somebody.
pub async fn live(desk: &Desk, role: Role, branch: &str, code: &str) -> LiveClient {
    DispatchLiveServiceClient::new(desk.rig.channel(&[role], branch, code).await)
}

/// The rows that a stream has told, by id.
pub struct Mirror<M, R> {
    stream: Streaming<M>,
    /// The rows.
    pub rows: BTreeMap<String, R>,
    /// Ids that were told to be gone, in order.
    pub removed: Vec<String>,
    /// The last token.
    pub token: String,
}

impl<M, R> Mirror<M, R> {
    /// Of a new stream.
    pub fn of(stream: Streaming<M>) -> Self {
        Self {
            stream,
            rows: BTreeMap::new(),
            removed: Vec::new(),
            token: String::new(),
        }
    }
}

macro_rules! mirror {
    ($answer:ident, $module:ident, $row:ty, $field:ident, $id:expr) => {
        impl Mirror<proto::$answer, $row> {
            /// Takes the next message.
            pub async fn read(&mut self) {
                use proto::$module::Message;
                let told = tokio::time::timeout(PATIENCE, self.stream.message()).await;
                let told = told.unwrap().unwrap().unwrap();
                match told.message.unwrap() {
                    Message::Snapshot(told) | Message::Changed(told) => {
                        let id = $id;
                        self.rows
                            .extend(told.$field.into_iter().map(|row| (id(&row), row)));
                    }
                    Message::Removed(told) => told.ids.into_iter().for_each(|id| {
                        self.rows.remove(&id);
                        self.removed.push(id);
                    }),
                    Message::SnapshotComplete(_) | Message::Heartbeat(_) => {}
                }
                self.token = told.resume_token;
            }

            /// Takes messages until `done` holds of what is kept.
            pub async fn until(&mut self, done: impl Fn(&Self) -> bool) {
                let reading = async {
                    while !done(self) {
                        self.read().await;
                    }
                };
                assert!(
                    tokio::time::timeout(PATIENCE, reading).await.is_ok(),
                    "waited in vain"
                );
            }
        }
    };
}

fn of_entry(entry: &QueueEntry) -> String {
    entry.work_order.as_ref().unwrap().id.clone()
}

fn of_order(order: &WorkOrder) -> String {
    order.id.clone()
}

mirror!(
    WatchDispatchQueueResponse,
    watch_dispatch_queue_response,
    QueueEntry,
    entries,
    of_entry
);
mirror!(
    WatchWorkOrdersResponse,
    watch_work_orders_response,
    WorkOrder,
    work_orders,
    of_order
);
mirror!(
    WatchMyWorkResponse,
    watch_my_work_response,
    WorkOrder,
    work_orders,
    of_order
);
mirror!(
    WatchTakeBacksResponse,
    watch_take_backs_response,
    proto::TakeBack,
    take_backs,
    |row: &proto::TakeBack| row.id.clone()
);
mirror!(
    WatchAppraisalsResponse,
    watch_appraisals_response,
    proto::Appraisal,
    appraisals,
    |row: &proto::Appraisal| row.id.clone()
);
mirror!(
    WatchExpensesResponse,
    watch_expenses_response,
    proto::Expense,
    expenses,
    |row: &proto::Expense| row.id.clone()
);
mirror!(
    WatchPlanItemsResponse,
    watch_plan_items_response,
    proto::PlanItem,
    items,
    |row: &proto::PlanItem| row.id.clone()
);
mirror!(
    WatchShopTasksResponse,
    watch_shop_tasks_response,
    proto::ShopTask,
    tasks,
    |row: &proto::ShopTask| row.assignment_id.clone()
);
mirror!(
    WatchAppealsResponse,
    watch_appeals_response,
    proto::Appeal,
    appeals,
    |row: &proto::Appeal| row.id.clone()
);
mirror!(
    WatchWeeklyReportsResponse,
    watch_weekly_reports_response,
    proto::WeeklyReport,
    weekly_reports,
    |row: &proto::WeeklyReport| row.id.clone()
);
mirror!(
    WatchDailyReportsResponse,
    watch_daily_reports_response,
    proto::DailyReport,
    reports,
    |row: &proto::DailyReport| row.id.clone()
);
mirror!(
    WatchMorningWorklistResponse,
    watch_morning_worklist_response,
    proto::MorningRow,
    rows,
    |row: &proto::MorningRow| row.work_order.as_ref().unwrap().id.clone()
);
mirror!(
    WatchEndOfDayPlanResponse,
    watch_end_of_day_plan_response,
    proto::PlanEntry,
    entries,
    |row: &proto::PlanEntry| row.work_order.as_ref().unwrap().id.clone()
);
mirror!(
    WatchVisitStatusResponse,
    watch_visit_status_response,
    proto::VisitStatusRow,
    rows,
    |row: &proto::VisitStatusRow| row.id.clone()
);
mirror!(
    WatchMissingTimeReportsResponse,
    watch_missing_time_reports_response,
    proto::MissingTimeReport,
    reports,
    |row: &proto::MissingTimeReport| row.technician_id.clone()
);
mirror!(
    WatchPresenceResponse,
    watch_presence_response,
    proto::TechnicianPresence,
    presences,
    |row: &proto::TechnicianPresence| row.technician_id.clone()
);
