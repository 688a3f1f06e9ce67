//! The handle that every SQL function takes.

use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};
use uuid::Uuid;

use crate::{Error, Result, outbox::NewEvent, time::Timestamp};

/// Who acts, why and when: goes into every event that the transaction writes.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Subject of the caller's token, or `service:dispatch`.
    pub actor: String,
    /// Idempotency key of the request, if one caused this.
    pub request_id: Option<Uuid>,
    /// Event that caused this, if one did.
    pub causation_id: Option<Uuid>,
    /// W3C trace context.
    pub traceparent: Option<String>,
    /// The instant at which the transaction acts; set by the kit.
    pub now: Option<Timestamp>,
    /// Nobody waits for it: where locks cross, it gives way to those for whom somebody does.
    pub background: bool,
}

/// A connection of either database.
pub enum Conn {
    /// The one writing connection of a SQLite store.
    SqliteWriter(SqliteConnection),
    /// A reading connection of a SQLite store.
    SqliteReader(PoolConnection<Sqlite>),
    /// An open transaction on PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
    /// A connection of PostgreSQL outside a transaction.
    PostgresReader(PoolConnection<Postgres>),
}

/// A transaction that can write, or a handle that reads.
pub struct Tx {
    conn: Conn,
    context: Context,
    pub(crate) events: Vec<NewEvent>,
    pub(crate) earliest_timer: Option<Timestamp>,
    pub(crate) branch_arrived: bool,
    failed: bool,
}

impl Tx {
    pub(super) fn reader(conn: Conn) -> Self {
        Self::writer(conn, Context::default())
    }

    pub(super) fn writer(conn: Conn, context: Context) -> Self {
        Self {
            conn,
            context,
            events: Vec::new(),
            earliest_timer: None,
            branch_arrived: false,
            failed: false,
        }
    }

    /// Makes the handle ready for the next command on the same connection.
    pub(super) fn reset(&mut self, context: Context) {
        self.context = context;
        self.events.clear();
        self.earliest_timer = None;
        self.branch_arrived = false;
        self.failed = false;
    }

    pub(crate) fn set_now(&mut self, now: Timestamp) {
        self.context.now = Some(now);
    }

    /// Takes note of a statement's outcome for [`Tx::sound`]; what the SQL macros end with.
    ///
    /// # Errors
    /// The statement's, as the kit's error.
    pub fn noted<T>(&mut self, outcome: std::result::Result<T, sqlx::Error>) -> Result<T> {
        self.failed |= matches!(&outcome, Err(error) if !matches!(error, sqlx::Error::RowNotFound));
        outcome.map_err(Error::from)
    }

    /// Refuses to commit after a statement failed whose error was dropped on the way: PostgreSQL would answer such a
    /// commit with a silent rollback, SQLite would keep half of the work.
    pub(super) fn sound(&self) -> Result<()> {
        if self.failed {
            return Err(Error::internal(
                "a command went on after one of its statements had failed",
            ));
        }
        Ok(())
    }

    pub(super) fn into_conn(self) -> Conn {
        self.conn
    }

    /// The instant at which this transaction acts; the epoch on a reader.
    pub fn now(&self) -> Timestamp {
        self.context.now.unwrap_or(Timestamp::from_micros(0))
    }

    /// Who acts and why.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Adds an event to the service's log. It is written last in the transaction and appears in the feed after the commit.
    pub fn emit(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// How many events the transaction has emitted so far.
    pub fn events_waiting(&self) -> usize {
        self.events.len()
    }

    /// The events that this transaction has added so far, in order.
    pub fn emitted(&self) -> &[NewEvent] {
        &self.events
    }

    /// Whether this is PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self.conn, Conn::Postgres(_) | Conn::PostgresReader(_))
    }

    /// The driver's connection.
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.conn {
            Conn::Postgres(conn) => Connection::Postgres(conn),
            Conn::PostgresReader(conn) => Connection::Postgres(conn),
            Conn::SqliteWriter(conn) => Connection::Sqlite(conn),
            Conn::SqliteReader(conn) => Connection::Sqlite(conn),
        }
    }

    /// The PostgreSQL connection, for what only PostgreSQL needs.
    ///
    /// # Errors
    /// `Internal` on SQLite.
    pub fn postgres(&mut self) -> Result<&mut PgConnection> {
        match self.connection() {
            Connection::Postgres(conn) => Ok(conn),
            Connection::Sqlite(_) => Err(Error::internal("not a PostgreSQL store")),
        }
    }

    /// The SQLite connection, for what only SQLite needs.
    ///
    /// # Errors
    /// `Internal` on PostgreSQL.
    pub fn sqlite(&mut self) -> Result<&mut SqliteConnection> {
        match self.connection() {
            Connection::Sqlite(conn) => Ok(conn),
            Connection::Postgres(_) => Err(Error::internal("not a SQLite store")),
        }
    }
}

/// A driver's connection; what [`on_tx!`](crate::on_tx) tells apart.
pub enum Connection<'t> {
    /// Of SQLite.
    Sqlite(&'t mut SqliteConnection),
    /// Of PostgreSQL.
    Postgres(&'t mut PgConnection),
}
