//! Leave, live.

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Stream},
    outbox::Event,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::registry::v1 as proto;
use uuid::Uuid;

use super::Seen;
use crate::{
    app::read_leaves::{self, Filter},
    domain::leave::{Leave, LeaveId},
    rpc::{
        Registry,
        roster::{LEAVE, leave_filter, leave_place, shown_leave},
    },
};

impl List for Seen<Filter> {
    type Key = Uuid;
    type Place = (i64, Timestamp, LeaveId);
    type Row = proto::Leave;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::Leave)>> {
        let filter = Filter {
            after: after.copied(),
            limit,
            ..self.filter.clone()
        };
        let found = read_leaves::list(tx, &self.call.caller.scope, &filter).await?;
        let row = |leave| (leave_place(leave), shown_leave(&self.call, leave));
        Ok(found.iter().map(row).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::Leave>>> {
        let current = |leave: &Leave| {
            Current::when(self.filter.admits(leave), leave.id, || {
                Ok(shown_leave(&self.call, leave))
            })
        };
        let found = read_leaves::of_ids(tx, ids).await?;
        found.iter().map(current).collect()
    }
}

impl Registry {
    pub(super) async fn live_leave(
        &self,
        call: &Call,
        request: proto::WatchLeaveRequest,
    ) -> Result<Stream<proto::WatchLeaveResponse>> {
        let wanted = proto::ListLeaveRequest {
            branch_id: request.branch_id,
            state: request.state,
            ..proto::ListLeaveRequest::default()
        };
        let filter = leave_filter(call, &wanted)?;
        let answer = live::told!(proto::WatchLeaveResponse, watch_leave_response, LeaveRows.leaves);
        self.live(call, &filter.branch.clone(), (LEAVE, &wanted), filter)?
            .stream(&request.resume_token, answer)
            .await
    }
}
