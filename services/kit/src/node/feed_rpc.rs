//! The feeds of this process's services, resumable, filtered by the caller's branches.

use std::{collections::HashSet, sync::Arc, time::Duration};

use aftersales_proto::feed::v1::{
    GetHeadRequest, GetHeadResponse, SubscribeRequest, SubscribeResponse,
    feed_service_server::{FeedService, FeedServiceServer},
    subscribe_request::Start,
};
use tokio::{sync::mpsc, time::Instant};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use super::Node;
use crate::{
    Error, Result,
    auth::BranchScope,
    feed::{Cursor, Feed},
    id::BranchId,
    inbox::event_to_proto,
    outbox::Event,
    reasons::{CURSOR_AHEAD, STOPPING, SUBSCRIBER_TOO_SLOW},
    rpc::Call,
    streams::{self, Stream},
};

/// How often a stream without events says how far the log is.
const BOOKMARK: Duration = Duration::from_secs(5);
/// How long a subscriber may leave a message unread before it is sent away with its cursor.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most events of one message unless the subscriber asks for another number.
const BATCH: i64 = 100;
/// Most bytes of payloads in one message of several events; readers take 4 MiB.
const MESSAGE: usize = 1024 * 1024;

struct FeedRpc(Arc<Node>);

pub(super) fn server(node: Arc<Node>) -> FeedServiceServer<impl FeedService> {
    FeedServiceServer::new(FeedRpc(node))
}

struct Filter {
    scope: BranchScope,
    types: HashSet<String>,
    subject: String,
}

impl Filter {
    fn of(call: &Call, request: &SubscribeRequest) -> Self {
        let wanted = request.filter.clone().unwrap_or_default();
        let branches: Vec<BranchId> = wanted
            .branch_ids
            .iter()
            .filter_map(|id| BranchId::parse(id).ok())
            .collect();
        // a filter of codes that no branch can have asks for nothing, not for everything
        let nothing = branches.is_empty() && !wanted.branch_ids.is_empty();
        Self {
            scope: if nothing {
                BranchScope::NONE
            } else {
                call.caller.scope.narrow(&branches)
            },
            types: wanted.types.into_iter().collect(),
            subject: wanted.subject,
        }
    }

    fn admits(&self, event: &Event) -> bool {
        // what belongs to the company is for those who see every branch
        let branch = BranchId::parse(&event.branch_id);
        branch.map_or(self.scope == BranchScope::All, |branch| self.scope.contains(&branch))
            && (self.types.is_empty() || self.types.contains(&event.kind))
            && (self.subject.is_empty() || self.subject == event.subject)
    }
}

struct Subscription {
    service: &'static str,
    feed: Feed,
    filter: Filter,
    /// Covered by what was sent, or left out by the filter.
    cursor: Cursor,
    batch: i64,
    /// When the subscriber was last told how far the log is.
    told: Option<Instant>,
    patience: Duration,
    stop: CancellationToken,
}

type Answers = mpsc::Sender<SubscribeResponse>;

impl Subscription {
    /// Sends until the subscriber leaves, is too slow, or the process stops.
    async fn serve(&mut self, answers: &Answers) -> Result<()> {
        let mut head = self.feed.watch();
        loop {
            if self.stop.is_cancelled() {
                return Err(STOPPING.refuse().with("cursor", self.cursor.token()).into());
            }
            let known = *head.borrow_and_update();
            if known > self.cursor.number {
                let events = self.feed.page(self.cursor.number, self.batch).await?;
                self.pass(answers, events, known).await?;
                continue;
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = answers.closed() => return Ok(()),
                changed = head.changed() => if changed.is_err() { return Ok(()) },
                () = tokio::time::sleep(self.silence()) => self.send(answers, self.cursor, Vec::new(), known).await?,
            }
        }
    }

    /// Sends what the filter admits of a page. When it admits nothing, a bookmark says so: the first time that the end
    /// is reached, and whenever nothing was said for long.
    async fn pass(&mut self, answers: &Answers, events: Vec<Event>, head: i64) -> Result<()> {
        if answers.is_closed() {
            return Err(left());
        }
        if events.is_empty() {
            return Err(Error::internal("the log is shorter than its head"));
        }
        let (mut next, mut bytes) = (self.cursor, 0);
        let mut wanted = Vec::new();
        for event in events {
            let number = event.number;
            if self.filter.admits(&event) {
                bytes += event.payload.len();
                if bytes > MESSAGE && !wanted.is_empty() {
                    break;
                }
                wanted.push(event);
            }
            next.number = number;
        }
        let at_end = next.number >= head && self.told.is_none();
        if wanted.is_empty() && !at_end && !self.silence().is_zero() {
            self.cursor = next;
            return Ok(());
        }
        self.send(answers, next, wanted, head).await
    }

    /// How long until a bookmark is due.
    fn silence(&self) -> Duration {
        self.told
            .map_or(BOOKMARK, |told| BOOKMARK.saturating_sub(told.elapsed()))
    }

    /// The cursor moves only with what was sent: where it stays is where a subscriber that is sent away goes on.
    async fn send(&mut self, answers: &Answers, next: Cursor, events: Vec<Event>, head: i64) -> Result<()> {
        let answer = SubscribeResponse {
            is_bookmark: events.is_empty(),
            events: events
                .into_iter()
                .map(|event| event_to_proto(self.service, event))
                .collect(),
            next_cursor: next.token(),
            head_sequence: head.unsigned_abs(),
        };
        match tokio::time::timeout(self.patience, answers.send(answer)).await {
            Ok(Ok(())) => {
                (self.cursor, self.told) = (next, Some(Instant::now()));
                Ok(())
            }
            Ok(Err(_)) => Err(left()),
            Err(_) => Err(SUBSCRIBER_TOO_SLOW.refuse().with("cursor", self.cursor.token()).into()),
        }
    }

