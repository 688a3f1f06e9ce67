//! The lists of a coordinator's day, live: a file a list says what it reads and which events name its rows.

mod evening;
mod missing_reports;
mod morning;
mod presence;
mod visit_status;

use aftersales_kit::{
    Result,
    live::{self, List, Live, Stream, Told},
    outbox,
    rpc::Call,
};
use aftersales_proto::dispatch::v1::{
    self as proto, DispatchEvent, dispatch_event::Event, planning_live_service_server::PlanningLiveService,
};
use prost::Message;
use tonic::{Request, Response, Status};

use self::{
    evening::Evening, missing_reports::MissingReports, morning::Morning, presence::Presences,
    visit_status::VisitStatuses,
};
use super::Dispatch;

/// The live lists behind the contract.
pub struct PlanningLive(Dispatch);

/// What differs from list to list besides its rows: its name, and how a request becomes one.
trait DayList: List + Sized {
    /// Name of the list in its tokens.
    const NAME: &'static str;
    /// Request of the unary list, which is the filter.
    type Request: Message + Default;

    /// The list that a request of this caller is about. What says nothing of which rows it has is taken out of the
    /// request, and a date that was left to today is put in.
    fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> impl Future<Output = Result<Self>> + Send;
}

/// An event of dispatch as its contract has it.
fn told(event: &outbox::Event) -> Option<Event> {
    DispatchEvent::decode(event.payload.as_slice()).ok()?.event
}

/// The rows after a place, at most so many.
fn page<P: PartialOrd + Clone, R>(rows: Vec<(P, R)>, after: Option<&P>, limit: i64) -> Vec<(P, R)> {
    let rest = rows
        .into_iter()
        .filter(|(place, _)| after.is_none_or(|after| place > after));
    rest.take(usize::try_from(limit).unwrap_or_default()).collect()
}

impl PlanningLive {
    /// Of the service.
    pub const fn new(dispatch: Dispatch) -> Self {
        Self(dispatch)
    }

    async fn watch<L: DayList, A: Send + 'static>(
        &self,
        call: &Call,
        request: Option<L::Request>,
        token: &str,
        answer: impl Fn(Told<L::Row>) -> A + Send + Sync + 'static,
    ) -> Result<Stream<A>> {
        let mut request = request.unwrap_or_default();
        let list = L::of(&self.0, call, &mut request).await?;
        let live = Live::new(&self.0.kit, &self.0.pages, call, L::NAME, &request, list);
        live.stream(token, answer).await
    }
}

macro_rules! watching {
    ($($name:ident($request:ident) -> $stream:ident of $response:ident in $module:ident,
        $list:ty as $message:ident.$field:ident;)+) => {
        #[tonic::async_trait]
        impl PlanningLiveService for PlanningLive {
            $(
                type $stream = Stream<proto::$response>;

                async fn $name(&self, request: Request<proto::$request>) -> Result<Response<Self::$stream>, Status> {
                    let (call, request) = (Call::of(&request), request.into_inner());
                    let answer = live::told!(proto::$response, $module, $message.$field);
                    let stream = self.watch::<$list, _>(&call, request.list, &request.resume_token, answer);
                    call.reply(stream.await)
                }
            )+
        }
    };
}

watching! {
    watch_morning_worklist(WatchMorningWorklistRequest) -> WatchMorningWorklistStream of WatchMorningWorklistResponse
        in watch_morning_worklist_response, Morning as MorningRows.rows;
    watch_end_of_day_plan(WatchEndOfDayPlanRequest) -> WatchEndOfDayPlanStream of WatchEndOfDayPlanResponse
        in watch_end_of_day_plan_response, Evening as PlanRows.entries;
    watch_visit_status(WatchVisitStatusRequest) -> WatchVisitStatusStream of WatchVisitStatusResponse
        in watch_visit_status_response, VisitStatuses as VisitStatusRows.rows;
    watch_missing_time_reports(WatchMissingTimeReportsRequest) -> WatchMissingTimeReportsStream
        of WatchMissingTimeReportsResponse in watch_missing_time_reports_response,
        MissingReports as MissingTimeReportRows.reports;
    watch_presence(WatchPresenceRequest) -> WatchPresenceStream of WatchPresenceResponse
        in watch_presence_response, Presences as PresenceRows.presences;
}
