//! SQLite: one writer task that groups waiting commands into one durable commit, a savepoint each.

use std::{
    fs::File,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use futures::FutureExt;
use sqlx::{
    ConnectOptions, Connection, Executor, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::{Conn, Context, Migrations, Tx, Work};
use crate::{Error, Result, outbox};

/// Most commands that share one commit.
const GROUP: usize = 128;
/// Most commands that wait for the writer before callers are held back.
const QUEUE: usize = 1_024;
/// How long one command may hold the only writer.
const LONGEST: Duration = Duration::from_secs(10);

struct Job {
    context: Context,
    work: Work,
    done: oneshot::Sender<Result<()>>,
}

/// A SQLite store. Clones share it.
#[derive(Clone)]
pub struct SqliteDb {
    pub(super) readers: SqlitePool,
    jobs: mpsc::Sender<Job>,
    stop: CancellationToken,
    writer: Arc<Mutex<Option<tokio::task::JoinHandle<()>>>>,
}

impl SqliteDb {
    pub(super) async fn open(service: &'static str, path: &Path, migrations: &Migrations) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .optimize_on_close(true, None);
        let describe = |source| {
            Error::internal_from(
                format!("could not open the {service} store at {}", path.display()),
                source,
            )
        };
        let starting = alone(path.with_extension("lock")).await;
        let starting = starting.map_err(|source| describe(sqlx::Error::Io(source)))?;
        let mut conn = options.connect().await.map_err(describe)?;
        migrations.run_sqlite(service, &mut conn).await?;
        drop(starting);
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(2))
            .connect_with(options.read_only(true).optimize_on_close(false, None))
            .await
            .map_err(describe)?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let stop = CancellationToken::new();
        let writer = tokio::spawn(serve(conn, queue, stop.clone()));
        Ok(Self {
            readers,
            jobs,
            stop,
            writer: Arc::new(Mutex::new(Some(writer))),
        })
    }

    pub(super) async fn write(&self, context: Context, work: Work) -> Result<()> {
        let (done, answer) = oneshot::channel();
        let job = Job { context, work, done };
        self.jobs.send(job).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Lets the commands that wait end, then closes the file.
    pub(super) async fn close(&self) {
        self.stop.cancel();
        if let Some(writer) = self.writer.lock().await.take() {
            // it only fails when it was aborted with its runtime
            let _ = writer.await;
        }
        self.readers.close().await;
    }
}

/// Waits until nobody else migrates this store. The file stays, the lock goes with the handle.
async fn alone(path: PathBuf) -> std::io::Result<File> {
    let locking = tokio::task::spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock()?;
        Ok(file)
    });
    locking.await.map_err(std::io::Error::other)?
}

fn closed() -> Error {
    Error::Unavailable {
        what: "store",
        source: None,
    }
}

/// Serves until nobody is left who could send, or until the store is closed and the queue is empty.
async fn serve(conn: SqliteConnection, mut queue: mpsc::Receiver<Job>, stop: CancellationToken) {
    let mut tx = Tx::writer(Conn::SqliteWriter(conn), Context::default());
    loop {
        let next = tokio::select! {
            biased;
            next = queue.recv() => next,
            () = stop.cancelled(), if !queue.is_closed() => {
                queue.close();
                continue;
            }
        };
        let Some(first) = next else { break };
        group(&mut tx, first, &mut queue).await;
    }
    if let Conn::SqliteWriter(conn) = tx.into_conn() {
        let _ = conn.close().await;
    }
}

/// Runs `first` and whatever else waits in one transaction, then answers them all.
async fn group(tx: &mut Tx, first: Job, queue: &mut mpsc::Receiver<Job>) {
    if let Err(error) = run_sql(tx, "BEGIN IMMEDIATE").await {
        let _ = first.done.send(Err(error));
        return;
    }
    let mut answers = Vec::new();
    let mut next = Some(first);
    let mut lost = None;
    while let Some(job) = next {
        match one(tx, job.context, job.work).await {
            Ok(outcome) => answers.push((job.done, outcome)),
            Err(error) => {
                lost = Some(error.to_string());
                answers.push((job.done, Err(error)));
                break;
            }
        }
        next = if answers.len() < GROUP {
            queue.try_recv().ok()
        } else {
            None
        };
    }
    let lost = match lost {
        Some(why) => Some(why),
        None => run_sql(tx, "COMMIT").await.err().map(|error| error.to_string()),
    };
    if lost.is_some() {
        // fails when SQLite has rolled back by itself
        let _ = run_sql(tx, "ROLLBACK").await;
    }
    answer(answers, lost.as_deref());
}

/// Tells everybody of a group; `lost` is why none of it was kept.
fn answer(answers: Vec<(oneshot::Sender<Result<()>>, Result<()>)>, lost: Option<&str>) {
    for (done, outcome) in answers {
        let _ = done.send(match (lost, outcome) {
            (Some(why), Ok(())) => Err(Error::unavailable("store", why)),
            (_, outcome) => outcome,
        });
    }
}

/// One command in a savepoint of its own; its failure leaves the others' work untouched. The outer error is that of
/// the transaction itself: nothing of the group can be kept.
async fn one(tx: &mut Tx, context: Context, work: Work) -> Result<Result<()>> {
    tx.reset(context);
    run_sql(tx, "SAVEPOINT command").await?;
    let outcome = match AssertUnwindSafe(tokio::time::timeout(LONGEST, work(tx)))
        .catch_unwind()
        .await
    {
        Ok(Ok(Ok(()))) => settle(tx).await,
        Ok(Ok(Err(error))) => Err(error),
        Ok(Err(_)) => Err(Error::unavailable("store", "the command held the writer for too long")),
        Err(_) => Err(Error::internal("a command panicked")),
    };
    if outcome.is_err() {
        run_sql(tx, "ROLLBACK TO command").await?;
    }
    run_sql(tx, "RELEASE command").await?;
    Ok(outcome)
}

async fn settle(tx: &mut Tx) -> Result<()> {
    tx.sound()?;
    outbox::flush(tx).await
}

async fn run_sql(tx: &mut Tx, sql: &'static str) -> Result<()> {
    tx.sqlite()?.execute(sql).await?;
    Ok(())
}
