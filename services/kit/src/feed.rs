//! Reading a service's log: dense numbers, resumable cursors, a head that wakes its readers.

use std::{sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    Error, Result,
    db::{Context, Db},
    outbox::{self, Event, Head, Numbered, Standing},
    reasons::{CURSOR_AHEAD, CURSOR_INVALID, CURSOR_TRIMMED, LOG_EPOCH_CHANGED},
};

/// How often PostgreSQL is asked for what other replicas wrote.
const POLL: Duration = Duration::from_millis(250);

/// A place in a log that a client can come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Which log.
    pub epoch: i64,
    /// Last number that was seen; 0 is the beginning.
    pub number: i64,
}

impl Cursor {
    /// The opaque form that clients keep.
    pub fn token(self) -> String {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.epoch.to_be_bytes());
        bytes[8..].copy_from_slice(&self.number.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// From the opaque form.
    ///
    /// # Errors
    /// `CURSOR_INVALID` for anything that this program did not give out.
    pub fn parse(token: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD
            .decode(token)
            .ok()
            .and_then(|b| <[u8; 16]>::try_from(b).ok());
        let Some(bytes) = bytes else {
            return Err(CURSOR_INVALID.field("cursor", "is not a cursor of this feed").into());
        };
        let (epoch, number) = bytes.split_at(8);
        let read = |part: &[u8]| part.try_into().map(i64::from_be_bytes).unwrap_or(-1);
        let cursor = Self {
            epoch: read(epoch),
            number: read(number),
        };
        if cursor.epoch < 0 || cursor.number < 0 {
            return Err(CURSOR_INVALID.field("cursor", "is not a cursor of this feed").into());
        }
        Ok(cursor)
    }
}

/// A service's log, for readers in this process. Clones share it.
#[derive(Clone)]
pub struct Feed {
    db: Db,
    head: Arc<watch::Sender<i64>>,
    wake: Arc<Notify>,
}

impl Feed {
    pub(crate) async fn open(db: Db) -> Result<Self> {
        db.write(Context::default(), |tx| Box::pin(outbox::init(tx))).await?;
        let head = outbox::head(&mut db.read().await?).await?;
        Ok(Self {
            db,
            head: Arc::new(watch::Sender::new(head.number)),
            wake: Arc::default(),
        })
    }

    /// Reads the head from the store.
    pub async fn head(&self) -> Result<Head> {
        outbox::head(&mut self.db.read().await?).await
    }

    /// The head as known in this process; changes wake the receiver.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    /// Up to `limit` events after `after`, in order, without gaps.
    ///
    /// # Errors
    /// `CURSOR_AHEAD`, `CURSOR_TRIMMED`.
    pub async fn page(&self, after: i64, limit: i64) -> Result<Vec<Event>> {
        let mut tx = self.db.read().await?;
        let events = outbox::page(&mut tx, after, limit).await?;
        let follows = events.first().map(|event| event.number == after + 1);
        if follows != Some(true) {
            admit(outbox::head(&mut tx).await?, after)?;
        }
        if follows == Some(false) {
            return Err(Error::internal(format!("the log does not go on after {after}")));
        }
        Ok(events)
    }

    /// Turns a client's cursor into the number to read after.
    ///
    /// # Errors
    /// `CURSOR_INVALID`, `LOG_EPOCH_CHANGED`, `CURSOR_AHEAD`, `CURSOR_TRIMMED`.
    pub async fn resume(&self, token: &str) -> Result<Cursor> {
        self.admit(Cursor::parse(token)?).await
    }

    /// Checks that a cursor belongs to this log and can be read from.
    ///
    /// # Errors
    /// `LOG_EPOCH_CHANGED`, `CURSOR_AHEAD`, `CURSOR_TRIMMED`.
    pub async fn admit(&self, cursor: Cursor) -> Result<Cursor> {
        let head = self.head().await?;
        if cursor.epoch != head.epoch {
            return Err(LOG_EPOCH_CHANGED.refuse().with("epoch", head.epoch).into());
        }
        admit(head, cursor.number)?;
        Ok(cursor)
    }

    /// Called after each commit of this process that may have written events.
    pub(crate) fn committed(&self) {
        self.wake.notify_one();
    }

    /// Numbers what has committed (PostgreSQL) and makes the head known to readers in this process.
    pub(crate) async fn advance(&self) -> Result<i64> {
        let log = self.standing().await?;
        self.publish(log.number);
        let mut number = log.number;
        let mut full = log.waiting;
        while full {
            let numbered = self.number_batch().await?;
            // at once, for under load the next batch is never far
            self.publish(numbered.head);
            (number, full) = (numbered.head, numbered.full);
        }
        Ok(number)
    }

    fn publish(&self, number: i64) {
        self.head.send_if_modified(|known| {
            let newer = number > *known;
            *known = number.max(*known);
            newer
        });
    }

    /// Whether committed events wait for their number.
    pub(crate) async fn unnumbered(&self) -> Result<bool> {
        Ok(self.standing().await?.waiting)
    }

    async fn standing(&self) -> Result<Standing> {
        outbox::standing(&mut self.db.read().await?).await
    }

    async fn number_batch(&self) -> Result<Numbered> {
        self.db
            .write(Context::default(), |tx| Box::pin(outbox::number_committed(tx)))
            .await
    }

    /// Keeps the head moving until `stop`; one such task a process and service.
    pub(crate) async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.wake.notified() => {}
                () = tokio::time::sleep(POLL), if self.db.is_postgres() => {}
            }
            if let Err(error) = self.advance().await {
                tracing::warn!(%error, "could not advance the feed");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

fn admit(head: Head, after: i64) -> Result<()> {
    if after > head.number {
        return Err(CURSOR_AHEAD.refuse().with("head", head.number).into());
    }
    if after < head.trimmed {
        let refusal = CURSOR_TRIMMED.refuse().with("earliest", head.trimmed);
        return Err(refusal.with("earliest_sequence", head.trimmed.saturating_add(1)).into());
    }
    Ok(())
}
