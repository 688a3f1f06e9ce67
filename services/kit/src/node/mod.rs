//! The services of one process: started together, followed, quiesced, stopped.

mod clock_rpc;
mod deadline_rpc;
mod feed_rpc;
mod inbox_rpc;
mod quiesce;
mod upkeep;

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    Error, Result,
    clock::Clock,
    inbox::{Consumer, Follower, Source},
    page::PageTokens,
    peer::Peers,
    reasons::UNKNOWN_SERVICE,
    refdata::{self, Following},
    serve::Server,
    service::{Env, Kit},
    timers::{Engine, Jobs},
};

/// A service to run in this process.
pub struct Member {
    /// Its hold on the kit.
    pub kit: Kit,
    /// What it does when timers fall due.
    pub jobs: Arc<dyn Jobs>,
    /// What it does with other services' events.
    pub consumer: Arc<dyn Consumer>,
}

struct Running {
    kit: Kit,
    engine: Arc<Engine>,
    followers: Vec<Arc<Follower>>,
}

/// The services of this process.
pub struct Node {
    clock: Clock,
    pages: Arc<PageTokens>,
    stop: CancellationToken,
    members: Vec<Running>,
    turn: tokio::sync::Mutex<()>,
}

impl Node {
    /// Puts the services together: whoever follows a service of this process reads its log directly, others are
    /// reached through the peers of `env`.
    ///
    /// # Errors
    /// When a followed service is neither here nor configured as a peer.
    pub fn new(env: &Env, members: Vec<Member>, stop: CancellationToken) -> Result<Arc<Self>> {
        let kits: Vec<Kit> = members.iter().map(|member| member.kit.clone()).collect();
        kits.iter().for_each(|kit| kit.ends_with(&stop));
        let members = members
            .into_iter()
            .map(|member| assemble(member, &kits, &env.peers))
            .collect::<Result<_>>()?;
        Ok(Arc::new(Self {
            clock: env.clock.clone(),
            pages: Arc::clone(&env.pages),
            stop,
            members,
            turn: tokio::sync::Mutex::new(()),
        }))
    }

    /// The RPCs that every process serves once for all its services: feed, deadlines, inbox and clock.
    pub fn serve(self: &Arc<Self>, server: Server) -> Server {
        server
            .add_service(feed_rpc::server(Arc::clone(self)))
            .add_service(deadline_rpc::server(Arc::clone(self)))
            .add_service(inbox_rpc::server(Arc::clone(self)))
            .add_service(clock_rpc::server(Arc::clone(self)))
    }

    /// Starts the background tasks: feeds, followers, timers. They end when the stop token is cancelled.
    pub fn start(self: &Arc<Self>) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for member in &self.members {
            tasks.spawn(member.kit.feed().clone().run(self.stop.clone()));
            tasks.spawn(Arc::clone(&member.engine).run(self.stop.clone()));
            tasks.spawn(upkeep::run(member.kit.clone(), self.stop.clone()));
            for follower in &member.followers {
                tasks.spawn(Arc::clone(follower).run(self.stop.clone()));
            }
        }
        tasks
    }

    /// The clock of all its services.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Cancelled when the process stops.
    pub fn stopping(&self) -> &CancellationToken {
        &self.stop
    }

    /// Names of the services here.
    pub fn services(&self) -> impl Iterator<Item = &'static str> {
        self.members.iter().map(|member| member.kit.name())
    }

    /// The hold on the kit of a service of this process.
    ///
    /// # Errors
    /// `UNKNOWN_SERVICE`.
    pub fn kit(&self, service: &str) -> Result<&Kit> {
        self.member(service).map(|member| &member.kit)
    }

    fn member(&self, service: &str) -> Result<&Running> {
        let found = self.members.iter().find(|member| member.kit.name() == service);
        found.ok_or_else(|| UNKNOWN_SERVICE.refuse().with("service", service).into())
    }

    /// Whether the stores answer.
    ///
    /// # Errors
    /// The first store's that does not.
    pub async fn ready(&self) -> Result<()> {
        for member in &self.members {
            member.kit.feed().head().await?;
        }
        Ok(())
    }

    /// Closes the stores, after the tasks have ended.
    pub async fn close(&self) {
        for member in &self.members {
            member.kit.db().close().await;
        }
    }
}

fn assemble(member: Member, kits: &[Kit], peers: &Peers) -> Result<Running> {
    let consumer: Arc<dyn Consumer> = Arc::new(Following::new(member.consumer));
    let mut names = consumer.sources().to_vec();
    if member.kit.name() != refdata::OWNER && !names.contains(&refdata::OWNER) {
        names.push(refdata::OWNER);
    }
    let followers = names
        .into_iter()
        .map(|name| {
            let source = source(member.kit.name(), name, kits, peers)?;
            Ok(Arc::new(Follower::new(
                member.kit.clone(),
                name,
                source,
                Arc::clone(&consumer),
            )))
        })
        .collect::<Result<_>>()?;
    Ok(Running {
        engine: Arc::new(Engine::new(member.kit.clone(), member.jobs)),
        kit: member.kit,
        followers,
    })
}

fn source(own: &str, name: &'static str, kits: &[Kit], peers: &Peers) -> Result<Source> {
    if let Some(kit) = kits.iter().find(|kit| kit.name() == name) {
        return Ok(Source::Local(kit.feed().clone()));
    }
    if !peers.missing(&[], &[name]).is_empty() {
        let what = format!("the service {name} is neither in this process nor under peers in the configuration");
        return Err(Error::internal(what));
    }
    Ok(Source::Remote {
        service: name,
        channel: peers.channel(own, name),
    })
}
