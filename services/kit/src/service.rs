//! What every service holds: its store, clock, feed and reference data, and the one place that opens transactions.

use std::sync::{Arc, OnceLock};

use aftersales_proto::Mutation;
use futures::future::BoxFuture;
use prost::Message;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Error, Result,
    clock::Clock,
    db::{Context, Db, Location, Migrations, Tx},
    feed::Feed,
    id::BranchId,
    idempotency::{self, Key},
    page::PageTokens,
    peer::Peers,
    reasons::INVALID_REQUEST,
    refdata::{BranchBook, RefData},
    rpc::Call,
    seal::Sealer,
};

/// A service's hold on the kit. Clones share it.
#[derive(Clone)]
pub struct Kit(Arc<Inner>);

/// What a process gives to each of its services besides the store. Clones share it.
#[derive(Clone)]
pub struct Env {
    /// The clock of the process.
    pub clock: Clock,
    /// The ways to the other services.
    pub peers: Peers,
    /// Sealing of personal data.
    pub sealer: Arc<Sealer>,
    /// Signing of page tokens.
    pub pages: Arc<PageTokens>,
}

struct Inner {
    name: &'static str,
    db: Db,
    clock: Clock,
    feed: Feed,
    refdata: RefData,
    timer_wake: Arc<Notify>,
    sealer: OnceLock<Arc<Sealer>>,
    stop: OnceLock<CancellationToken>,
}

impl Kit {
    /// Opens the store of the service `name` and everything that stands on it.
    ///
    /// # Errors
    /// Those of [`Db::open`].
    pub async fn open(name: &'static str, location: &Location, migrations: &Migrations, clock: Clock) -> Result<Self> {
        let db = Db::open(name, location, migrations).await?;
        let feed = Feed::open(db.clone()).await?;
        Ok(Self(Arc::new(Inner {
            name,
            refdata: RefData::new(db.clone()),
            db,
            clock,
            feed,
            timer_wake: Arc::default(),
            sealer: OnceLock::new(),
            stop: OnceLock::new(),
        })))
    }

    /// Keeps the answers of commands sealed from now on; a store without it keeps them in clear.
    pub fn sealing(self, sealer: Arc<Sealer>) -> Self {
        // the first sealer stays: answers that it sealed must open
        let _ = self.0.sealer.set(sealer);
        self
    }

    /// Ends with `stop`; the node says so before anything is served.
    pub(crate) fn ends_with(&self, stop: &CancellationToken) {
        let _ = self.0.stop.set(stop.clone());
    }

    /// Cancelled when the process stops: streams end then.
    pub fn stopping(&self) -> CancellationToken {
        self.0.stop.get_or_init(CancellationToken::new).clone()
    }

    fn key(&self, call: &Call, request: &(impl Message + Mutation)) -> Result<Key> {
        request_key(call, request, self.0.sealer.get().cloned())
    }

    /// The service's name, such as `dispatch`.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// The store.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The service's own event log.
    pub fn feed(&self) -> &Feed {
        &self.0.feed
    }

    /// A branch's opening hours, calendar and policies, as this service knows them.
    ///
    /// # Errors
    /// `BRANCH_UNKNOWN`.
    pub async fn branch(&self, id: &BranchId) -> Result<Arc<BranchBook>> {
        self.0.refdata.branch(id).await
    }

    /// The local copy of the reference data.
    pub fn refdata(&self) -> &RefData {
        &self.0.refdata
    }

    pub(crate) fn timer_wake(&self) -> Arc<Notify> {
        Arc::clone(&self.0.timer_wake)
    }

