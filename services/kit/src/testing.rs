//! What the tests of every crate stand on: a database of their own on either system, and a directory of their own.
//!
//! Behind the feature `testing`; a crate asks for it in its development dependencies. Everything here panics when the
//! ground is missing: a test that cannot run must fail, not be skipped.
//!
//! ```text
//! aftersales_kit::on_both_databases!(numbers_are_dense, numbers_survive_a_restart);
//!
//! async fn numbers_are_dense(db: TestDb) { … }
//! ```
#![expect(
    clippy::expect_used,
    reason = "test support: a missing server or directory must fail the test"
)]

pub mod fake;
pub mod fixture;
pub mod mirror;
pub mod rig;

use std::path::PathBuf;

use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

use crate::db::Location;

/// The environment variable with the administrator's URL of the run's PostgreSQL cluster; the harness sets it.
pub const POSTGRES_VARIABLE: &str = "AFTERSALES_TEST_POSTGRES";

/// Connections of one store in a test: enough for real concurrency, few enough for many tests at a time.
const CONNECTIONS: u32 = 8;

/// Longest part of a database's name that comes from the test's name, in characters (PostgreSQL keeps 63 bytes).
const LONGEST_HINT: usize = 28;

/// The administrator's URL of the run's PostgreSQL cluster.
///
/// # Panics
/// When the harness is not around the test.
#[must_use]
pub fn postgres_url() -> String {
    std::env::var(POSTGRES_VARIABLE).expect(
        "AFTERSALES_TEST_POSTGRES is not set: run the tests through ./tests/run, or through \
         `cargo run -p aftersales-tests --bin harness -- run -- cargo test …`",
    )
}

/// A directory of the test's own, removed with the value.
///
/// # Panics
/// When the system's directory for temporary files takes none.
#[must_use]
pub fn scratch_dir() -> TempDir {
    tempfile::Builder::new()
        .prefix("aftersales-test-")
        .tempdir()
        .expect("create a directory for the test")
}

/// A new, empty PostgreSQL database, whose name begins with `hint`.
///
/// # Panics
/// When the harness is not around the test or its server does not answer.
pub async fn fresh_postgres(hint: &str) -> TestDb {
    let admin_url = postgres_url();
    let name = unique_name(hint);
    administer(&admin_url, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    let url = with_database(&admin_url, &name);
    TestDb {
        kind: Kind::Postgres(PostgresDatabase { admin_url, name, url }),
        keys: scratch_dir(),
    }
}

/// A SQLite file that does not exist yet, in a directory of its own.
///
/// # Panics
/// When the directory cannot be made.
#[must_use]
pub fn fresh_sqlite() -> TestDb {
    let directory = scratch_dir();
    TestDb {
        kind: Kind::Sqlite(directory),
        keys: scratch_dir(),
    }
}

/// The database systems that the suite runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite, in a file.
    Sqlite,
    /// PostgreSQL, in the run's cluster.
    Postgres,
}

impl Backend {
    /// An empty database of this system.
    ///
    /// # Panics
    /// As [`fresh_postgres`] and [`fresh_sqlite`].
    pub async fn fresh(self, hint: &str) -> TestDb {
        match self {
            Self::Sqlite => fresh_sqlite(),
            Self::Postgres => fresh_postgres(hint).await,
        }
    }
}

/// One test's own database. Dropping it drops the database, whoever is still connected.
#[derive(Debug)]
pub struct TestDb {
    kind: Kind,
    keys: TempDir,
}

#[derive(Debug)]
enum Kind {
    Sqlite(TempDir),
    Postgres(PostgresDatabase),
}

impl TestDb {
    /// Where the keys of what is sealed in this database are kept.
    #[must_use]
    pub fn keys(&self) -> &std::path::Path {
        self.keys.path()
    }

    /// Which system this is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        match self.kind {
            Kind::Sqlite(_) => Backend::Sqlite,
            Kind::Postgres(_) => Backend::Postgres,
        }
    }

    /// Where the store of `service` goes: a file of its own, or its own schema in the one database.
    #[must_use]
    pub fn location(&self, service: &str) -> Location {
        match &self.kind {
            Kind::Sqlite(directory) => Location::Sqlite(sqlite_file(directory, service)),
            Kind::Postgres(database) => Location::Postgres {
                url: database.url.clone(),
                connections: CONNECTIONS,
            },
        }
    }

    /// The URL for a connection past the kit: an independent look at the store of `service`.
    #[must_use]
    pub fn url(&self, service: &str) -> String {
        match &self.kind {
            Kind::Sqlite(directory) => format!("sqlite://{}", sqlite_file(directory, service).display()),
            Kind::Postgres(database) => database.url.clone(),
        }
    }
}

