//! Billing: price lists, and what a ticket is charged on which basis.
//!
//! Class C is free (BIL-13); what is charged stands on the price list in force (BIL-04), was shown (BIL-06) and consented
//! to (BIL-10). Tickets are known from the events of the hotline. Amounts are whole fen, never fractions.

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
use aftersales_proto::billing::v1::billing_service_server::BillingServiceServer;

/// Name of the service: of its store, its log and its configuration.
pub const NAME: &str = "billing";

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
        jobs: Arc::new(jobs::BillingJobs),
        consumer: Arc::new(inbox::Inbox),
    }
}

/// Adds the service's RPCs to a server.
pub fn serve(server: Server, kit: Kit, _env: &Env) -> Server {
    server.add_service(BillingServiceServer::new(rpc::BillingRpc::new(kit)))
}
