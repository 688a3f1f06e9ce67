//! Clients of the other services: in the same process without a socket, or in another process over HTTP/2.
//!
//! Generated clients work over a [`PeerChannel`] and do not know which of the two it is. Both ways lead through the same
//! access layer, with the calling service's own identity: role `service`, every branch. Whatever a person may see is
//! decided by the service that the person called.

mod failure;
mod in_process;
mod remote;

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tonic::body::Body;
use tower::Service;

pub use failure::{PeerError, PeerRefusal};
pub use in_process::{InProcess, InProcessCaller, Loopback};
pub use remote::Remote;

use crate::{
    config::{Config, ConfigError},
    error::BoxError,
};

/// The ways from this process to every service. Clones share them.
#[derive(Debug, Clone)]
pub struct Peers {
    loopback: Loopback,
    remote: Arc<BTreeMap<String, Remote>>,
}

impl Peers {
    /// As configured. Services without a URL run in this process; the server connects them when it starts.
    ///
    /// # Errors
    /// A URL or token file that cannot be used.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let token = remote::token_file(&config.auth);
        let open =
            |(name, url): (&String, &String)| Ok((name.clone(), Remote::open(name, url, token.clone(), &config.tls)?));
        let remote = config.peers.iter().map(open).collect::<Result<_, ConfigError>>()?;
        Ok(Self {
            loopback: Loopback::default(),
            remote: Arc::new(remote),
        })
    }

    /// Ways inside this process only, for tests.
    pub fn in_process() -> Self {
        Self {
            loopback: Loopback::default(),
            remote: Arc::default(),
        }
    }

    /// The way from the service `from` to the service `to`, for a generated client.
    pub fn channel(&self, from: &str, to: &str) -> PeerChannel {
        match self.remote.get(to) {
            Some(remote) => PeerChannel::Remote(remote.clone()),
            None => PeerChannel::InProcess(self.loopback.channel(from)),
        }
    }

    /// Names the services of `wanted` that neither run here (`own`) nor have a URL.
    pub fn missing<'w>(&self, own: &[&str], wanted: &[&'w str]) -> Vec<&'w str> {
        wanted
            .iter()
            .copied()
            .filter(|name| !own.contains(name) && !self.remote.contains_key(*name))
            .collect()
    }

    /// What the server fills when it starts.
    pub const fn loopback(&self) -> &Loopback {
        &self.loopback
    }
}

/// The way to one service.
#[derive(Debug, Clone)]
pub enum PeerChannel {
    /// In this process.
    InProcess(InProcess),
    /// In another process.
    Remote(Remote),
}

/// The answer on its way.
pub type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

impl Service<Request<Body>> for PeerChannel {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Answer;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::InProcess(channel) => channel.poll_ready(cx),
            Self::Remote(channel) => channel.poll_ready(cx),
        }
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        match self {
            Self::InProcess(channel) => channel.call(request),
            Self::Remote(channel) => channel.call(request),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_that_nobody_runs_are_named() {
        let config = Config {
            peers: [("registry".to_owned(), "http://h:1".to_owned())].into(),
            ..Config::default()
        };
        let missing = |own: &[&str]| config_peers(&config).missing(own, &["registry", "parts", "hotline"]);
        assert_eq!(missing(&["hotline"]), ["parts"]);
        assert!(missing(&["hotline", "parts"]).is_empty());
    }

    fn config_peers(config: &Config) -> Peers {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let _inside = runtime.enter();
        Peers::new(config).unwrap()
    }
}
