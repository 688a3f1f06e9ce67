//! Parts: the catalogue, the stock of each place with its ledger, requests for work orders, issues and returns.
//!
//! Decides which part goes to whom; stock is never negative (rules PRT-01, PRT-02, PRT-05, PRT-07, PRT-25, PRA-01).
//! Work orders are known from the events of dispatch.

mod app;
mod domain;
mod events;
mod inbox;
mod jobs;
mod rpc;
mod store;

use std::sync::Arc;

use aftersales_kit::{
    db::Migrations,
    error::Reason,
    node::Member,
    serve::Server,
    service::{Env, Kit},
};
use aftersales_proto::parts::v1::parts_service_server::PartsServiceServer;

/// Name of the service: of its store, its log and its configuration.
pub const NAME: &str = "parts";

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The service's own tables.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// Every reason that the service refuses for, beside those of the kit.
pub const REASONS: &[&[&Reason]] = &[domain::reasons::REASONS];

/// The service as a process runs it: timers and events.
pub fn member(kit: Kit, _env: &Env) -> Member {
    Member {
        kit,
        jobs: Arc::new(jobs::PartsJobs),
        consumer: Arc::new(inbox::Inbox),
    }
}

/// Adds the service's RPCs to a server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    server.add_service(PartsServiceServer::new(rpc::PartsRpc::new(kit, Arc::clone(&env.pages))))
}
