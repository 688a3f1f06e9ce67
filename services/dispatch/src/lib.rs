//! Dispatch: work orders from the coordinator's queue to the confirmed repair sheet (flow F-2).
//!
//! It owns who goes when, and what counts as kept or missed. Parts, tickets and callbacks are others' business; what
//! it needs to know of them it follows by their events.

mod app;
mod domain;
mod events;
mod inbox;
mod jobs;
mod personal;
mod rpc;
mod store;
mod wire;

use std::sync::Arc;

use aftersales_kit::{
    Reason,
    db::Migrations,
    node::Member,
    serve::Server,
    service::{Env, Kit},
};
use aftersales_proto::dispatch::v1::{
    dispatch_service_server::DispatchServiceServer, hand_over_service_server::HandOverServiceServer,
};

/// Name of the service.
pub const NAME: &str = "dispatch";

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The tables of the service.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// Every reason of the service, for the catalogue.
pub const REASONS: &[&[&Reason]] = &[domain::reasons::REASONS];

/// What runs beside the methods: due timers, other services' events.
pub fn member(kit: Kit, env: &Env) -> Member {
    Member {
        jobs: Arc::new(jobs::Dues),
        consumer: Arc::new(inbox::Inbox::new(kit.clone(), env)),
        kit,
    }
}

/// Adds the service to a server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    server
        .add_service(DispatchServiceServer::new(rpc::Dispatch::new(kit.clone(), env)))
        .add_service(HandOverServiceServer::new(rpc::Dispatch::new(kit, env)))
}
