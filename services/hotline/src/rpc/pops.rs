//! The stream of what pops up at one agent: how things stand, then every change, resumable by the log's cursor.

use std::time::Duration;

use aftersales_kit::{
    Error, Result,
    auth::Role,
    feed::{Cursor, Feed},
    id::BranchId,
    reasons::{STOPPING, SUBSCRIBER_TOO_SLOW},
    rpc::Call,
};
use aftersales_proto::hotline::v1::{self as proto, WatchPopsRequest, WatchPopsResponse};
use futures::{StreamExt, stream::BoxStream};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use super::{Hotline, Telephony, agents::meant, convert};
use crate::{
    app::watch_pops,
    domain::{contact::shown_phone, pop::Pop},
    events::proto_value,
};

/// How often a stream without pops says how far it is.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long an answer may lie unread before the reader is sent away with its token.
const PATIENCE: Duration = Duration::from_secs(10);
/// Answers that wait for a reader.
const BUFFER: usize = 4;
/// Events of the log that are looked at together.
const BATCH: i64 = 100;

/// What the contract streams.
pub(super) type Stream = BoxStream<'static, Result<WatchPopsResponse, Status>>;

type Answers = mpsc::Sender<WatchPopsResponse>;

struct Watch {
    hotline: Hotline,
    call: Call,
    feed: Feed,
    branch: BranchId,
    agent: String,
    /// Covered by what was sent.
    cursor: Cursor,
    begins: bool,
    told: Instant,
    stop: CancellationToken,
}

impl Telephony {
    pub(super) async fn watch_pops(&self, call: &Call, request: WatchPopsRequest) -> Result<Stream> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let feed = self.hotline.kit.feed().clone();
        let begins = request.resume_token.is_empty();
        let cursor = if begins {
            let head = feed.head().await?;
            Cursor {
                epoch: head.epoch,
                number: head.number,
            }
        } else {
            feed.resume(&request.resume_token).await?
        };
        let watch = Watch {
            hotline: self.hotline.clone(),
            call: call.clone(),
            feed,
            branch: book.id().clone(),
            agent: meant(call, &request.agent_id, &[Role::Softphone, Role::Chief])?,
            cursor,
            begins,
            told: Instant::now(),
            stop: self.stop.clone(),
        };
        Ok(watch.stream())
    }
}

impl Watch {
    /// Sends until the reader leaves, is too slow, or the process stops.
    async fn serve(&mut self, answers: &Answers) -> Result<()> {
        let mut head = self.feed.watch();
        let standing = self.standing().await?;
        self.send(answers, self.cursor, standing).await?;
        loop {
            if self.stop.is_cancelled() {
                return Err(STOPPING.refuse().with("cursor", self.cursor.token()).into());
            }
            let known = *head.borrow_and_update();
            if known > self.cursor.number {
                self.pass(answers).await?;
                continue;
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = answers.closed() => return Ok(()),
                changed = head.changed() => if changed.is_err() { return Ok(()) },
                () = tokio::time::sleep(self.silence()) => self.send(answers, self.cursor, Vec::new()).await?,
            }
        }
    }

    /// How things stand: read after the cursor was taken, so that nothing lies between them.
    async fn standing(&self) -> Result<Vec<Pop>> {
        if !self.begins {
            return Ok(Vec::new());
        }
        let mut tx = self.hotline.read().await?;
        watch_pops::standing(&mut tx, &self.hotline.env.sealer, &self.branch, &self.agent).await
    }

    /// Sends the pops of a page of the log; a page without any says nothing until a heartbeat is due.
    async fn pass(&mut self, answers: &Answers) -> Result<()> {
        let events = self.feed.page(self.cursor.number, BATCH).await?;
        let mut next = self.cursor;
        let mut pops = Vec::new();
        let mut tx = self.hotline.read().await?;
        for event in &events {
            let sealer = &self.hotline.env.sealer;
            pops.extend(watch_pops::pop(&mut tx, sealer, &self.branch, &self.agent, event).await?);
            next.number = event.number;
        }
        drop(tx);
        if events.is_empty() {
            return Err(Error::internal("the log is shorter than its head"));
        }
        if pops.is_empty() && !self.silence().is_zero() {
            self.cursor = next;
            return Ok(());
        }
        self.send(answers, next, pops).await
    }

    /// How long until a heartbeat is due.
    fn silence(&self) -> Duration {
        HEARTBEAT.saturating_sub(self.told.elapsed())
    }

    /// The cursor moves only with what was sent: where it stays is where a reader that is sent away goes on.
    async fn send(&mut self, answers: &Answers, next: Cursor, pops: Vec<Pop>) -> Result<()> {
        let answer = WatchPopsResponse {
            is_heartbeat: pops.is_empty(),
            pops: pops.iter().map(|pop| shown(&self.call, pop)).collect(),
            resume_token: next.token(),
        };
        match tokio::time::timeout(PATIENCE, answers.send(answer)).await {
            Ok(Ok(())) => {
                (self.cursor, self.told) = (next, Instant::now());
                Ok(())
            }
            Ok(Err(_)) => Err(Error::unavailable("reader", "it left")),
            Err(_) => Err(SUBSCRIBER_TOO_SLOW.refuse().with("cursor", self.cursor.token()).into()),
        }
    }

    /// Serves in a task of its own. The stream ends with the reason, after everything that was sent before it.
    fn stream(mut self) -> Stream {
        let (answers, sent) = mpsc::channel(BUFFER);
        let (ended, reason) = oneshot::channel();
        tokio::spawn(async move {
            if let Err(error) = self.serve(&answers).await {
                // nobody reads it when the reader is gone
                let _ = ended.send(self.call.status(&error));
            }
        });
        let reason = futures::stream::once(reason).filter_map(|reason| async { reason.ok().map(Err) });
        ReceiverStream::new(sent).map(Ok).chain(reason).boxed()
    }
}

fn shown(call: &Call, pop: &Pop) -> proto::Pop {
    let (caller_phone, phone_masked) = shown_phone(&pop.phone, call.caller.roles);
    proto::Pop {
        call_id: pop.call_id.to_string(),
        leg_id: pop.leg_id.clone(),
        branch_id: pop.branch_id.to_string(),
        line_id: pop.line_id.clone(),
        kind: proto_value!(PopKind, "POP_KIND_", pop.kind),
        at: convert::instant(pop.at),
        caller_phone,
        phone_masked,
        cause: convert::cause(pop.cause),
        is_snapshot: pop.is_snapshot,
    }
}
