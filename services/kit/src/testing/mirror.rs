//! What a client keeps of a live list: the rows that its stream has told, by id.

use std::{collections::BTreeMap, time::Duration};

use aftersales_proto::{
    callback::v1 as callback, dispatch::v1 as dispatch, hotline::v1 as hotline, registry::v1 as registry,
};
use tonic::{Response, Streaming};

use crate::live::News;

/// How long a test waits for what must be told; heartbeats come however long nothing is told.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer of a watching method.
pub trait Message {
    /// What the list is made of.
    type Row: PartialEq + std::fmt::Debug;

    /// The id by which a row is told to be gone.
    fn id(row: &Self::Row) -> String;

    /// What the message tells, and the token to resume with.
    fn take(self) -> (News<Self::Row>, String);
}

/// A watching method's answer: the module of its oneof `message`, a row, the field that holds the rows, and a row's id.
macro_rules! mirrored {
    ($($service:ident: $answer:ident in $module:ident, $row:ident as $field:ident, |$it:ident| $id:expr;)+) => {$(
        impl Message for $service::$answer {
            type Row = $service::$row;

            fn id($it: &Self::Row) -> String {
                $id.clone()
            }

            fn take(self) -> (News<Self::Row>, String) {
                use $service::$module::Message as Told;
                let news = match self.message.expect("every message tells something") {
                    Told::Snapshot(told) => News::Snapshot(told.$field),
                    Told::SnapshotComplete(_) => News::Complete,
                    Told::Changed(told) => News::Changed(told.$field),
                    Told::Removed(told) => News::Removed(told.ids),
                    Told::Heartbeat(_) => News::Heartbeat,
                };
                (news, self.resume_token)
            }
        }
    )+};
}

mirrored! {
    callback: WatchCallbackTasksResponse in watch_callback_tasks_response, CallbackTask as tasks, |row| row.id;
    dispatch: WatchDispatchQueueResponse in watch_dispatch_queue_response, QueueEntry as entries, |row| row.work_order.as_ref().expect("an order").id;
    dispatch: WatchWorkOrdersResponse in watch_work_orders_response, WorkOrder as work_orders, |row| row.id;
    dispatch: WatchMyWorkResponse in watch_my_work_response, WorkOrder as work_orders, |row| row.id;
    dispatch: WatchTakeBacksResponse in watch_take_backs_response, TakeBack as take_backs, |row| row.id;
    dispatch: WatchAppraisalsResponse in watch_appraisals_response, Appraisal as appraisals, |row| row.id;
    dispatch: WatchExpensesResponse in watch_expenses_response, Expense as expenses, |row| row.id;
    dispatch: WatchPlanItemsResponse in watch_plan_items_response, PlanItem as items, |row| row.id;
    dispatch: WatchShopTasksResponse in watch_shop_tasks_response, ShopTask as tasks, |row| row.assignment_id;
    dispatch: WatchAppealsResponse in watch_appeals_response, Appeal as appeals, |row| row.id;
    dispatch: WatchWeeklyReportsResponse in watch_weekly_reports_response, WeeklyReport as weekly_reports, |row| row.id;
    dispatch: WatchDailyReportsResponse in watch_daily_reports_response, DailyReport as reports, |row| row.id;
    dispatch: WatchMorningWorklistResponse in watch_morning_worklist_response, MorningRow as rows, |row| row.work_order.as_ref().expect("an order").id;
    dispatch: WatchEndOfDayPlanResponse in watch_end_of_day_plan_response, PlanEntry as entries, |row| row.work_order.as_ref().expect("an order").id;
    dispatch: WatchVisitStatusResponse in watch_visit_status_response, VisitStatusRow as rows, |row| row.id;
    dispatch: WatchMissingTimeReportsResponse in watch_missing_time_reports_response, MissingTimeReport as reports, |row| row.technician_id;
    dispatch: WatchPresenceResponse in watch_presence_response, TechnicianPresence as presences, |row| row.technician_id;
    hotline: WatchTicketsResponse in watch_tickets_response, Ticket as tickets, |row| row.id;
    hotline: WatchRegisterResponse in watch_register_response, RegisterRow as rows, |row| row.ticket_id;
    hotline: WatchConsultationsResponse in watch_consultations_response, Consultation as consultations, |row| row.id;
    hotline: WatchContactTasksResponse in watch_contact_tasks_response, ContactTask as tasks, |row| row.id;
    hotline: WatchAwaitingAssignmentResponse in watch_awaiting_assignment_response, AwaitingRequest as requests, |row| row.ticket_id;
    hotline: WatchCarriedOverResponse in watch_carried_over_response, AwaitingRequest as requests, |row| row.ticket_id;
    hotline: WatchVouchersResponse in watch_vouchers_response, Voucher as vouchers, |row| row.ticket_id;
    hotline: WatchMissedCallsResponse in watch_missed_calls_response, MissedCall as missed_calls, |row| row.call.as_ref().expect("a call").id;
    hotline: WatchAgentsResponse in watch_agents_response, Agent as agents, |row| row.agent_id;
    registry: WatchIssueNotesResponse in watch_issue_notes_response, IssueNote as notes, |row| row.id;
    registry: WatchLeaveResponse in watch_leave_response, Leave as leaves, |row| row.id;
    registry: WatchRosterResponse in watch_roster_response, RosterDay as days, |row| of_day(row);
    registry: WatchAttendanceResponse in watch_attendance_response, AttendanceDay as days, |row| format!("{}/{}", row.date, row.staff_id);
}

