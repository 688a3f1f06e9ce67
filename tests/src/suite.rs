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
    /// Serves everything over `db` with the manual clock at the instant `now` (RFC 3339) and loads fixture F0.
    ///
    /// # Panics
    /// When anything cannot be started.
    pub async fn start(db: &TestDb, now: &str) -> Self {
        let dir = scratch_dir();
        let mut loader = Loader::new()
            .set("listen", "127.0.0.1:0")
            .set("data_dir", dir.path().display().to_string())
            .set("clock.mode", "manual")
            .set("clock.allow_manual", true)
            .set("clock.start", now);
        if db.backend() == Backend::Postgres {
            loader = loader
                .set("database.url", db.url("all"))
                .set("database.max_connections", 4_i64);
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
