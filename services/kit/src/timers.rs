//! Durable timers: exactly one effect each, late rather than never, cancelled by the fact that makes them moot.

use std::{
    sync::{
        Arc, Mutex as Slot, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Error, Result,
    db::Tx,
    exec, fetch_optional, id,
    id::BranchId,
    inbox::Pause,
    service::Kit,
    time::{MINUTE, SECOND, Timestamp},
};

/// Tries within one turn when a lock or the store is in the way; then the timer is put off.
const TRIES: u32 = 5;

/// A timer to set. There is at most one of a kind and subject; setting it again moves it.
#[derive(Debug, Clone)]
pub struct NewTimer {
    /// What is due, such as `sla.due`.
    pub kind: &'static str,
    /// What it is about.
    pub subject: Uuid,
    /// Owning branch.
    pub branch_id: BranchId,
    /// When.
    pub due_at: Timestamp,
    /// What the use case needs to know; ids and codes only.
    pub payload: serde_json::Value,
}

/// A timer that fell due.
#[derive(Debug, Clone)]
pub struct Timer {
    /// Id of the row.
    pub id: Uuid,
    /// What is due.
    pub kind: String,
    /// What it is about.
    pub subject: Uuid,
    /// Owning branch.
    pub branch_id: BranchId,
    /// When it fell due; the transaction may run later.
    pub due_at: Timestamp,
    /// What the use case needs to know.
    pub payload: serde_json::Value,
    /// Failed tries so far.
    pub attempts: i64,
}

/// A row of the table; the payload is text on both databases.
#[derive(sqlx::FromRow)]
struct TimerRow {
    id: Uuid,
    kind: String,
    subject: Uuid,
    branch_id: BranchId,
    due_at: Timestamp,
    payload: String,
    attempts: i64,
}

impl TimerRow {
    fn read(self) -> Result<Timer> {
        let payload = serde_json::from_str(&self.payload);
        Ok(Timer {
            id: self.id,
            kind: self.kind,
            subject: self.subject,
            branch_id: self.branch_id,
            due_at: self.due_at,
            payload: payload.map_err(|source| Error::internal_from("read a timer's payload", source))?,
            attempts: self.attempts,
        })
    }
}

/// What a service does when a timer falls due.
pub trait Jobs: Send + Sync + 'static {
    /// Acts on a due timer in its transaction; the timer is gone when this commits, and stays when it fails.
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>>;

    /// Acts on a deadline that was missed, after the kit has recorded it. Nothing by default.
    fn missed<'t>(&'t self, tx: &'t mut Tx, deadline: &'t crate::sla::Deadline) -> BoxFuture<'t, Result<()>> {
        let _ = (tx, deadline);
        Box::pin(async { Ok(()) })
    }
}

/// Sets a timer, or moves it when one of the kind and subject is there.
pub async fn arm(tx: &mut Tx, timer: NewTimer) -> Result<()> {
    const SQL: &str = "
        INSERT INTO timer (id, kind, subject, branch_id, due_at, run_at, payload, attempts)
        VALUES ($1, $2, $3, $4, $5, $5, $6, 0)
        ON CONFLICT (kind, subject) DO UPDATE
        SET
            due_at = excluded.due_at,
            run_at = excluded.run_at,
            payload = excluded.payload,
            attempts = 0,
            last_error = NULL";
    exec!(
        tx,
        SQL,
        id::new_uuid(),
        timer.kind,
        timer.subject,
        &timer.branch_id,
        timer.due_at,
        timer.payload.to_string(),
    )?;
    tx.earliest_timer = Some(tx.earliest_timer.map_or(timer.due_at, |at| at.min(timer.due_at)));
    Ok(())
}

/// Removes a timer; `false` when there was none.
pub async fn cancel(tx: &mut Tx, kind: &str, subject: Uuid) -> Result<bool> {
    Ok(exec!(tx, "DELETE FROM timer WHERE kind = $1 AND subject = $2", kind, subject)? > 0)
}

/// When the next timer runs.
async fn next_run(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let row = fetch_optional!(tx, (Timestamp,), "SELECT run_at FROM timer ORDER BY run_at, id LIMIT 1")?;
    Ok(row.map(|(at,)| at))
}

