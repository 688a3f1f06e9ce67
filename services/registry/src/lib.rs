//! The registry: branches, staff, working calendars, policies, customers, assets and what they are entitled to.
//!
//! It owns the reference data that every other service reckons with. Each change of a branch's profile, staff, calendar
//! or policies ends in the branch's whole book, told in the same transaction; the others live by that event. Customers'
//! names, phones and addresses lie here alone, sealed.

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
use aftersales_proto::registry::v1::{
    directory_service_server::DirectoryServiceServer, dossier_service_server::DossierServiceServer,
    governance_service_server::GovernanceServiceServer, issue_note_service_server::IssueNoteServiceServer,
    law_service_server::LawServiceServer, registry_live_service_server::RegistryLiveServiceServer,
    registry_service_server::RegistryServiceServer, roster_service_server::RosterServiceServer,
    standards_service_server::StandardsServiceServer,
};

/// Name of the service.
pub const NAME: &str = aftersales_kit::refdata::OWNER;

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The service's tables.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// Why the service refuses, for the catalogue.
pub const REASONS: &[&[&Reason]] = &[
    domain::reasons::REASONS,
    domain::roster_reasons::REASONS,
    domain::governance_reasons::REASONS,
    domain::dossier_reasons::REASONS,
];

/// What the service does by itself.
pub fn member(kit: Kit, _env: &Env) -> Member {
    Member {
        kit,
        jobs: Arc::new(jobs::NoJobs),
        consumer: Arc::new(inbox::Inbox),
    }
}

/// Adds the service's RPCs to a server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    let registry = rpc::Registry::new(kit, env);
    server
        .add_service(RegistryServiceServer::new(registry.clone()))
        .add_service(RosterServiceServer::new(registry.clone()))
        .add_service(GovernanceServiceServer::new(registry.clone()))
        .add_service(StandardsServiceServer::new(registry.clone()))
        .add_service(IssueNoteServiceServer::new(registry.clone()))
        .add_service(DossierServiceServer::new(registry.clone()))
        .add_service(LawServiceServer::new(registry.clone()))
        .add_service(RegistryLiveServiceServer::new(registry.clone()))
        .add_service(DirectoryServiceServer::new(registry))
}
