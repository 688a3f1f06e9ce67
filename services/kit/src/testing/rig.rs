//! One service, or several, on a port of its own with a manual clock: what a service's tests talk to.

use std::{collections::HashMap, sync::Arc};

use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;
use tonic::{
    Status,
    service::interceptor::InterceptedService,
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt as _;

use super::{TestDb, fixture};
use crate::{
    Result,
    auth::{Bearer, BranchScope, Grant, Keys, Role, SigningKey, Verifier},
    clock::Clock,
    config::{Auth, Config},
    db::{Migrations, Tx},
    id::BranchId,
    inbox::{Consumer, Effect},
    node::{Member, Node},
    outbox::{Event, NewEvent},
    page::PageTokens,
    peer::Peers,
    refdata,
    seal::{MasterKey, Sealer},
    serve::Server,
    service::{Env, Kit},
    time::Timestamp,
    timers::{Jobs, Timer},
};

/// A service under test.
pub struct RigService {
    /// Its name.
    pub name: &'static str,
    /// Its migrations.
    pub migrations: Migrations,
    /// Its jobs and consumer.
    pub member: fn(Kit, &Env) -> Member,
    /// Its gRPC services.
    pub serve: fn(Server, Kit, &Env) -> Server,
}

/// What runs in a rig.
pub struct RigPlan {
    /// The services under test.
    pub own: Vec<RigService>,
    /// Services that only emit events.
    pub stand_ins: &'static [&'static str],
    /// gRPC services that answer in place of others.
    pub fakes: Box<dyn FnOnce(Server) -> Server + Send>,
}

/// A running rig. Dropping it stops the server.
pub struct Rig {
    env: Env,
    node: Arc<Node>,
    kits: Vec<Kit>,
    endpoint: Endpoint,
    signing: SigningKey,
    auth: Auth,
    stop: CancellationToken,
}

static NO_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate::Migrator::DEFAULT;