fn sqlite_file(directory: &TempDir, service: &str) -> PathBuf {
    directory.path().join(service).with_extension("db")
}

#[derive(Debug)]
struct PostgresDatabase {
    admin_url: String,
    name: String,
    url: String,
}

impl Drop for PostgresDatabase {
    /// Drops the database from a thread with a runtime of its own, since a test's runtime may be ending. A failure
    /// is left alone: the whole cluster goes at the end of the run.
    fn drop(&mut self) {
        let admin_url = self.admin_url.clone();
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .ok()?;
            runtime.block_on(try_administer(&admin_url, statement)).ok()
        });
        dropping.join().ok();
    }
}

async fn administer(admin_url: &str, statement: String) {
    try_administer(admin_url, statement)
        .await
        .expect("administer the harness's PostgreSQL");
}

async fn try_administer(admin_url: &str, statement: String) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(admin_url).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    connection.close().await
}

fn unique_name(hint: &str) -> String {
    let hint: String = hint
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .take(LONGEST_HINT)
        .collect();
    #[expect(
        clippy::disallowed_methods,
        reason = "the name of a test's database is no id of the business"
    )]
    let unique = Uuid::new_v4().simple();
    format!("t_{hint}_{unique}")
}

/// The URL with another database: what stands between the last slash and the query.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url
        .split_once('?')
        .map_or((url, None), |(address, query)| (address, Some(query)));
    let server = address.rsplit_once('/').map_or(address, |(server, _)| server);
    query.map_or_else(
        || format!("{server}/{name}"),
        |query| format!("{server}/{name}?{query}"),
    )
}

/// Runs each named `async fn name(db: TestDb)` as two tests, `on_sqlite::name` and `on_postgres::name`, each on an
/// empty database and a runtime with two workers. Stands once in a module, beside the functions.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        $crate::on_both_databases!(@on on_sqlite Sqlite $($name)+);
        $crate::on_both_databases!(@on on_postgres Postgres $($name)+);
    };
    (@on $module:ident $backend:ident $($name:ident)+) => {
        #[cfg(test)]
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::testing::Backend::$backend.fresh(stringify!($name)).await).await;
                }
            )+
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_swapped_and_the_rest_of_the_url_stays() {
        let by_path = with_database("postgres://postgres@%2Ftmp%2Fx/postgres", "t_a");
        assert_eq!(by_path, "postgres://postgres@%2Ftmp%2Fx/t_a");
        let by_query = with_database("postgres://u@localhost/postgres?host=/tmp/x", "t_a");
        assert_eq!(by_query, "postgres://u@localhost/t_a?host=/tmp/x");
    }

    #[test]
    fn names_fit_into_what_postgresql_keeps() {
        let name = unique_name("Geräte, die ohne Punkt und Komma sehr lange Namen tragen");
        assert!(name.starts_with("t_ger_te__die_ohne_punkt_und_k"), "{name}");
        assert_eq!(name.len(), 63);
        assert_ne!(unique_name("a"), unique_name("a"));
    }

    async fn holds_rows_of_its_own(db: TestDb) {
        use sqlx::{Connection as _, Executor as _};
        match db.backend() {
            Backend::Sqlite => {
                let url = format!("{}?mode=rwc", db.url("hotline"));
                let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
                connection.execute("CREATE TABLE own (id INTEGER)").await.unwrap();
            }
            Backend::Postgres => {
                let mut connection = PgConnection::connect(&db.url("hotline")).await.unwrap();
                connection.execute("CREATE TABLE own (id INTEGER)").await.unwrap();
            }
        }
    }

    crate::on_both_databases!(holds_rows_of_its_own);

    #[tokio::test]
    async fn a_dropped_database_is_gone_whoever_is_connected() {
        let db = fresh_postgres("gone").await;
        let Kind::Postgres(PostgresDatabase { admin_url, name, url }) = &db.kind else {
            unreachable!()
        };
        let (admin_url, name) = (admin_url.clone(), name.clone());
        let _connected = PgConnection::connect(url).await.unwrap();
        drop(db);
        let mut admin = PgConnection::connect(&admin_url).await.unwrap();
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_database WHERE datname = $1")
            .bind(name)
            .fetch_one(&mut admin)
            .await
            .unwrap();
        assert_eq!(left, 0);
    }
}
