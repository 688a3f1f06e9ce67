//! Requests without a technician, and those that were carried over, live (HOT-24, HOT-47).

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Stream},
    outbox::Event,
    rpc::Call,
};
use aftersales_proto::hotline::v1 as proto;
use uuid::Uuid;

use crate::{
    app::list_awaiting,
    rpc::{
        awaiting::{AWAITING, CARRIED, awaiting, awaiting_filter, carried_filter, place},
        live::{LiveLists, Seen},
    },
    store::carry_overs::{Filter, Place},
};

impl List for Seen<Filter> {
    type Key = Uuid;
    type Place = Place;
    type Row = proto::AwaitingRequest;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Vec<(Place, proto::AwaitingRequest)>> {
        let found = list_awaiting::run(tx, &self.filter, after.copied(), limit).await?;
        let row = |it: &(_, _)| (place(it), awaiting(&self.call, &it.0, &it.1));
        Ok(found.iter().map(row).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::AwaitingRequest>>> {
        let found = list_awaiting::of_ids(tx, &self.filter, ids).await?.into_iter();
        let current = found.map(|(ticket, place)| match place {
            Some(it) => Current::Row(awaiting(&self.call, &it, &ticket)),
            None => Current::Gone(ticket.id.to_string()),
        });
        Ok(current.collect())
    }
}

impl LiveLists {
    pub(super) async fn awaiting_assignment(
        &self,
        call: &Call,
        request: proto::WatchAwaitingAssignmentRequest,
    ) -> Result<Stream<proto::WatchAwaitingAssignmentResponse>> {
        let wanted = proto::ListAwaitingAssignmentRequest {
            branch_id: request.branch_id,
            ..proto::ListAwaitingAssignmentRequest::default()
        };
        let book = self.0.branch(call, &wanted.branch_id).await?;
        let list = self.seen(call, awaiting_filter(book.id()));
        let answer = live::told!(
            proto::WatchAwaitingAssignmentResponse,
            watch_awaiting_assignment_response,
            AwaitingRows.requests
        );
        self.live(call, AWAITING, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }

    pub(super) async fn carried_over(
        &self,
        call: &Call,
        request: proto::WatchCarriedOverRequest,
    ) -> Result<Stream<proto::WatchCarriedOverResponse>> {
        let wanted = proto::ListCarriedOverRequest {
            branch_id: request.branch_id,
            day: request.day,
            ..proto::ListCarriedOverRequest::default()
        };
        let book = self.0.branch(call, &wanted.branch_id).await?;
        let list = self.seen(call, carried_filter(book.id(), &wanted)?);
        let answer = live::told!(
            proto::WatchCarriedOverResponse,
            watch_carried_over_response,
            AwaitingRows.requests
        );
        self.live(call, CARRIED, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}
