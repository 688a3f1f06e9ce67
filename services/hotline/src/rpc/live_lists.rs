//! More lists that stay up to date by themselves, one a file: each is its unary list, and what an event touches of it.

mod agents;
mod awaiting;
mod contact_tasks;
mod missed_calls;
mod vouchers;

use aftersales_kit::{live::Stream, rpc::Call};
use aftersales_proto::hotline::v1::{self as proto, hotline_lists_live_service_server::HotlineListsLiveService};
use tonic::{Request, Response, Status};

use super::live::LiveLists;

/// Forwards each watching method to the function of its list.
macro_rules! watching {
    ($($method:ident: $stream:ident = $list:ident($request:ident) -> $response:ident),+ $(,)?) => {
        #[tonic::async_trait]
        impl HotlineListsLiveService for LiveLists {
            $(type $stream = Stream<proto::$response>;)+

            $(
                async fn $method(
                    &self,
                    request: Request<proto::$request>,
                ) -> Result<Response<Self::$stream>, Status> {
                    let call = Call::of(&request);
                    call.reply(self.$list(&call, request.into_inner()).await)
                }
            )+
        }
    };
}

watching! {
    watch_contact_tasks: WatchContactTasksStream = contact_tasks(WatchContactTasksRequest) -> WatchContactTasksResponse,
    watch_awaiting_assignment: WatchAwaitingAssignmentStream =
        awaiting_assignment(WatchAwaitingAssignmentRequest) -> WatchAwaitingAssignmentResponse,
    watch_carried_over: WatchCarriedOverStream = carried_over(WatchCarriedOverRequest) -> WatchCarriedOverResponse,
    watch_vouchers: WatchVouchersStream = vouchers(WatchVouchersRequest) -> WatchVouchersResponse,
    watch_missed_calls: WatchMissedCallsStream = missed_calls(WatchMissedCallsRequest) -> WatchMissedCallsResponse,
    watch_agents: WatchAgentsStream = agents(WatchAgentsRequest) -> WatchAgentsResponse,
}
