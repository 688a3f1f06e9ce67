//! Where events come from: a service of this process, or another process.

use std::time::Duration;

use futures::StreamExt;
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    Error, Result,
    feed::{Cursor, Feed},
    outbox::Event,
    peer::PeerChannel,
    time::Timestamp,
};
use aftersales_proto::feed::v1::{self as proto, feed_service_client::FeedServiceClient, subscribe_request::Start};

/// A service whose events are followed.
#[derive(Clone)]
pub enum Source {
    /// It runs in this process.
    Local(Feed),
    /// It runs elsewhere.
    Remote {
        /// Name of the service.
        service: &'static str,
        /// How it is reached.
        channel: PeerChannel,
    },
}

/// How long another process may say nothing, not even how far its log is, before it is asked anew.
const SILENCE: Duration = Duration::from_secs(30);

/// An open reading position: gives the next events, waiting until there are some.
pub(super) enum Reader {
    Local {
        feed: Feed,
        head: watch::Receiver<i64>,
        after: i64,
    },
    Remote(futures::stream::BoxStream<'static, Result<Batch>>),
}

/// Events in order, and how far the log is; no events when only that is told.
pub(super) struct Batch {
    pub events: Vec<Event>,
    pub head: i64,
}

impl Source {
    /// Epoch and number at which a new reader would start to see everything.
    pub(super) async fn epoch(&self) -> Result<i64> {
        match self {
            Self::Local(feed) => Ok(feed.head().await?.epoch),
            Self::Remote { service, channel } => {
                let request = proto::GetHeadRequest {
                    service: (*service).to_owned(),
                };
                let head = FeedServiceClient::new(channel.clone())
                    .get_head(request)
                    .await
                    .map_err(unavailable)?;
                Ok(Cursor::parse(&head.into_inner().cursor)?.epoch)
            }
        }
    }

    pub(super) async fn read(&self, cursor: Cursor) -> Result<Reader> {
        match self {
            Self::Local(feed) => {
                let known = feed.admit(cursor).await?;
                let (head, feed) = (feed.watch(), feed.clone());
                Ok(Reader::Local {
                    feed,
                    head,
                    after: known.number,
                })
            }
            Self::Remote { service, channel } => subscribe(service, channel.clone(), cursor).await,
        }
    }
}

impl Reader {
    /// The next events; none when only the head moved. Cancel-safe: nothing is lost when the future is dropped.
    pub(super) async fn next(&mut self, limit: i64) -> Result<Batch> {
        match self {
            Self::Local { feed, head, after } => loop {
                let known = *head.borrow_and_update();
                if known > *after {
                    let events = feed.page(*after, limit).await?;
                    if let Some(last) = events.last() {
                        *after = last.number;
                        return Ok(Batch { events, head: known });
                    }
                }
                head.changed().await.map_err(|_| stopped())?;
            },
            Self::Remote(stream) => {
                let next = tokio::time::timeout(SILENCE, stream.next())
                    .await
                    .map_err(|_| stopped())?;
                next.unwrap_or_else(|| Err(stopped()))
            }
        }
    }
}

fn stopped() -> Error {
    Error::Unavailable {
        what: "feed",
        source: None,
    }
}

fn unavailable(status: tonic::Status) -> Error {
    Error::unavailable("feed", status)
}

async fn subscribe(service: &str, channel: PeerChannel, cursor: Cursor) -> Result<Reader> {
    let request = proto::SubscribeRequest {
        service: service.to_owned(),
        start: Some(Start::Cursor(cursor.token())),
        filter: None,
        max_batch: 100,
    };
    let stream = FeedServiceClient::new(channel)
        .subscribe(request)
        .await
        .map_err(unavailable)?
        .into_inner();
    let batches = stream.map(|item| {
        let item = item.map_err(unavailable)?;
        Ok(Batch {
            head: i64::try_from(item.head_sequence).unwrap_or(0),
            events: item.events.into_iter().map(from_proto).collect::<Result<_>>()?,
        })
    });
    Ok(Reader::Remote(batches.boxed()))
}

/// An event as another process sent it.
pub(crate) fn from_proto(event: proto::Event) -> Result<Event> {
    let bad = || Error::internal("an event with an unreadable envelope");
    let id = |text: &str| {
        if text.is_empty() {
            Ok(None)
        } else {
            Uuid::try_parse(text).map(Some).map_err(|_| bad())
        }
    };
    let data = event.data.ok_or_else(bad)?;
    Ok(Event {
        number: i64::try_from(event.sequence).map_err(|_| bad())?,
        event_id: Uuid::try_parse(&event.id).map_err(|_| bad())?,
        branch_id: event.branch_id,
        subject: event.subject,
        kind: event.r#type,
        occurred_at: event.time.as_ref().and_then(Timestamp::from_proto).ok_or_else(bad)?,
        actor: event.actor,
        request_id: id(&event.request_id)?,
        causation_id: id(&event.causation_id)?,
        traceparent: (!event.traceparent.is_empty()).then_some(event.traceparent),
        payload_type: data.type_url.rsplit('/').next().unwrap_or_default().to_owned(),
        payload: data.value,
    })
}

/// An event as it is sent and kept.
pub(crate) fn to_proto(source: &str, event: Event) -> proto::Event {
    let text = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    proto::Event {
        id: event.event_id.to_string(),
        source: source.to_owned(),
        r#type: event.kind,
        subject: event.subject,
        time: Some(event.occurred_at.to_proto()),
        sequence: event.number.unsigned_abs(),
        branch_id: event.branch_id,
        actor: event.actor,
        request_id: text(event.request_id),
        causation_id: text(event.causation_id),
        traceparent: event.traceparent.unwrap_or_default(),
        data: Some(prost_types::Any {
            type_url: format!("type.googleapis.com/{}", event.payload_type),
            value: event.payload,
        }),
    }
}