    /// A handle for reading the store.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn read(&self) -> Result<Tx> {
        self.0.db.read().await
    }

    /// Executes a caller's command in one transaction and remembers its answer under the request id.
    ///
    /// The command runs to its end even when the caller goes away. `request` is what the request id stands for.
    ///
    /// # Errors
    /// Those of `body`; `REQUEST_ID_REUSED`; `Unavailable`.
    pub async fn command<T, F>(&self, call: &Call, request: &(impl Message + Mutation), body: F) -> Result<T>
    where
        T: Message + Default + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let key = self.key(call, request)?;
        let context = Context {
            actor: key.subject.clone(),
            request_id: Some(key.request_id),
            traceparent: call.traceparent.clone(),
            ..Context::default()
        };
        self.write(context, move |tx| Box::pin(once(tx, key, body))).await
    }

    /// Does once what is more than one transaction: the answer is remembered under the request id when `act` is done.
    /// An act that was cut off is begun anew, so each of its own steps must be one that may be repeated.
    ///
    /// # Errors
    /// Those of `act`; `REQUEST_ID_REUSED`; `Unavailable`.
    pub async fn once<T, R>(&self, call: &Call, request: &R, act: impl Future<Output = Result<T>>) -> Result<T>
    where
        T: Message + Default + 'static,
        R: Message + Mutation,
    {
        let key = self.key(call, request)?;
        if let Some(answer) = idempotency::find(&mut self.read().await?, &key).await? {
            return Ok(answer);
        }
        let answer = act.await?;
        let kept = answer.encode_to_vec();
        self.act("request", None, move |tx| {
            Box::pin(async move { idempotency::keep(tx, &key, &kept).await })
        })
        .await?;
        Ok(answer)
    }

    /// Acts on the service's own account: a timer, an event of another service (`cause`).
    ///
    /// # Errors
    /// Those of `body`; `Unavailable`.
    pub async fn act<T, F>(&self, why: &str, cause: Option<(Uuid, Option<String>)>, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let (causation_id, traceparent) = cause.map_or((None, None), |(id, trace)| (Some(id), trace));
        let context = Context {
            actor: format!("service:{}/{why}", self.0.name),
            causation_id,
            traceparent,
            background: true,
            ..Context::default()
        };
        self.write(context, body).await
    }

    async fn write<T, F>(&self, context: Context, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let kit = self.clone();
        // detached: whoever waits may go away, the transaction and what follows its commit do not
        let task = tokio::spawn(async move {
            let clock = kit.0.clock.clone();
            let (value, news) = kit.0.db.write(context, move |tx| acted(tx, clock, body)).await?;
            kit.committed(&news);
            Ok(value)
        });
        task.await
            .map_err(|source| Error::internal_from("a command's task failed", source))?
    }

    fn committed(&self, news: &News) {
        if news.events {
            self.0.feed.committed();
        }
        if news.timers {
            self.0.timer_wake.notify_one();
        }
        if news.branches {
            self.0.refdata.arrived();
        }
    }
}

/// What a transaction changed that somebody in this process may wait for.
struct News {
    events: bool,
    timers: bool,
    branches: bool,
}

/// Runs `body` at the instant at which its transaction has begun.
fn acted<T, F>(tx: &mut Tx, clock: Clock, body: F) -> BoxFuture<'_, Result<(T, News)>>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
{
    Box::pin(async move {
        tx.set_now(clock.now());
        let value = body(tx).await?;
        let news = News {
            events: !tx.events.is_empty(),
            timers: tx.earliest_timer.is_some(),
            branches: tx.branch_arrived,
        };
        Ok((value, news))
    })
}

/// What identifies a caller's request, whose answer is kept sealed with `sealer`.
///
/// # Errors
/// `INVALID_REQUEST` for a request id that is no UUID.
pub(crate) fn request_key(
    call: &Call,
    request: &(impl Message + Mutation),
    sealer: Option<Arc<Sealer>>,
) -> Result<Key> {
    let request_id = Uuid::try_parse(request.request_id());
    let request_id = request_id.map_err(|_| INVALID_REQUEST.field("request_id", "must be a UUID"))?;
    Ok(Key::new(&call.caller.subject, call.method, request_id, request, sealer))
}

async fn once<T, F>(tx: &mut Tx, key: Key, body: F) -> Result<T>
where
    T: Message + Default + Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
{
    if let Some(answer) = idempotency::claim(tx, &key).await? {
        return Ok(answer);
    }
    let answer = body(tx).await?;
    idempotency::store(tx, &key, &answer).await?;
    Ok(answer)
}
