//! Calls that somebody owes a call back, live (HOT-29).

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Stream},
    outbox::Event,
    refdata::BranchBook,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::hotline::v1 as proto;
use uuid::Uuid;

use crate::{
    app::list_missed_calls,
    domain::missed::Missed,
    rpc::{
        live::{LiveLists, Seen},
        missed::{LIST, place, shown},
    },
    store::{calls::StoredCall, missed_calls},
};

impl List for Seen<Arc<BranchBook>> {
    type Key = Uuid;
    type Place = (Timestamp, Uuid);
    type Row = proto::MissedCall;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::MissedCall)>> {
        let sealer = &self.hotline.env.sealer;
        let found = list_missed_calls::run(tx, sealer, &self.filter, after.copied(), limit).await?;
        let now = self.now();
        let row = |missed| (place(missed), shown(&self.call, missed, now));
        Ok(found.iter().map(row).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::MissedCall>>> {
        let (sealer, book, now) = (&self.hotline.env.sealer, &self.filter, self.now());
        let current = |stored: StoredCall| {
            let owed = stored.call.telephone.missed.as_ref().is_some_and(Missed::is_open);
            let held = owed && stored.call.branch_id == *book.id();
            Current::when(held, stored.call.id, || {
                let missed = list_missed_calls::view(sealer, book, stored)?;
                Ok(shown(&self.call, &missed, now))
            })
        };
        missed_calls::of_ids(tx, ids).await?.into_iter().map(current).collect()
    }
}

impl LiveLists {
    pub(super) async fn missed_calls(
        &self,
        call: &Call,
        request: proto::WatchMissedCallsRequest,
    ) -> Result<Stream<proto::WatchMissedCallsResponse>> {
        let wanted = proto::ListMissedCallsRequest {
            branch_id: request.branch_id,
            ..proto::ListMissedCallsRequest::default()
        };
        let list = self.seen(call, self.0.branch(call, &wanted.branch_id).await?);
        let answer = live::told!(
            proto::WatchMissedCallsResponse,
            watch_missed_calls_response,
            MissedCallRows.missed_calls
        );
        self.live(call, LIST, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}
