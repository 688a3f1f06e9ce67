//! One port for everything: gRPC (h2c or TLS), gRPC-Web over HTTP/1.1 and HTTP/2, health, reflection, `/healthz`, `/readyz`.
//!
//! Two routers share the services. The inner one carries what every call needs (trace, deadline, panics, access); peers
//! in this process call it directly. The outer one adds what only the wire needs: overload, message size, gRPC-Web, CORS.

mod layers;
mod message_limit;
mod probes;
mod stop;
mod transport;

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use futures::future::BoxFuture;
use http::Request;
use tokio_util::sync::CancellationToken;
use tonic::{body::Body, server::NamedService, service::RoutesBuilder, transport::server::TcpIncoming};
use tower::Service;

pub use stop::on_signal;

use crate::{
    auth::{Access, AccessLayer, Verifier},
    config::{Config, Limits},
    peer::Peers,
    violations,
};

/// A server that cannot start. The text names the address or file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not this machine's.
    #[error("cannot listen on {address}: {problem}; {remedy}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Certificate or key cannot be used.
    #[error("TLS: {what}; check tls.cert_file, tls.key_file and tls.client_ca_file")]
    Tls {
        /// What is wrong.
        what: String,
    },
    /// The contracts cannot be shown by reflection.
    #[error("reflection: {what}")]
    Reflection {
        /// What is wrong.
        what: String,
    },
    /// Serving broke off.
    #[error("serving broke off: {what}")]
    Broken {
        /// What came back.
        what: String,
    },
}

/// A check behind `/readyz`: why the process is not ready, if it is not.
pub type Readiness = Box<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// Waits for what follows from a command before its answer goes out.
pub type Settle = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// Collects what a process serves.
pub struct Server {
    config: Config,
    access: Access,
    stop: CancellationToken,
    peers: Option<Peers>,
    routes: RoutesBuilder,
    names: Vec<&'static str>,
    readiness: Vec<(&'static str, Readiness)>,
    settle: Option<Settle>,
}

impl Server {
    /// A server that checks tokens with `verifier` and ends when `stop` is cancelled. Streams are to end by `stop` too.
    pub fn new(config: &Config, verifier: Verifier, stop: CancellationToken) -> Self {
        violations::install_renderer();
        Self {
            config: config.clone(),
            access: Access::new(verifier),
            stop,
            peers: None,
            routes: RoutesBuilder::default(),
            names: Vec::new(),
            readiness: Vec::new(),
            settle: None,
        }
    }

    /// Cancelled when the process stops: streams end by it.
    pub fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Adds a generated gRPC service.
    pub fn add_service<S>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Error = Infallible> + NamedService + Clone + Send + Sync + 'static,
        S::Response: axum::response::IntoResponse,
        S::Future: Send + 'static,
    {
        self.routes.add_service(service);
        self.names.push(S::NAME);
        self
    }

    /// Connects the services' clients of each other to this server.
    pub fn connect(mut self, peers: &Peers) -> Self {
        self.peers = Some(peers.clone());
        self
    }

    /// Adds a check to `/readyz`. It should answer within two seconds.
    pub fn ready_when(mut self, name: &'static str, check: Readiness) -> Self {
        self.readiness.push((name, check));
        self
    }

    /// Holds the answers to commands from the wire that were carried out until `settle` is done.
    pub fn settle_with(mut self, settle: Settle) -> Self {
        self.settle = Some(settle);
        self
    }

    /// Takes the port and puts everything together; nothing is answered until [`Bound::run`], except to peers in process.
    ///
    /// # Errors
    /// The port is taken, or certificates or contracts cannot be used.
    pub async fn bind(self) -> Result<Bound, ServeError> {
        let (health, probes) = probes::health(&self.names).await;
        let mut routes = self.routes;
        routes.add_service(health);
        if self.config.reflection {
            probes::reflection(&mut routes, &self.names)?;
        }
        let limits = &self.config.limits;
        let inner = Arc::new(layers::inner(routes.routes(), AccessLayer::new(self.access), limits));
        let web = layers::cors(&self.config.web)?;
        let outer = layers::outer(inner.as_ref().clone(), self.settle, limits, web);
        let pages = probes::pages(self.readiness, self.stop.clone());
        let transport = transport::builder(limits, &self.config.tls)?;
        let incoming = transport::listen(self.config.listen)?;
        let address = incoming
            .local_addr()
            .map_err(|error| transport::listen_error(self.config.listen, &error))?;
        if let Some(peers) = &self.peers {
            peers.loopback().connect(&inner);
        }
        let router = pages.merge(outer).fallback(layers::nowhere);
        Ok(Bound {
            address,
            incoming,
            transport,
            inner,
            router,
            probes,
            stop: self.stop,
            limits: limits.clone(),
        })
    }
}

/// A server that holds its port.
pub struct Bound {
    address: SocketAddr,
    incoming: TcpIncoming,
    transport: tonic::transport::Server,
    inner: Arc<axum::Router>,
    router: axum::Router,
    probes: probes::Health,
    stop: CancellationToken,
    limits: Limits,
}

impl Bound {
    /// The address that was taken, with the port that the system chose for port 0.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the stop token is cancelled: then health says NOT_SERVING, streams end, open calls get the drain
    /// time to finish, and what is left is cut.
    ///
    /// # Errors
    /// Serving broke off before it was stopped.
    pub async fn run(mut self) -> Result<(), ServeError> {
        let (stop, drain) = (self.stop, self.limits.drain());
        // Peers in this process reach the services as long as this lives.
        let _inner = self.inner;
        let (stopped, probes) = (stop.clone(), self.probes);
        let shutdown = async move {
            stopped.cancelled().await;
            probes.stop().await;
        };
        let routes = tonic::service::Routes::from(self.router);
        let serving = self
            .transport
            .add_routes(routes)
            .serve_with_incoming_shutdown(self.incoming, shutdown);
        let cut = async {
            stop.cancelled().await;
            tokio::time::sleep(drain).await;
        };
        tokio::select! {
            served = serving => served.map_err(|error| ServeError::Broken { what: error.to_string() }),
            () = cut => {
                tracing::warn!(drain_seconds = drain.as_secs(), "calls that were still open are cut");
                Ok(())
            }
        }
    }
}

/// Makes ring the process's provider of TLS cryptography. Repeated calls do nothing; `main` calls it first.
pub fn install_crypto_provider() {
    // Another provider that was installed before serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
