//! Reception (接待服务): who is expected at a branch and who came.
//!
//! A ticket that the hotline guides to a branch becomes an expected visit there. Its customer's arrival ends it; a
//! walk-in whom nobody announced is registered all the same (flow F-3).

mod app;
mod domain;
mod events;
mod inbox;
mod jobs;
mod peers;
mod rpc;
mod store;

use std::sync::Arc;

use aftersales_kit::{
    Reason,
    db::Migrations,
    node::Member,
    serve::Server,
    service::{Env, Kit},
};
use aftersales_proto::reception::v1::reception_service_server::ReceptionServiceServer;

use crate::{app::Desk, peers::Peers};

/// The service's name.
pub const NAME: &str = "reception";

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The tables of the service.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// Why the service refuses, for the catalogue.
pub const REASONS: &[&[&Reason]] = &[domain::reasons::REASONS];

/// The service with its timers and its reading of other services.
pub fn member(kit: Kit, env: &Env) -> Member {
    Member {
        kit,
        jobs: Arc::new(jobs::Timers),
        consumer: Arc::new(inbox::Inbox {
            desk: desk(env),
            peers: Peers::new(env),
        }),
    }
}

/// Adds the service's gRPC server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    let rpc = rpc::Reception {
        kit,
        desk: desk(env),
        pages: Arc::clone(&env.pages),
        peers: Peers::new(env),
    };
    server.add_service(ReceptionServiceServer::new(rpc))
}

fn desk(env: &Env) -> Desk {
    Desk {
        sealer: Arc::clone(&env.sealer),
    }
}