    /// Serves in a task of its own.
    fn stream(mut self, call: Call) -> Stream<SubscribeResponse> {
        streams::serving(call, move |answers| async move { self.serve(&answers).await })
    }
}

fn left() -> Error {
    Error::unavailable("subscriber", "it left")
}

impl FeedRpc {
    async fn open(&self, call: &Call, request: &SubscribeRequest) -> Result<Subscription> {
        let kit = self.0.kit(&request.service)?;
        let feed = kit.feed().clone();
        let head = feed.head().await?;
        let after = |number| Cursor {
            epoch: head.epoch,
            number,
        };
        let cursor = match &request.start {
            Some(Start::Cursor(token)) if !token.is_empty() => feed.resume(token).await?,
            Some(Start::AfterSequence(number)) => {
                let number = i64::try_from(*number).map_err(|_| CURSOR_AHEAD.refuse().with("head", head.number))?;
                feed.admit(after(number)).await?
            }
            Some(Start::Cursor(_)) | None => after(head.trimmed),
        };
        Ok(Subscription {
            service: kit.name(),
            filter: Filter::of(call, request),
            batch: if request.max_batch > 0 {
                i64::from(request.max_batch)
            } else {
                BATCH
            },
            told: None,
            patience: PATIENCE,
            stop: self.0.stopping().clone(),
            feed,
            cursor,
        })
    }

    async fn head(&self, request: &GetHeadRequest) -> Result<GetHeadResponse> {
        let head = self.0.kit(&request.service)?.feed().head().await?;
        let cursor = Cursor {
            epoch: head.epoch,
            number: head.number,
        };
        Ok(GetHeadResponse {
            head_sequence: head.number.unsigned_abs(),
            earliest_sequence: if head.number == 0 {
                0
            } else {
                head.trimmed.unsigned_abs() + 1
            },
            cursor: cursor.token(),
        })
    }
}

#[tonic::async_trait]
impl FeedService for FeedRpc {
    type SubscribeStream = Stream<SubscribeResponse>;

    async fn subscribe(&self, request: Request<SubscribeRequest>) -> Result<Response<Self::SubscribeStream>, Status> {
        let call = Call::of(&request);
        let opened = self.open(&call, request.get_ref()).await;
        let subscription = opened.map_err(|error| call.status(&error))?;
        Ok(Response::new(subscription.stream(call)))
    }

    async fn get_head(&self, request: Request<GetHeadRequest>) -> Result<Response<GetHeadResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.head(request.get_ref()).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::BUFFER;
    use crate::{clock::Clock, db::Migrations, outbox::NewEvent, service::Kit, testing::fresh_sqlite, time::Timestamp};

    static NONE: sqlx::migrate::Migrator = sqlx::migrate::Migrator::DEFAULT;

    fn event() -> NewEvent {
        NewEvent {
            event_id: crate::id::new_uuid(),
            subject: "t".to_owned(),
            branch_id: None,
            kind: "probe.Told".to_owned(),
            payload_type: "probe.Text".to_owned(),
            payload: Vec::new(),
        }
    }

    async fn log(db: &crate::testing::TestDb) -> Feed {
        let migrations = Migrations {
            sqlite: &NONE,
            postgres: &NONE,
        };
        let clock = Clock::manual(Timestamp::from_micros(0));
        let kit = Kit::open("probe", &db.location("probe"), &migrations, clock)
            .await
            .unwrap();
        let filled = kit.act("test", None, |tx| {
            (0..7).for_each(|_| tx.emit(event()));
            Box::pin(async { Ok(()) })
        });
        filled.await.unwrap();
        kit.feed().advance().await.unwrap();
        kit.feed().clone()
    }

    async fn subscription(db: &crate::testing::TestDb) -> Subscription {
        let feed = log(db).await;
        Subscription {
            service: "probe",
            filter: Filter {
                scope: BranchScope::All,
                types: HashSet::new(),
                subject: String::new(),
            },
            cursor: Cursor {
                epoch: feed.head().await.unwrap().epoch,
                number: 0,
            },
            feed,
            batch: 1,
            told: None,
            patience: Duration::from_millis(20),
            stop: CancellationToken::new(),
        }
    }

    #[tokio::test]
    async fn a_subscriber_who_does_not_read_is_sent_away_with_the_cursor_of_what_it_got() {
        let db = fresh_sqlite();
        let mut subscription = subscription(&db).await;
        let (answers, mut sent) = mpsc::channel(BUFFER);
        let Err(Error::Refused(refusal)) = subscription.serve(&answers).await else {
            panic!("it went on");
        };
        assert_eq!(refusal.reason, &SUBSCRIBER_TOO_SLOW);
        drop(answers);
        let mut last = None;
        while let Some(answer) = sent.recv().await {
            last = Some((answer.events[0].sequence, answer.next_cursor));
        }
        let (number, cursor) = last.unwrap();
        assert!(number < 7, "all of it was sent");
        assert_eq!(refusal.metadata["cursor"], cursor, "nothing is lost");
    }
}
