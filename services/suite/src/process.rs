//! A running process: stores opened, services connected, port taken.

use std::{net::SocketAddr, sync::Arc};

use aftersales_kit::{
    auth::Verifier,
    clock::Clock,
    config::{ClockMode, Config},
    db::Location,
    node::Node,
    page::PageTokens,
    peer::Peers,
    seal::{MasterKey, Sealer},
    serve::{self, Bound, Server},
    service::{Env, Kit},
    time::Timestamp,
};
use anyhow::{Context, bail};
use tokio_util::sync::CancellationToken;

use crate::{SERVICES, ServiceEntry};

/// A process that holds its port and serves once [`Process::run`] is called.
pub struct Process {
    node: Arc<Node>,
    bound: Bound,
    stop: CancellationToken,
}

/// Opens the stores, migrates them, connects the services and takes the port.
///
/// # Errors
/// A text for the operator that names the file, key or port and what to do about it.
pub async fn start(config: &Config, stop: CancellationToken) -> anyhow::Result<Process> {
    serve::install_crypto_provider();
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("could not make the directory {} (data_dir)", config.data_dir.display()))?;
    let env = environment(config)?;
    let verifier = Verifier::from_config(&config.auth, &config.data_dir).await?;
    let mut server = Server::new(config, verifier, stop.clone());
    let mut members = Vec::new();
    for service in chosen(config)? {
        let kit = Kit::open(
            service.name,
            &location(config, service.name),
            &service.migrations,
            env.clock.clone(),
        )
        .await?
        .sealing(Arc::clone(&env.sealer));
        server = (service.serve)(server, kit.clone(), &env);
        members.push((service.member)(kit, &env));
    }
    let node = Node::new(&env, members, stop.clone())?;
    let probe = Arc::clone(&node);
    let server = node.serve(server).connect(&env.peers).ready_when(
        "stores",
        Box::new(move || {
            let node = Arc::clone(&probe);
            Box::pin(async move { node.ready().await.map_err(|error| error.to_string()) })
        }),
    );
    let bound = settling(server, config, &node).bind().await?;
    Ok(Process { node, bound, stop })
}

impl Process {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.bound.address()
    }

    /// Serves until the stop token is cancelled, then lets open calls and background work end and closes the stores.
    ///
    /// # Errors
    /// When serving breaks off.
    pub async fn run(self) -> anyhow::Result<()> {
        let mut tasks = self.node.start();
        let served = self.bound.run().await;
        self.stop.cancel();
        while tasks.join_next().await.is_some() {}
        self.node.close().await;
        Ok(served?)
    }
}

/// On a manual clock an answer comes when all that follows from it is done: no time passes in between.
fn settling(server: Server, config: &Config, node: &Arc<Node>) -> Server {
    if config.clock.mode == ClockMode::System || !config.clock.settle {
        return server;
    }
    let node = Arc::clone(node);
    server.settle_with(Arc::new(move || {
        let node = Arc::clone(&node);
        Box::pin(async move { node.settle().await })
    }))
}

/// Brings every store of this process up to date, without serving.
///
/// # Errors
/// As [`start`].
pub async fn migrate(config: &Config) -> anyhow::Result<Vec<&'static str>> {
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("could not make the directory {} (data_dir)", config.data_dir.display()))?;
    let mut done = Vec::new();
    for service in chosen(config)? {
        let kit = Kit::open(
            service.name,
            &location(config, service.name),
            &service.migrations,
            Clock::system(),
        )
        .await?;
        kit.db().close().await;
        done.push(service.name);
    }
    Ok(done)
}

fn environment(config: &Config) -> anyhow::Result<Env> {
    let master = MasterKey::load_or_create(&config.data_dir)?;
    Ok(Env {
        clock: clock(config)?,
        peers: Peers::new(config)?,
        sealer: Arc::new(Sealer::new(&master)?),
        pages: Arc::new(PageTokens::new(&master)?),
    })
}

fn clock(config: &Config) -> anyhow::Result<Clock> {
    if config.clock.mode == ClockMode::System {
        return Ok(Clock::system());
    }
    let start = match config.clock.start.as_str() {
        "" => Clock::system().now(),
        text => Timestamp::parse(text).with_context(|| format!("clock.start is not an RFC 3339 instant: {text}"))?,
    };
    Ok(Clock::manual(start))
}

fn chosen(config: &Config) -> anyhow::Result<Vec<&'static ServiceEntry>> {
    let known = |name: &String| SERVICES.iter().any(|service| service.name == name);
    if let Some(unknown) = config.only.iter().find(|name| !known(name)) {
        let names: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
        bail!(
            "there is no service named {unknown} (key only); the services are {}",
            names.join(", ")
        );
    }
    Ok(SERVICES.iter().filter(|service| config.runs(service.name)).collect())
}

fn location(config: &Config, service: &str) -> Location {
    match config.database.url_of(service) {
        Some(url) => Location::Postgres {
            url,
            connections: config.database.max_connections,
        },
        None => Location::Sqlite(config.data_dir.join(service).with_extension("db")),
    }
}
