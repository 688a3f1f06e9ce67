//! Callback (电话回访): whether the customer is satisfied, and what follows if not.
//!
//! A finished visit of dispatch becomes one task. On the working day after the appointed date somebody calls, takes
//! all answers and the appraisal of the technician; a dissatisfaction goes to the chief, who sets a measure (flow F-4).

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
use aftersales_proto::callback::v1::{
    callback_live_service_server::CallbackLiveServiceServer, callback_service_server::CallbackServiceServer,
    digest_service_server::DigestServiceServer,
};

use crate::{app::Desk, peers::Hotline};

/// The service's name.
pub const NAME: &str = "callback";

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
    let desk = desk(&kit, env);
    Member {
        jobs: Arc::new(jobs::Timers(desk.clone())),
        consumer: Arc::new(inbox::Inbox {
            desk,
            hotline: Hotline::new(env),
        }),
        kit,
    }
}

/// Adds the service's gRPC server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    let desk = desk(&kit, env);
    let digest = rpc::digest::Digest {
        kit: kit.clone(),
        desk: desk.clone(),
        pages: Arc::clone(&env.pages),
    };
    let rpc = rpc::Callback {
        kit,
        desk,
        pages: Arc::clone(&env.pages),
        hotline: Hotline::new(env),
    };
    server
        .add_service(CallbackLiveServiceServer::new(rpc.clone()))
        .add_service(CallbackServiceServer::new(rpc))
        .add_service(DigestServiceServer::new(digest))
}

fn desk(kit: &Kit, env: &Env) -> Desk {
    Desk {
        branches: kit.refdata().clone(),
        sealer: Arc::clone(&env.sealer),
    }
}
