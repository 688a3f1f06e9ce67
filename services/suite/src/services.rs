//! The services that the suite consists of. A new service is one more entry here.

use aftersales_kit::{
    Reason,
    db::Migrations,
    node::Member,
    serve::Server,
    service::{Env, Kit},
};

/// What the suite needs to know of a service.
pub struct ServiceEntry {
    /// Its name, as in the contracts' packages.
    pub name: &'static str,
    /// Its tables.
    pub migrations: Migrations,
    /// Its timers and inbox.
    pub member: fn(Kit, &Env) -> Member,
    /// Its gRPC services.
    pub serve: fn(Server, Kit, &Env) -> Server,
    /// Its reasons for refusals.
    pub reasons: &'static [&'static [&'static Reason]],
}

macro_rules! entry {
    ($krate:ident) => {
        ServiceEntry {
            name: $krate::NAME,
            migrations: $krate::MIGRATIONS,
            member: $krate::member,
            serve: $krate::serve,
            reasons: $krate::REASONS,
        }
    };
}

/// Every service, the reference data first.
pub static SERVICES: [ServiceEntry; 7] = [
    entry!(aftersales_registry),
    entry!(aftersales_hotline),
    entry!(aftersales_dispatch),
    entry!(aftersales_reception),
    entry!(aftersales_parts),
    entry!(aftersales_billing),
    entry!(aftersales_callback),
];
