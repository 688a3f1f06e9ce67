//! The whole suite in this process, on a database of a test's own and a port of its own.
#![expect(
    clippy::expect_used,
    reason = "test support: a step that cannot be taken must fail the test"
)]

use aftersales::{
    Process,
    demo::{World, fixture},
};
use aftersales_kit::{
    config::{Config, Loader},
    db::Location,
    testing::{Backend, TestDb, scratch_dir},
};
use tokio_util::sync::CancellationToken;

/// A running suite with fixture F0 loaded. Dropping it stops the server.
pub struct Suite {
    /// Its callers.
    pub world: World,
    /// Its configuration.
    pub config: Config,
    stop: CancellationToken,
    _dir: tempfile::TempDir,
}

impl Suite {
    /// Serves everything over `db` with the manual clock at the instant `now` (RFC 3339) and loads fixture F0. Many
    /// suites run beside each other in a test run, so each holds few connections.
    ///
    /// # Panics
    /// When anything cannot be started.
    pub async fn start(db: &TestDb, now: &str) -> Self {
        Self::with_connections(db, now, 4).await
    }

    /// As [`Suite::start`]; answers to commands wait for what follows from them, as `serve --clock manual` does.
    ///
    /// # Panics
    /// When anything cannot be started.
    pub async fn settling(db: &TestDb, now: &str) -> Self {
        Self::configured(db, now, 4, true).await
    }

    /// As [`Suite::start`], with at most `connections` to PostgreSQL for each service.
    ///
    /// # Panics
    /// When anything cannot be started.
    pub async fn with_connections(db: &TestDb, now: &str, connections: u32) -> Self {
        Self::configured(db, now, connections, false).await
    }

    async fn configured(db: &TestDb, now: &str, connections: u32, settle: bool) -> Self {
        let dir = scratch_dir();
        // SQLite files go where the test looks for them
        let data_dir = match db.location("hotline") {
            Location::Sqlite(file) => file.parent().expect("a directory").to_owned(),
            Location::Postgres { .. } => dir.path().to_owned(),
        };
        let mut loader = Loader::new()
            .set("listen", "127.0.0.1:0")
            .set("data_dir", data_dir.display().to_string())
            .set("clock.mode", "manual")
            .set("clock.allow_manual", true)
            .set("clock.settle", settle)
            .set("clock.start", now);
        if db.backend() == Backend::Postgres {
            loader = loader
                .set("database.url", db.url("all"))
                .set("database.max_connections", i64::from(connections));
        }
        let config = loader.load().expect("a configuration");
        let stop = CancellationToken::new();
        let process: Process = aftersales::start(&config, stop.clone()).await.expect("a process");
        let address = process.address();
        tokio::spawn(process.run());
        let world = World::connect(&config, address).await.expect("a connection");
        fixture::load(&world).await.expect("the fixture");
        Self {
            world,
            config,
            stop,
            _dir: dir,
        }
    }
}

impl Drop for Suite {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
