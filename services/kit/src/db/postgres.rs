//! PostgreSQL: a guarded pool; each command is a transaction in a task of its own.

use std::{panic::AssertUnwindSafe, str::FromStr, time::Duration};

use futures::FutureExt;
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Row, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{Conn, Context, Migrations, Tx, Work};
use crate::{Error, Result, outbox};

/// After so long without use a connection is tested before it is handed out.
const IDLE: Duration = Duration::from_secs(1);
/// What a transaction for a waiting caller begins with.
const BEGIN: &str = "BEGIN";
/// What a transaction begins with for which nobody waits: it gives up long before the server looks for a deadlock
/// (after one second), so that the caller on the other side wins.
const BEGIN_IN_BACKGROUND: &str = "BEGIN; SET LOCAL lock_timeout = '400ms'";

/// A PostgreSQL store. Clones share it.
#[derive(Clone)]
pub struct PostgresDb {
    pub(super) pool: PgPool,
}

impl PostgresDb {
    pub(super) async fn open(
        service: &'static str,
        url: &str,
        connections: u32,
        migrations: &Migrations,
    ) -> Result<Self> {
        let describe = |source| {
            let what = format!(
                "could not open the {service} store on PostgreSQL; check database.url (or database.services.{service}) \
                 and that the server runs and lets this user in"
            );
            Error::internal_from(what, source)
        };
        let options = PgConnectOptions::from_str(&url.replace("{service}", service))
            .map_err(describe)?
            .application_name(&format!("aftersales {service}"))
            .options([
                ("search_path", service),
                ("default_transaction_isolation", "read committed"),
            ]);
        // another starter may be migrating, for as long as that takes
        let patient = options
            .clone()
            .options([("lock_timeout", "5min"), ("statement_timeout", "0")]);
        let mut conn = PgConnection::connect_with(&patient).await.map_err(describe)?;
        // two first starters at once: one of them may see the other's schema appear
        if create_schema(service, &mut conn).await.is_err() {
            create_schema(service, &mut conn).await.map_err(describe)?;
        }
        migrations.run_postgres(service, &mut conn).await?;
        conn.close().await.map_err(describe)?;
        let limited = options.options([
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "5s"),
        ]);
        let pool = guarded(connections).connect_with(limited).await.map_err(describe)?;
        Ok(Self { pool })
    }

    pub(super) async fn write(&self, context: Context, work: Work) -> Result<()> {
        let pool = self.pool.clone();
        tokio::spawn(async move { transaction(&pool, context, work).await })
            .await
            .map_err(|source| Error::internal_from("a transaction's task failed", source))?
    }
}

async fn create_schema(service: &'static str, conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {service}"));
    sqlx::query(sql).execute(conn).await.map(|_| ())
}

/// A pool that never hands out a connection which is still inside a transaction.
fn guarded(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(2))
        .max_lifetime(Duration::from_secs(30 * 60))
        .test_before_acquire(false)
        .before_acquire(|conn, meta| {
            Box::pin(async move {
                if meta.idle_for > IDLE {
                    conn.ping().await?;
                }
                Ok(true)
            })
        })
        .after_release(|conn, _| {
            Box::pin(async move {
                // true only outside a transaction: inside one, now() stands still. In the simple protocol, for in the
                // extended one a statement's time is that of its last message, and its transaction's that of the first
                let outside = sqlx::raw_sql("SELECT now() = statement_timestamp()")
                    .fetch_one(conn)
                    .await;
                Ok(outside.and_then(|row| row.try_get(0)).unwrap_or(false))
            })
        })
}

async fn transaction(pool: &PgPool, context: Context, work: Work) -> Result<()> {
    let mut tx = Tx::writer(Conn::Postgres(begin(pool, context.background).await?), context);
    let outcome = match AssertUnwindSafe(work(&mut tx)).catch_unwind().await {
        Ok(Ok(())) => settle(&mut tx).await,
        Ok(Err(error)) => Err(error),
        Err(_) => Err(Error::internal("a command panicked")),
    };
    let Conn::Postgres(transaction) = tx.into_conn() else {
        return Err(Error::internal("a transaction lost its connection"));
    };
    match outcome {
        Ok(()) => Ok(transaction.commit().await?),
        Err(error) => {
            // the error of the work matters more than that of undoing it; a broken connection is dropped by the pool
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}

async fn settle(tx: &mut Tx) -> Result<()> {
    tx.sound()?;
    outbox::flush(tx).await
}

/// Begins a transaction, past connections that the server has dropped: each of them is met once at most.
async fn begin(pool: &PgPool, background: bool) -> Result<Transaction<'static, Postgres>> {
    let sql = if background { BEGIN_IN_BACKGROUND } else { BEGIN };
    let mut broken = pool.size();
    loop {
        match pool.begin_with(sql).await {
            Err(error) if broken > 0 && is_dropped(&error) => broken -= 1,
            begun => return Ok(begun?),
        }
    }
}

/// Whether the server has closed this connection, whatever becomes of the next one.
fn is_dropped(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(told) => told.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}
