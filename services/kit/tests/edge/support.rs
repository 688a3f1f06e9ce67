//! A server with services that do on request what real ones should not.

use std::{net::SocketAddr, pin::Pin, sync::Arc};

use aftersales_kit::{
    Result,
    auth::{BranchScope, Grant, Keys, Role, SigningKey, Verifier},
    config::Config,
    id::BranchId,
    peer::Peers,
    reasons::{STOPPING, UNKNOWN_SERVICE},
    rpc::Call,
    serve::{ServeError, Server},
};
use aftersales_proto::feed::v1::{
    GetHeadRequest, GetHeadResponse, SubscribeRequest, SubscribeResponse,
    feed_service_client::FeedServiceClient,
    feed_service_server::{FeedService, FeedServiceServer},
};
use futures::Stream;
use tokio::{sync::Semaphore, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tonic::{
    Request, Response, Status,
    metadata::MetadataValue,
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt as _;

/// Serves feeds that panic, hang or wait, as the request's `service` says.
#[derive(Clone)]
pub struct Odd {
    /// Calls of `hold` that have begun.
    pub begun: Arc<Semaphore>,
    /// Lets calls of `hold` end.
    pub release: Arc<Semaphore>,
    stop: CancellationToken,
}

#[tonic::async_trait]
impl FeedService for Odd {
    type SubscribeStream = Pin<Box<dyn Stream<Item = Result<SubscribeResponse, Status>> + Send>>;

    async fn subscribe(&self, request: Request<SubscribeRequest>) -> Result<Response<Self::SubscribeStream>, Status> {
        let call = Call::of(&request);
        let (stop, deaf) = (self.stop.clone(), request.get_ref().service == "deaf");
        let first = futures::stream::once(async {
            Ok(SubscribeResponse {
                head_sequence: 1,
                ..Default::default()
            })
        });
        let last = futures::stream::once(async move {
            stop.cancelled().await;
            if deaf {
                std::future::pending::<()>().await;
            }
            Err(call.status(&STOPPING.refuse().with("cursor", "c1").into()))
        });
        Ok(Response::new(Box::pin(futures::StreamExt::chain(first, last))))
    }

    async fn get_head(&self, request: Request<GetHeadRequest>) -> Result<Response<GetHeadResponse>, Status> {
        let call = Call::of(&request);
        match request.get_ref().service.as_str() {
            "panic" => panic!("password hunter2"),
            "hang" => std::future::pending().await,
            "hold" => {
                self.begun.add_permits(1);
                self.release.acquire().await.unwrap().forget();
            }
            "unknown" => return call.reply(Err(UNKNOWN_SERVICE.refuse().with("service", "unknown").into())),
            _ => {}
        }
        Ok(Response::new(GetHeadResponse {
            cursor: describe(&call),
            ..Default::default()
        }))
    }
}

/// What the handler knows of its caller, for the test to read.
fn describe(call: &Call) -> String {
    let scope = call
        .caller
        .scope
        .only()
        .map_or_else(|| "*".to_owned(), |only| format!("{only:?}"));
    let trace = call.traceparent.as_deref().unwrap_or_default();
    format!(
        "{}|{}|{scope}|{}|{}|{trace}",
        call.caller.subject, call.caller.roles, call.locale, call.method
    )
}

/// A running server.
pub struct World {
    pub address: SocketAddr,
    pub odd: Odd,
    pub key: SigningKey,
    pub config: Config,
    pub peers: Peers,
    pub stop: CancellationToken,
    pub served: JoinHandle<Result<(), ServeError>>,
}

impl World {
    /// On a free port, with the configuration changed by `adjust`.
    pub async fn start(adjust: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default()
        };
        adjust(&mut config);
        let stop = CancellationToken::new();
        let odd = Odd {
            begun: Arc::new(Semaphore::new(0)),
            release: Arc::new(Semaphore::new(0)),
            stop: stop.clone(),
        };
        let key = SigningKey::ephemeral().unwrap();
        let peers = Peers::new(&config).unwrap();
        let server = Server::new(&config, verifier(&key), stop.clone())
            .add_service(FeedServiceServer::new(odd.clone()))
            .connect(&peers);
        let bound = server.bind().await.unwrap();
        let address = bound.address();
        let served = tokio::spawn(bound.run());
        Self {
            address,
            odd,
            key,
            config,
            peers,
            stop,
            served,
        }
    }

    /// A channel over the wire.
    pub fn channel(&self) -> Channel {
        Endpoint::from_shared(format!("http://{}", self.address))
            .unwrap()
            .connect_lazy()
    }

    /// A client over the wire.
    pub fn client(&self) -> FeedServiceClient<Channel> {
        FeedServiceClient::new(self.channel())
    }

    /// A token of a hotline engineer of BJ01.
    pub fn token(&self) -> String {
        self.token_of(Role::Hotline, "E1")
    }

    /// A token of somebody of BJ01.
    pub fn token_of(&self, role: Role, subject: &str) -> String {
        let scope = BranchScope::of([BranchId::parse("BJ01").unwrap()]);
        let scope = if role == Role::Service { BranchScope::All } else { scope };
        let grant = Grant {
            subject: subject.to_owned(),
            roles: vec![role],
            scope,
            ttl_seconds: 600,
        };
        self.key.issue(&self.config.auth, &grant).unwrap()
    }

    /// A call that says to the odd service what to do, with a token.
    pub fn head(&self, what: &str) -> Request<GetHeadRequest> {
        with_token(
            GetHeadRequest {
                service: what.to_owned(),
            },
            &self.token(),
        )
    }
}

pub fn verifier(key: &SigningKey) -> Verifier {
    Verifier::new(Keys::from_jwks(key.jwks()).unwrap(), &Config::default().auth).unwrap()
}

pub fn with_token<T>(message: T, token: &str) -> Request<T> {
    let mut request = Request::new(message);
    let value = MetadataValue::try_from(format!("Bearer {token}")).unwrap();
    request.metadata_mut().insert("authorization", value);
    request
}

/// The reason of a refusal of ours.
pub fn reason(status: &Status) -> String {
    status
        .get_error_details()
        .error_info()
        .map(|info| info.reason.clone())
        .unwrap_or_default()
}