impl Rig {
    /// Starts the plan's services at the instant `now` (RFC 3339), with fixture F0's branches known to all of them.
    ///
    /// # Panics
    /// When anything cannot be started.
    pub async fn start(db: &TestDb, now: &str, plan: RigPlan) -> Self {
        let master = MasterKey::load_or_create(db.keys()).expect("a master key");
        let env = Env {
            clock: Clock::manual(at(now)),
            peers: Peers::in_process(),
            sealer: Arc::new(Sealer::new(&master).expect("a sealer")),
            pages: Arc::new(PageTokens::new(&master).expect("page tokens")),
        };
        let signing = SigningKey::ephemeral().expect("a signing key");
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            ..Config::default()
        };
        let verifier = Verifier::new(Keys::from_jwks(signing.jwks()).expect("keys"), &config.auth).expect("a verifier");
        let stop = CancellationToken::new();
        let mut server = (plan.fakes)(Server::new(&config, verifier, stop.clone()));
        let (mut members, mut kits) = (Vec::new(), Vec::new());
        for service in plan.own {
            let kit = open(db, service.name, &service.migrations, &env).await;
            server = (service.serve)(server, kit.clone(), &env);
            members.push((service.member)(kit.clone(), &env));
            kits.push(kit);
        }
        for name in plan.stand_ins {
            let none = Migrations {
                sqlite: &NO_MIGRATIONS,
                postgres: &NO_MIGRATIONS,
            };
            let kit = open(db, name, &none, &env).await;
            members.push(idle(kit.clone()));
            kits.push(kit);
        }
        for kit in &kits {
            put_books(kit).await;
        }
        let node = Node::new(&env, members, stop.clone()).expect("a node");
        let bound = node.serve(server).connect(&env.peers).bind().await.expect("a port");
        let endpoint = Endpoint::from_shared(format!("http://{}", bound.address())).expect("an endpoint");
        let mut tasks = node.start();
        tokio::spawn(async move { while tasks.join_next().await.is_some() {} });
        tokio::spawn(bound.run());
        let auth = config.auth;
        Self {
            env,
            node,
            kits,
            endpoint,
            signing,
            auth,
            stop,
        }
    }

    /// Where the server listens: `http://127.0.0.1:…`.
    pub fn url(&self) -> String {
        self.endpoint.uri().to_string()
    }

    /// A token with these roles at one branch; `*` is every branch.
    ///
    /// # Panics
    /// When the branch has no such code.
    pub fn token(&self, roles: &[Role], branch: &str, subject: &str) -> String {
        let scope = match branch {
            "*" => BranchScope::All,
            code => BranchScope::of([BranchId::parse(code).expect("a branch code")]),
        };
        let grant = Grant {
            subject: subject.to_owned(),
            roles: roles.to_vec(),
            scope,
            ttl_seconds: 3_600,
        };
        self.signing.issue(&self.auth, &grant).expect("a token")
    }

    /// A connection of a caller with these roles at one branch; `*` is every branch.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn channel(&self, roles: &[Role], branch: &str, subject: &str) -> RigChannel {
        let token = self.token(roles, branch, subject);
        let channel = self.endpoint.connect().await.expect("a connection");
        InterceptedService::new(channel, Bearer::new(token))
    }

    /// Adds an event to a stand-in's log.
    ///
    /// # Panics
    /// When the store refuses it.
    pub async fn emit(&self, service: &str, event: NewEvent) {
        let kit = self.kit(service);
        kit.act("test", None, move |tx| {
            tx.emit(event);
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("an event");
    }

    /// Waits until every event has been consumed and no timer is due.
    ///
    /// # Panics
    /// When that does not happen within a minute.
    pub async fn settle(&self) {
        self.node.quiesce().await.expect("quiescence");
    }

    /// Moves the clock; returns when all that follows is done.
    ///
    /// # Panics
    /// When that does not happen within a minute.
    pub async fn advance_to(&self, to: &str) {
        self.node.move_clock(at(to)).await.expect("quiescence");
    }

    /// The hold on the kit of a service or stand-in.
    ///
    /// # Panics
    /// When there is none of the name.
    pub fn kit(&self, service: &str) -> &Kit {
        self.kits
            .iter()
            .find(|kit| kit.name() == service)
            .expect("a service of the rig")
    }

    /// What the services share.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// The events of a service so far, in order.
    ///
    /// # Panics
    /// When the store cannot be read.
    pub async fn events(&self, service: &str) -> Vec<Event> {
        self.settle().await;
        self.kit(service).feed().page(0, 10_000).await.expect("a feed")
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A connection that shows a token.
pub type RigChannel = InterceptedService<Channel, Bearer>;

/// An instant from RFC 3339 text.
///
/// # Panics
/// When it is none.
pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an RFC 3339 instant")
}

/// The reason of a refusal; empty when there is none.
pub fn reason(status: &Status) -> String {
    status
        .get_details_error_info()
        .map(|info| info.reason)
        .unwrap_or_default()
}

/// What a refusal says besides its reason; empty when there is none.
pub fn metadata(status: &Status) -> HashMap<String, String> {
    status
        .get_details_error_info()
        .map(|info| info.metadata)
        .unwrap_or_default()
}

/// The offending fields of a refusal, sorted.
pub fn fields(status: &Status) -> Vec<String> {
    let violations = status
        .get_details_bad_request()
        .map(|bad| bad.field_violations)
        .unwrap_or_default();
    let mut fields: Vec<String> = violations.into_iter().map(|violation| violation.field).collect();
    fields.sort();
    fields
}

async fn open(db: &TestDb, name: &'static str, migrations: &Migrations, env: &Env) -> Kit {
    let location = db.location(name);
    Kit::open(name, &location, migrations, env.clock.clone())
        .await
        .expect("a store")
        .sealing(Arc::clone(&env.sealer))
}

async fn put_books(kit: &Kit) {
    kit.act("test", None, |tx| {
        Box::pin(async move {
            for book in fixture::books() {
                refdata::put(tx, &book).await?;
            }
            Ok(())
        })
    })
    .await
    .expect("the branches");
}

struct Idle;

impl Jobs for Idle {
    fn fire<'t>(&'t self, _: &'t mut Tx, _: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

impl Consumer for Idle {
    fn sources(&self) -> &'static [&'static str] {
        &[]
    }

    fn plan<'a>(&'a self, _: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async { Ok(Effect::none()) })
    }
}

fn idle(kit: Kit) -> Member {
    Member {
        kit,
        jobs: Arc::new(Idle),
        consumer: Arc::new(Idle),
    }
}
