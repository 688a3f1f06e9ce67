//! Lists that stay up to date by themselves, one a file: each is its unary list, and what an event touches of it.

mod issue_notes;
mod leave;
mod roster;

use aftersales_kit::{
    id::BranchId,
    live::{List, Live, Stream},
    rpc::Call,
};
use aftersales_proto::registry::v1::{self as proto, registry_live_service_server::RegistryLiveService};
use tonic::{Request, Response, Status};

use super::Registry;
use crate::domain::reasons::BRANCH_NOT_FOUND;

/// A list, who looks at it, and which of its rows.
struct Seen<F> {
    registry: Registry,
    call: Call,
    filter: F,
}

impl Registry {
    /// The list of a branch that exists for the caller.
    fn live<F>(
        &self,
        call: &Call,
        branch: &BranchId,
        (name, wanted): (&'static str, &impl prost::Message),
        filter: F,
    ) -> aftersales_kit::Result<Live<Seen<F>>>
    where
        Seen<F>: List,
    {
        call.caller.scope.admit(branch, &BRANCH_NOT_FOUND)?;
        let list = Seen {
            registry: self.clone(),
            call: call.clone(),
            filter,
        };
        Ok(Live::new(&self.kit, &self.pages, call, name, wanted, list))
    }
}

macro_rules! streams {
    ($($stream:ident, $method:ident, $live:ident: $request:ident -> $answer:ident;)*) => {
        #[tonic::async_trait]
        impl RegistryLiveService for Registry {
            $(
                type $stream = Stream<proto::$answer>;

                async fn $method(
                    &self,
                    request: Request<proto::$request>,
                ) -> Result<Response<Self::$stream>, Status> {
                    let call = Call::of(&request);
                    call.reply(self.$live(&call, request.into_inner()).await)
                }
            )*
        }
    };
}

streams! {
    WatchIssueNotesStream, watch_issue_notes, live_issue_notes: WatchIssueNotesRequest -> WatchIssueNotesResponse;
    WatchLeaveStream, watch_leave, live_leave: WatchLeaveRequest -> WatchLeaveResponse;
    WatchRosterStream, watch_roster, live_roster: WatchRosterRequest -> WatchRosterResponse;
    WatchAttendanceStream, watch_attendance, live_attendance: WatchAttendanceRequest -> WatchAttendanceResponse;
}
