//! One SQL text for SQLite and PostgreSQL.
//!
//! SQL functions take a [`Tx`] and use [`exec!`](crate::exec), [`fetch_optional!`](crate::fetch_optional) and their
//! sisters with `$1` placeholders and the portable subset of SQL. Whatever is not portable stands in a named function
//! with a `match` on [`Tx::is_postgres`].

mod many;
mod migrate;
mod postgres;
mod sqlite;
mod tx;

use std::path::PathBuf;

use futures::future::BoxFuture;
use tokio::sync::oneshot;

pub use many::fetch_many;
pub use migrate::Migrations;
pub use tx::{Conn, Connection, Context, Tx};

use crate::{Error, Result};

/// Where a service keeps its store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One SQLite file; made when it is missing.
    Sqlite(PathBuf),
    /// A PostgreSQL database; the service's tables live in the schema named after the service.
    Postgres {
        /// Connection URL.
        url: String,
        /// Most connections that the service opens.
        connections: u32,
    },
}

/// What runs inside one transaction.
pub type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<()>> + Send>;

/// A service's store. Clones share it.
#[derive(Clone)]
pub enum Db {
    /// SQLite: one writer that groups commands, and a pool of readers.
    Sqlite(sqlite::SqliteDb),
    /// PostgreSQL: a pool.
    Postgres(postgres::PostgresDb),
}

impl Db {
    /// Opens the store of `service`, creating and migrating it.
    ///
    /// # Errors
    /// When the file or server cannot be reached, a migration fails, or the schema is newer than this program knows.
    pub async fn open(service: &'static str, location: &Location, migrations: &Migrations) -> Result<Self> {
        match location {
            Location::Sqlite(path) => Ok(Self::Sqlite(sqlite::SqliteDb::open(service, path, migrations).await?)),
            Location::Postgres { url, connections } => Ok(Self::Postgres(
                postgres::PostgresDb::open(service, url, *connections, migrations).await?,
            )),
        }
    }

    /// A handle for reading. Every statement sees what was committed before it.
    ///
    /// # Errors
    /// `Unavailable` when no connection is free within two seconds.
    pub async fn read(&self) -> Result<Tx> {
        let conn = match self {
            Self::Sqlite(db) => Conn::SqliteReader(db.readers.acquire().await?),
            Self::Postgres(db) => Conn::PostgresReader(db.pool.acquire().await?),
        };
        Ok(Tx::reader(conn))
    }

    /// Runs `body` in one transaction, in a task of its own: a caller that goes away does not stop it half way.
    ///
    /// Returns when the transaction is durable. An error rolls everything back.
    ///
    /// # Errors
    /// Those of `body`; `Unavailable` when the store does not answer.
    pub async fn write<T, F>(&self, context: Context, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let (slot, value) = oneshot::channel();
        let work: Work = Box::new(move |tx| {
            Box::pin(async move {
                let made = body(tx).await?;
                // the receiver waits until the commit is done; it is gone only when the caller is
                let _ = slot.send(made);
                Ok(())
            })
        });
        match self {
            Self::Sqlite(db) => db.write(context, work).await?,
            Self::Postgres(db) => db.write(context, work).await?,
        }
        value
            .await
            .map_err(|_| Error::internal("a transaction ended without its result"))
    }

    /// Whether this is PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Closes the connections once running transactions are done.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(db) => db.close().await,
            Self::Postgres(db) => db.pool.close().await,
        }
    }
}

/// Runs `$body` with `$conn` bound to the driver's connection; the one text is compiled once per database.
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, $conn:ident => $body:expr) => {
        match (&mut *$tx).connection() {
            $crate::db::Connection::Postgres($conn) => $body,
            $crate::db::Connection::Sqlite($conn) => $body,
        }
    };
}

/// Executes a statement; gives the number of affected rows.
#[macro_export]
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut *$tx {
            tx => {
                let done = $crate::on_tx!(tx, c => sqlx::query($sql)$(.bind($bind))*.execute(c).await
                    .map(|done| done.rows_affected()));
                tx.noted(done)
            }
        }
    };
}

/// Fetches at most one row as `$row`.
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut *$tx {
            tx => {
                let row = $crate::on_tx!(tx, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await);
                tx.noted(row)
            }
        }
    };
}

/// Fetches exactly one row as `$row`.
#[macro_export]
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut *$tx {
            tx => {
                let row = $crate::on_tx!(tx, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(c).await);
                tx.noted(row)
            }
        }
    };
}

/// Fetches all rows as `$row`.
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut *$tx {
            tx => {
                let rows = $crate::on_tx!(tx, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await);
                tx.noted(rows)
            }
        }
    };
}

/// Fetches the single column of exactly one row as `$ty`.
#[macro_export]
macro_rules! fetch_scalar {
    ($tx:expr, $ty:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut *$tx {
            tx => {
                let value = $crate::on_tx!(tx, c => sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*.fetch_one(c).await);
                tx.noted(value)
            }
        }
    };
}
