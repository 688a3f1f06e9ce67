//! Parked events, for the operator.

use std::sync::Arc;

use aftersales_proto::operations::v1::{
    GetInboxStatusRequest, GetInboxStatusResponse, InboxSource, ListParkedEventsRequest, ListParkedEventsResponse,
    ParkedEvent, RetryParkedEventRequest, RetryParkedEventResponse, SkipParkedEventRequest, SkipParkedEventResponse,
    inbox_service_server::{InboxService, InboxServiceServer},
};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::Node;
use crate::{
    Error, Result,
    inbox::{self, Follower, Parked, Retried, Source},
    page,
    reasons::EVENT_NOT_PARKED,
    rpc::Call,
    time::Timestamp,
};

struct InboxRpc(Arc<Node>);

pub(super) fn server(node: Arc<Node>) -> InboxServiceServer<impl InboxService> {
    InboxServiceServer::new(InboxRpc(node))
}

impl InboxRpc {
    async fn list(&self, request: &ListParkedEventsRequest) -> Result<ListParkedEventsResponse> {
        let kit = self.0.kit(&request.service)?;
        let after = self
            .0
            .pages
            .key::<Uuid>("ListParkedEvents", &filter_of(request), &request.page_token)?;
        let size = page::page_size(request.page_size);
        let found = inbox::list_parked(&mut kit.read().await?, &request.source, after, size + 1).await?;
        let (parked, next_page_token) =
            self.0
                .pages
                .cut("ListParkedEvents", &filter_of(request), found, size, |parked| parked.id)?;
        Ok(ListParkedEventsResponse {
            events: parked.into_iter().map(|event| encode(kit.name(), event)).collect(),
            next_page_token,
        })
    }

    async fn retry(&self, call: &Call, request: &RetryParkedEventRequest) -> Result<RetryParkedEventResponse> {
        let kit = self.0.kit(&request.service)?;
        kit.once(call, request, async {
            let (follower, id) = self.find(&request.service, &request.id).await?;
            let retried = settled(async move { inbox::retry_parked(&follower, id).await }).await?;
            Ok(match retried {
                Retried::Applied { released } => RetryParkedEventResponse {
                    succeeded: true,
                    error: String::new(),
                    released: count(released),
                },
                Retried::Failed { error } => RetryParkedEventResponse {
                    succeeded: false,
                    error,
                    released: 0,
                },
            })
        })
        .await
    }

    async fn skip(&self, call: &Call, request: &SkipParkedEventRequest) -> Result<SkipParkedEventResponse> {
        let kit = self.0.kit(&request.service)?;
        kit.once(call, request, async {
            let (follower, id) = self.find(&request.service, &request.id).await?;
            let (by, reason) = (call.caller.subject.clone(), request.reason.clone());
            let released = settled(async move { inbox::skip_parked(&follower, id, &by, &reason).await }).await?;
            Ok(SkipParkedEventResponse {
                released: count(released),
            })
        })
        .await
    }

    /// The follower whose parked event this is.
    async fn find(&self, service: &str, id: &str) -> Result<(Arc<Follower>, Uuid)> {
        let member = self.0.member(service)?;
        let id = Uuid::try_parse(id).map_err(|_| Error::from(&EVENT_NOT_PARKED))?;
        let source = inbox::source_of(&mut member.kit.read().await?, id).await?;
        let follower = member
            .followers
            .iter()
            .find(|follower| follower.source_name() == source);
        Ok((
            follower.map(Arc::clone).ok_or_else(|| Error::from(&EVENT_NOT_PARKED))?,
            id,
        ))
    }

    async fn status(&self, request: &GetInboxStatusRequest) -> Result<GetInboxStatusResponse> {
        let member = self.0.member(&request.service)?;
        let mut sources = Vec::new();
        for follower in &member.followers {
            let progress = follower.progress().borrow().clone();
            let head = match follower.source() {
                Source::Local(feed) => feed.head().await?.number,
                Source::Remote { .. } => progress.head,
            };
            let parked = inbox::count_parked(&mut member.kit.read().await?, follower.source_name()).await?;
            sources.push(InboxSource {
                source: follower.source_name().to_owned(),
                position: u64::try_from(progress.number).unwrap_or(0),
                head_sequence: u64::try_from(head).unwrap_or(0),
                last_event_at: progress.last_event_at.map(Timestamp::to_proto),
                parked,
                error: progress.trouble,
            });
        }
        Ok(GetInboxStatusResponse { sources })
    }
}

/// Runs `act` to its end even when the caller goes away: what waits behind an event must not be forgotten half way.
async fn settled<T: Send + 'static>(act: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    let task = tokio::spawn(act);
    task.await
        .map_err(|source| Error::internal_from("settling a parked event failed", source))?
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The request without its place in the list: what a page token belongs to.
fn filter_of(request: &ListParkedEventsRequest) -> ListParkedEventsRequest {
    ListParkedEventsRequest {
        page_size: 0,
        page_token: String::new(),
        ..request.clone()
    }
}

fn encode(service: &str, parked: Parked) -> ParkedEvent {
    ParkedEvent {
        id: parked.id.to_string(),
        consumer_service: service.to_owned(),
        source: parked.source,
        sequence: parked.number.unsigned_abs(),
        r#type: parked.kind,
        subject: parked.subject,
        error: parked.error,
        attempts: i32::try_from(parked.attempts).unwrap_or(i32::MAX),
        first_at: Some(parked.first_at.to_proto()),
        last_at: Some(parked.last_at.to_proto()),
        waiting_behind: parked.waiting_behind,
    }
}

#[tonic::async_trait]
impl InboxService for InboxRpc {
    async fn list_parked_events(
        &self,
        request: Request<ListParkedEventsRequest>,
    ) -> Result<Response<ListParkedEventsResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.list(request.get_ref()).await)
    }

    async fn retry_parked_event(
        &self,
        request: Request<RetryParkedEventRequest>,
    ) -> Result<Response<RetryParkedEventResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.retry(&call, request.get_ref()).await)
    }

    async fn skip_parked_event(
        &self,
        request: Request<SkipParkedEventRequest>,
    ) -> Result<Response<SkipParkedEventResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.skip(&call, request.get_ref()).await)
    }

    async fn get_inbox_status(
        &self,
        request: Request<GetInboxStatusRequest>,
    ) -> Result<Response<GetInboxStatusResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.status(request.get_ref()).await)
    }
}
