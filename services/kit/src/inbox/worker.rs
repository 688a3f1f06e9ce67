//! One task per followed service: reads, applies, parks, and comes back by itself.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::FutureExt;
use tokio::sync::{Mutex, MutexGuard, watch};
use tokio_util::sync::CancellationToken;

use super::{
    Consumer, Effect, Source, cursor, parked,
    progress::{Pause, Progress},
    source::Reader,
};
use crate::{Error, Result, feed::Cursor, outbox::Event, service::Kit};

/// Failed tries after which an event is parked.
pub(super) const TRIES: u32 = 5;
/// Most events read at once.
const PAGE: i64 = 100;
/// How long a consumer may think about one event before that counts as not answering.
const PLANNING: Duration = Duration::from_secs(30);

/// Follows one source for one service.
pub(crate) struct Follower {
    kit: Kit,
    source_name: &'static str,
    source: Source,
    consumer: Arc<dyn Consumer>,
    progress: watch::Sender<Progress>,
    turn: Mutex<()>,
}

/// What became of an event.
enum Taken {
    /// Applied or parked here.
    Here,
    /// Another replica moved the cursor first; nothing was done here.
    Elsewhere,
}

impl Follower {
    pub(crate) fn new(kit: Kit, source_name: &'static str, source: Source, consumer: Arc<dyn Consumer>) -> Self {
        Self {
            kit,
            source_name,
            source,
            consumer,
            progress: watch::Sender::new(Progress::default()),
            turn: Mutex::new(()),
        }
    }

    pub(crate) fn source_name(&self) -> &'static str {
        self.source_name
    }

    pub(crate) fn kit(&self) -> &Kit {
        &self.kit
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Last number that was handled; -1 before the first start.
    pub(crate) fn number(&self) -> i64 {
        self.progress.borrow().number
    }

    /// How far it has come, and what keeps it.
    pub(crate) fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// Holds the follower still while a parked event is retried or skipped.
    pub(super) async fn hold(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Follows until `stop`. Whatever breaks is logged and tried again with growing pauses.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut pause = Pause::default();
        loop {
            let ended = tokio::select! {
                () = stop.cancelled() => return,
                ended = self.follow(&mut pause) => ended,
            };
            if let Err(error) = ended {
                tracing::warn!(service = self.kit.name(), source = self.source_name, %error, "following is interrupted");
                self.troubled(&error);
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = pause.wait() => {}
            }
        }
    }

    async fn follow(&self, pause: &mut Pause) -> Result<()> {
        let mut at = cursor::begin(&self.kit, self.source_name, &self.source).await?;
        parked::release_forgotten(self).await?;
        self.progress.send_modify(|progress| progress.number = at.number);
        let mut reader: Reader = self.source.read(at).await?;
        loop {
            let batch = reader.next(PAGE).await?;
            self.progress.send_modify(|progress| progress.told(batch.head));
            for event in batch.events {
                self.pass(&mut at, &event).await?;
            }
            pause.reset();
        }
    }

    /// Brings the cursor past an event, whoever takes it.
    async fn pass(&self, at: &mut Cursor, event: &Event) -> Result<()> {
        while at.number < event.number {
            if event.number != at.number + 1 {
                return Err(Error::internal(format!("the feed left out what follows {}", at.number)));
            }
            match self.take(*at, event).await? {
                Taken::Here => at.number = event.number,
                Taken::Elsewhere => *at = cursor::stored(&self.kit, self.source_name, *at).await?,
            }
            self.progress.send_modify(|progress| progress.passed(at.number, event));
        }
        Ok(())
    }

    /// Applies an event or parks it; either way the cursor moves past it.
    async fn take(&self, at: Cursor, event: &Event) -> Result<Taken> {
        let mut pause = Pause::default();
        let mut failed = 0;
        loop {
            let turn = self.turn.lock().await;
            match self.attempt(at, event).await {
                Ok(taken) => return Ok(taken),
                Err(error) if error.is_transient() => {
                    tracing::debug!(service = self.kit.name(), source = self.source_name, %error, "an event is tried again");
                    self.troubled(&error);
                }
                Err(error) => {
                    failed += 1;
                    if failed >= TRIES {
                        return self.park(at, event, &parked::describe(&error), failed).await;
                    }
                }
            }
            drop(turn);
            pause.wait().await;
        }
    }

    async fn attempt(&self, at: Cursor, event: &Event) -> Result<Taken> {
        let blocked = parked::is_blocked(&mut self.kit.read().await?, self.source_name, &event.subject).await?;
        if blocked && let Some(taken) = self.queue(at, event).await? {
            return Ok(taken);
        }
        self.apply(at, event).await
    }

    async fn apply(&self, at: Cursor, event: &Event) -> Result<Taken> {
        let effect = self.plan(event).await?;
        let (source, number) = (self.source_name, event.number);
        self.kit
            .act("inbox", parked::cause(event), move |tx| {
                Box::pin(async move {
                    if !cursor::step(tx, source, at, number).await? {
                        return Ok(Taken::Elsewhere);
                    }
                    effect.apply(tx).await?;
                    Ok(Taken::Here)
                })
            })
            .await
    }

    /// The consumer's plan for an event. A panic in it is the event's failure, not the end of the follower.
    pub(super) async fn plan(&self, event: &Event) -> Result<Effect> {
        let planning = AssertUnwindSafe(async { self.consumer.plan(event).await }).catch_unwind();
        match tokio::time::timeout(PLANNING, planning).await {
            Ok(Ok(effect)) => effect,
            Ok(Err(_)) => Err(Error::internal("a consumer panicked over an event")),
            Err(_) => Err(Error::unavailable("consumer", "it took too long over an event")),
        }
    }

    async fn park(&self, at: Cursor, event: &Event, error: &str, attempts: u32) -> Result<Taken> {
        tracing::error!(
            service = self.kit.name(),
            source = self.source_name,
            number = event.number,
            kind = event.kind,
            error,
            "an event is parked"
        );
        let (source, event, error) = (self.source_name, event.clone(), error.to_owned());
        self.kit
            .act("inbox", parked::cause(&event), move |tx| {
                Box::pin(async move {
                    if !cursor::step(tx, source, at, event.number).await? {
                        return Ok(Taken::Elsewhere);
                    }
                    parked::insert(tx, source, event, &error, attempts).await?;
                    Ok(Taken::Here)
                })
            })
            .await
    }

    /// Lets an event wait behind its ticket's parked one. `None` when that was settled in the meantime: whoever
    /// settles it holds the cursor, so what is seen with the cursor in hand stays true.
    async fn queue(&self, at: Cursor, event: &Event) -> Result<Option<Taken>> {
        let (source, event) = (self.source_name, event.clone());
        self.kit
            .act("inbox", parked::cause(&event), move |tx| {
                Box::pin(async move {
                    cursor::hold(tx, source).await?;
                    if !parked::is_blocked(tx, source, &event.subject).await? {
                        return Ok(None);
                    }
                    if !cursor::step(tx, source, at, event.number).await? {
                        return Ok(Some(Taken::Elsewhere));
                    }
                    parked::insert(tx, source, event, "waits behind a parked event", 0).await?;
                    Ok(Some(Taken::Here))
                })
            })
            .await
    }

    fn troubled(&self, error: &Error) {
        let text = parked::describe(error);
        self.progress.send_modify(|progress| progress.trouble = text);
    }
}