fn of_day(row: &registry::RosterDay) -> String {
    let day = row.day.as_ref().expect("a day");
    format!("{}/{}", day.date, day.staff_id)
}

/// What a client keeps of a live list.
pub struct Mirror<M: Message> {
    stream: Streaming<M>,
    /// The rows by id.
    pub rows: BTreeMap<String, M::Row>,
    /// Ids that were told to be gone, in order.
    pub removed: Vec<String>,
    /// The last token.
    pub token: String,
}

impl<M: Message> Mirror<M> {
    /// Of a new stream.
    pub fn of(answer: Response<Streaming<M>>) -> Self {
        Self {
            stream: answer.into_inner(),
            rows: BTreeMap::new(),
            removed: Vec::new(),
            token: String::new(),
        }
    }

    /// Takes the next message.
    ///
    /// # Panics
    /// When nothing is told in time, or the stream ends.
    pub async fn read(&mut self) {
        let told = tokio::time::timeout(PATIENCE, self.stream.message()).await;
        let told = told.expect("waited in vain").expect("a message").expect("no end");
        let (news, token) = told.take();
        match news {
            News::Snapshot(rows) | News::Changed(rows) => {
                self.rows.extend(rows.into_iter().map(|row| (M::id(&row), row)));
            }
            News::Removed(ids) => ids.into_iter().for_each(|id| {
                self.rows.remove(&id);
                self.removed.push(id);
            }),
            News::Complete | News::Heartbeat => {}
        }
        self.token = token;
    }

    /// Takes messages until `done` holds of what is kept.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn until(&mut self, done: impl Fn(&Self) -> bool) {
        let reading = tokio::time::timeout(PATIENCE, async {
            while !done(self) {
                self.read().await;
            }
        });
        assert!(reading.await.is_ok(), "waited in vain; kept: {:?}", self.rows);
    }

    /// Takes messages until the rows are those of the unary list.
    ///
    /// # Panics
    /// When they are not in time.
    pub async fn agrees(&mut self, listed: impl IntoIterator<Item = M::Row>) {
        let listed: BTreeMap<String, M::Row> = listed.into_iter().map(|row| (M::id(&row), row)).collect();
        self.until(|mirror| mirror.rows == listed).await;
    }

    /// Takes the end of an empty snapshot and a heartbeat, and nothing else.
    ///
    /// # Panics
    /// When anything is told.
    pub async fn hears_nothing(&mut self) {
        for _ in 0..2 {
            self.read().await;
        }
        assert!(self.rows.is_empty() && self.removed.is_empty(), "something was told");
    }
}

/// The rows alone, for what is asked of them most.
impl<M: Message> std::ops::Deref for Mirror<M> {
    type Target = BTreeMap<String, M::Row>;

    fn deref(&self) -> &Self::Target {
        &self.rows
    }
}