/// Takes the first due timer out of the table; replicas never take the same one.
async fn claim(tx: &mut Tx, now: Timestamp) -> Result<Option<Timer>> {
    const PORTABLE: &str = "
        DELETE FROM timer
        WHERE id = (SELECT id FROM timer WHERE run_at <= $1 ORDER BY run_at, id LIMIT 1)
        RETURNING id, kind, subject, branch_id, due_at, payload, attempts";
    const POSTGRES: &str = "
        DELETE FROM timer
        WHERE id = (SELECT id FROM timer WHERE run_at <= $1 ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, subject, branch_id, due_at, payload, attempts";
    let sql = if tx.is_postgres() { POSTGRES } else { PORTABLE };
    fetch_optional!(tx, TimerRow, sql, now)?.map(TimerRow::read).transpose()
}

/// Puts off a timer whose use case failed: one second, then twice as long each time, five minutes at most. Does
/// nothing when it was set anew or taken in the meantime.
async fn put_off(tx: &mut Tx, failed: Failed, error: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE timer
        SET attempts = attempts + 1, run_at = $4, last_error = $5
        WHERE id = $1 AND due_at = $2 AND attempts = $3";
    let wait = SECOND.saturating_mul(1 << failed.attempts.clamp(0, 10)).min(5 * MINUTE);
    let run_at = tx.now().plus(wait);
    exec!(tx, SQL, failed.id, failed.due_at, failed.attempts, run_at, error)?;
    Ok(())
}

/// A timer whose use case failed, as it was then.
#[derive(Debug, Clone, Copy)]
struct Failed {
    id: Uuid,
    due_at: Timestamp,
    attempts: i64,
}

/// Runs a service's due timers.
pub(crate) struct Engine {
    kit: Kit,
    jobs: Arc<dyn Jobs>,
    turn: Mutex<()>,
    wake: Arc<Notify>,
    fired: AtomicU64,
}

/// What a turn did.
enum Turn {
    /// A timer took effect.
    Fired,
    /// A timer's use case failed; it is tried again later.
    PutOff,
    /// Nothing is due.
    Idle,
}

impl Engine {
    pub(crate) fn new(kit: Kit, jobs: Arc<dyn Jobs>) -> Self {
        let wake = kit.timer_wake();
        Self {
            kit,
            jobs,
            turn: Mutex::new(()),
            wake,
            fired: AtomicU64::new(0),
        }
    }

    /// How many timers took effect since the start.
    pub(crate) fn fired(&self) -> u64 {
        self.fired.load(Ordering::SeqCst)
    }

    /// When the next timer runs.
    pub(crate) async fn next_run(&self) -> Result<Option<Timestamp>> {
        next_run(&mut self.kit.db().read().await?).await
    }

    /// Fires everything that is due now, in order of its time.
    pub(crate) async fn fire_due(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        let next = self.next_run().await?;
        if next.is_none_or(|at| at > self.kit.clock().now()) {
            return Ok(());
        }
        while let Turn::Fired | Turn::PutOff = self.fire_one().await? {}
        Ok(())
    }

    async fn fire_one(&self) -> Result<Turn> {
        let (mut pause, mut tries) = (Pause::default(), 0);
        loop {
            tries += 1;
            let tried = Arc::new(Slot::new(None));
            let error = match self.attempt(Arc::clone(&tried)).await {
                Ok(turn) => return Ok(turn),
                Err(error) => error,
            };
            if error.is_transient() && tries < TRIES {
                pause.wait().await;
                continue;
            }
            let failed = *tried.lock().unwrap_or_else(PoisonError::into_inner);
            return match failed {
                Some(failed) => self.put_off(failed, &error).await,
                None => Err(error),
            };
        }
    }

    /// Takes the first due timer and runs its use case in one transaction; `tried` tells which one that was.
    async fn attempt(&self, tried: Arc<Slot<Option<Failed>>>) -> Result<Turn> {
        let jobs = Arc::clone(&self.jobs);
        let fired = self
            .kit
            .act("timer", None, move |tx| {
                Box::pin(async move {
                    let now = tx.now();
                    let Some(timer) = claim(tx, now).await? else {
                        return Ok(false);
                    };
                    *tried.lock().unwrap_or_else(PoisonError::into_inner) = Some(Failed {
                        id: timer.id,
                        due_at: timer.due_at,
                        attempts: timer.attempts,
                    });
                    fire(jobs.as_ref(), tx, &timer).await?;
                    Ok(true)
                })
            })
            .await?;
        if !fired {
            return Ok(Turn::Idle);
        }
        self.fired.fetch_add(1, Ordering::SeqCst);
        Ok(Turn::Fired)
    }

    async fn put_off(&self, failed: Failed, error: &Error) -> Result<Turn> {
        tracing::warn!(service = self.kit.name(), timer = %failed.id, %error, "a timer's use case failed and is put off");
        let text = error.to_string();
        self.kit
            .act("timer", None, move |tx| {
                Box::pin(async move { put_off(tx, failed, &text).await })
            })
            .await?;
        Ok(Turn::PutOff)
    }

    /// Waits for due timers until `stop`. With a manual clock it sees what is overdue already.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        loop {
            let wait = match self.fire_due().await {
                Ok(_) => self.until_next().await,
                Err(error) => {
                    tracing::warn!(%error, "could not look for due timers");
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// How long nothing falls due here; another replica may add a timer, so one second at most on a shared store.
    async fn until_next(&self) -> Duration {
        let longest = Duration::from_secs(1);
        match self.next_run().await {
            Ok(Some(at)) => Duration::from_micros(at.since(self.kit.clock().now()).unsigned_abs())
                .clamp(Duration::from_millis(1), longest),
            Ok(None) | Err(_) => longest,
        }
    }
}

async fn fire(jobs: &dyn Jobs, tx: &mut Tx, timer: &Timer) -> Result<()> {
    if timer.kind == crate::sla::TIMER {
        if let Some(deadline) = crate::sla::record_miss(tx, timer).await? {
            jobs.missed(tx, &deadline).await?;
        }
        return Ok(());
    }
    jobs.fire(tx, timer).await
}
