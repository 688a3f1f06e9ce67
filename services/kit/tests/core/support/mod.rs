//! A service that does on request what services do, and worlds made of it.

mod deadlines;
mod follow;
mod probe;
mod rows;

use std::time::Duration;

use aftersales_kit::{
    Result,
    auth::Role,
    db::{Migrations, Tx},
    id::{BranchId, new_uuid},
    outbox::NewEvent,
    service::Kit,
    testing::{
        TestDb,
        rig::{Rig, RigChannel, RigPlan, RigService},
    },
};
use aftersales_proto::{
    reception::v1::reception_service_server::ReceptionServiceServer,
    registry::v1::{BranchBook, BranchBookChanged, RegistryEvent, registry_event},
};

pub use deadlines::{Case, fact_names, facts};
pub use follow::tail;
pub use probe::{Probe, arm, arrival};
pub use rows::*;

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("tests/fixtures/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("tests/fixtures/postgres");

/// Tables `probe`, `happened` and `fault` beside the kit's.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// A Monday morning, 40 minutes after opening.
pub const MORNING: &str = "2026-11-16T09:40:00+08:00";

/// How long a test waits for what must happen.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The probe under some services' names. `dispatch` follows `hotline`, `parts` follows `dispatch`.
pub async fn world_at(db: &TestDb, now: &str, names: &[&'static str]) -> Rig {
    let own = names.iter().map(|name| RigService {
        name,
        migrations: MIGRATIONS,
        member: Probe::member,
        serve: |server, kit, _| {
            // one service serves the RPC, under whichever name the test gave it first
            if kit.name() == "reception" {
                server.add_service(ReceptionServiceServer::new(Probe::new(kit)))
            } else {
                server
            }
        },
    });
    let plan = RigPlan {
        own: own.collect(),
        stand_ins: &["registry"],
        fakes: Box::new(|server| server),
    };
    Rig::start(db, now, plan).await
}

/// A world that starts in the [`MORNING`].
pub async fn world(db: &TestDb, names: &[&'static str]) -> Rig {
    world_at(db, MORNING, names).await
}

/// A channel of the operator of the system.
pub async fn admin(rig: &Rig) -> RigChannel {
    rig.channel(&[Role::Admin], "*", "root").await
}

pub fn branch(code: &str) -> BranchId {
    BranchId::parse(code).unwrap()
}

/// An event about `subject` at BJ01 that tells the probe what to do.
pub fn told(subject: &str, text: &str) -> NewEvent {
    told_at("BJ01", subject, text)
}

/// An event of a branch, or of the company when `code` is empty.
pub fn told_at(code: &str, subject: &str, text: &str) -> NewEvent {
    NewEvent {
        event_id: new_uuid(),
        subject: subject.to_owned(),
        branch_id: BranchId::parse(code).ok(),
        kind: "probe.Told".to_owned(),
        payload_type: "probe.Text".to_owned(),
        payload: text.as_bytes().to_vec(),
    }
}

/// Does something in a transaction of the kit's own account, which must work.
pub async fn act<F>(kit: &Kit, body: F)
where
    F: for<'t> FnOnce(&'t mut Tx) -> futures::future::BoxFuture<'t, Result<()>> + Send + 'static,
{
    kit.act("test", None, body).await.unwrap();
}

/// The registry's news of a branch.
pub fn changed(book: BranchBook, cause: &str) -> NewEvent {
    let subject = book
        .branch
        .as_ref()
        .map(|branch| branch.branch_id.clone())
        .unwrap_or_default();
    let fact = BranchBookChanged {
        book: Some(book),
        cause: cause.to_owned(),
    };
    let payload = RegistryEvent {
        event: Some(registry_event::Event::BranchBookChanged(fact)),
    };
    NewEvent::new(&subject, BranchId::parse(&subject).ok(), "BranchBookChanged", &payload)
}
