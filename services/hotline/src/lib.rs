//! The hotline: calls, consultations, tickets in the repair register (报修登记簿), and every ticket's timeline.
//!
//! It decides how a need is served: answered, on site, carried in or solved by telephone. Whom to contact is kept
//! sealed and only while a ticket is open.

mod app;
mod domain;
mod events;
mod inbox;
mod jobs;
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
use aftersales_proto::hotline::v1::{
    amendment_service_server::AmendmentServiceServer, desk_service_server::DeskServiceServer,
    guidance_service_server::GuidanceServiceServer, hotline_lists_live_service_server::HotlineListsLiveServiceServer,
    hotline_live_service_server::HotlineLiveServiceServer, hotline_service_server::HotlineServiceServer,
    intake_service_server::IntakeServiceServer, recording_service_server::RecordingServiceServer,
    telephony_service_server::TelephonyServiceServer,
};

/// Name of the service.
pub const NAME: &str = "hotline";

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The migrations of its store.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// Every reason for which it refuses, for the catalogue.
pub const REASONS: &[&[&Reason]] = &[
    domain::reasons::REASONS,
    domain::telephone_reasons::REASONS,
    domain::desk_reasons::REASONS,
    domain::intake_reasons::REASONS,
];

/// Its timers and its reading of the other services' events.
pub fn member(kit: Kit, env: &Env) -> Member {
    Member {
        consumer: Arc::new(inbox::Inbox::new(kit.clone(), env)),
        jobs: Arc::new(jobs::Jobs::new(kit.refdata().clone())),
        kit,
    }
}

/// Adds its RPCs to a server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    let telephony = rpc::Telephony::new(kit.clone(), env, server.stopping());
    let desk = rpc::Desk::new(kit.clone(), env);
    let hotline = rpc::Hotline::new(kit, env);
    let live = rpc::LiveLists::new(hotline.clone());
    server
        .add_service(HotlineLiveServiceServer::new(live.clone()))
        .add_service(HotlineListsLiveServiceServer::new(live))
        .add_service(IntakeServiceServer::new(hotline.clone()))
        .add_service(GuidanceServiceServer::new(hotline.clone()))
        .add_service(AmendmentServiceServer::new(hotline.clone()))
        .add_service(RecordingServiceServer::new(hotline.clone()))
        .add_service(HotlineServiceServer::new(hotline))
        .add_service(TelephonyServiceServer::new(telephony))
        .add_service(DeskServiceServer::new(desk))
}
