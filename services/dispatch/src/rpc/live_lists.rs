//! The other lists that people work from, live: a file a list says what it reads and which events name its rows.

mod appeals;
mod appraisals;
mod daily_reports;
mod expenses;
mod plan_items;
mod shop_tasks;
mod take_backs;
mod weekly_reports;

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Live, Stream, Told},
    outbox,
    rpc::Call,
};
use aftersales_proto::dispatch::v1::{
    self as proto, DispatchEvent, dispatch_event::Event, dispatch_lists_live_service_server::DispatchListsLiveService,
};
use prost::Message;
use serde::{Serialize, de::DeserializeOwned};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use self::{
    appeals::Appeals, appraisals::Appraisals, daily_reports::DailyReports, expenses::Expenses, plan_items::PlanItems,
    shop_tasks::ShopTasks, take_backs::TakeBacks, weekly_reports::WeeklyReports,
};
use super::Dispatch;

/// The live lists behind the contract.
pub struct ListsLive(Dispatch);

/// What differs from list to list: its unary request, what it reads, and which events name its rows.
trait Rows: Sized + Send + Sync + 'static {
    /// Name of the list in its tokens.
    const NAME: &'static str;
    /// Request of the unary list, which is the filter.
    type Request: Message + Default;
    /// Where a page begins.
    type Place: Serialize + DeserializeOwned + Clone + Send + Sync;
    /// A row as it is stored.
    type Record: Send + Sync;
    /// A row as the caller sees it.
    type Row: Message + 'static;

    /// The list that a request of this caller is about; what says nothing of the filter is taken out of the request.
    fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> impl Future<Output = Result<Self>> + Send;

    /// The reader of the unary list.
    fn listed(
        &self,
        tx: &mut Tx,
        after: Option<Self::Place>,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<Self::Record>>> + Send;

    /// Some records, whether they belong to the list or not.
    fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> impl Future<Output = Result<Vec<Self::Record>>> + Send;

    /// The record that an event changed, if it is one of the kind.
    fn named(event: &Event) -> Option<&str>;

    /// The record is of the branch and matches the filter.
    fn belongs(&self, record: &Self::Record) -> bool;

    /// Where the record stands in the list.
    fn place(record: &Self::Record) -> Self::Place;

    /// What events name it by.
    fn id(record: &Self::Record) -> Uuid;

    /// Some records as the caller sees them.
    fn shown(&self, tx: &mut Tx, records: &[Self::Record]) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

/// [`Rows`] as the kit's list.
struct Of<R>(R);

impl<R: Rows> List for Of<R> {
    type Key = Uuid;
    type Place = R::Place;
    type Row = R::Row;

    async fn page(&self, tx: &mut Tx, after: Option<&R::Place>, limit: i64) -> Result<Vec<(R::Place, R::Row)>> {
        let records = self.0.listed(tx, after.cloned(), limit).await?;
        let shown = self.0.shown(tx, &records).await?;
        Ok(records.iter().map(R::place).zip(shown).collect())
    }

    fn touched(&self, event: &outbox::Event) -> Vec<Uuid> {
        let told = DispatchEvent::decode(event.payload.as_slice()).ok();
        let told = told.and_then(|told| told.event);
        let id = told.as_ref().and_then(R::named);
        id.and_then(|id| Uuid::try_parse(id).ok()).into_iter().collect()
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<R::Row>>> {
        let records = self.0.of_ids(tx, ids).await?;
        let (there, gone): (Vec<_>, Vec<_>) = records.into_iter().partition(|record| self.0.belongs(record));
        let shown = self.0.shown(tx, &there).await?;
        let gone = gone.iter().map(|record| Current::Gone(R::id(record).to_string()));
        Ok(shown.into_iter().map(Current::Row).chain(gone).collect())
    }
}

/// A page's size and token say nothing of which rows a list has.
macro_rules! unpaged {
    ($request:ident) => {{
        $request.page_size = 0;
        $request.page_token.clear();
    }};
}
use unpaged;

/// The id in the facts of whichever event of a noun it is.
macro_rules! id_of {
    ($event:expr, $facts:ident.$id:ident: $($kind:ident)+) => {
        match $event {
            $(Event::$kind(it) => it.$facts.as_ref().map(|facts| facts.$id.as_str()),)+
            _ => None,
        }
    };
}
use id_of;

impl ListsLive {
    /// Of the service.
    pub const fn new(dispatch: Dispatch) -> Self {
        Self(dispatch)
    }

    async fn watch<R: Rows, A: Send + 'static>(
        &self,
        call: &Call,
        request: Option<R::Request>,
        token: &str,
        answer: impl Fn(Told<R::Row>) -> A + Send + Sync + 'static,
    ) -> Result<Stream<A>> {
        let mut request = request.unwrap_or_default();
        let rows = R::of(&self.0, call, &mut request).await?;
        let live = Live::new(&self.0.kit, &self.0.pages, call, R::NAME, &request, Of(rows));
        live.stream(token, answer).await
    }
}

macro_rules! watching {
    ($($name:ident($request:ident) -> $stream:ident of $response:ident in $module:ident,
        $rows:ty as $message:ident.$field:ident;)+) => {
        #[tonic::async_trait]
        impl DispatchListsLiveService for ListsLive {
            $(
                type $stream = Stream<proto::$response>;

                async fn $name(&self, request: Request<proto::$request>) -> Result<Response<Self::$stream>, Status> {
                    let (call, request) = (Call::of(&request), request.into_inner());
                    let answer = live::told!(proto::$response, $module, $message.$field);
                    let stream = self.watch::<$rows, _>(&call, request.list, &request.resume_token, answer);
                    call.reply(stream.await)
                }
            )+
        }
    };
}

watching! {
    watch_take_backs(WatchTakeBacksRequest) -> WatchTakeBacksStream of WatchTakeBacksResponse
        in watch_take_backs_response, TakeBacks as TakeBackRows.take_backs;
    watch_appraisals(WatchAppraisalsRequest) -> WatchAppraisalsStream of WatchAppraisalsResponse
        in watch_appraisals_response, Appraisals as AppraisalRows.appraisals;
    watch_expenses(WatchExpensesRequest) -> WatchExpensesStream of WatchExpensesResponse
        in watch_expenses_response, Expenses as ExpenseRows.expenses;
    watch_plan_items(WatchPlanItemsRequest) -> WatchPlanItemsStream of WatchPlanItemsResponse
        in watch_plan_items_response, PlanItems as PlanItemRows.items;
    watch_shop_tasks(WatchShopTasksRequest) -> WatchShopTasksStream of WatchShopTasksResponse
        in watch_shop_tasks_response, ShopTasks as ShopTaskRows.tasks;
    watch_appeals(WatchAppealsRequest) -> WatchAppealsStream of WatchAppealsResponse
        in watch_appeals_response, Appeals as AppealRows.appeals;
    watch_weekly_reports(WatchWeeklyReportsRequest) -> WatchWeeklyReportsStream of WatchWeeklyReportsResponse
        in watch_weekly_reports_response, WeeklyReports as WeeklyReportRows.weekly_reports;
    watch_daily_reports(WatchDailyReportsRequest) -> WatchDailyReportsStream of WatchDailyReportsResponse
        in watch_daily_reports_response, DailyReports as DailyReportRows.reports;
}
