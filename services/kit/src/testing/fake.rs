//! A service of the suite that answers a few methods in place of the real one.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use aftersales_proto::{Check, codec::CheckedCodec};
use futures::future::BoxFuture;
use http::{Request, Response};
use prost::Message;
use tonic::{Status, body::Body, server::NamedService};
use tower::Service;

/// What a fake answers.
pub trait Answers: Send + Sync + 'static {
    /// Full name of the service, such as `aftersales.hotline.v1.HotlineService`.
    const SERVICE: &'static str;

    /// The answer to a call of `method`, such as `GetTicketContact`; see [`unary`]. `None`: the fake does not know it.
    fn answer(self: Arc<Self>, method: &str, request: Request<Body>) -> Option<BoxFuture<'static, Response<Body>>>;
}

/// A fake to add to a rig's server. Clones share what it answers from.
pub struct Fake<A>(pub Arc<A>);

impl<A> Clone for Fake<A> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<A: Answers> NamedService for Fake<A> {
    const NAME: &'static str = A::SERVICE;
}

impl<A: Answers> Service<Request<Body>> for Fake<A> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let method = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        let answer = Arc::clone(&self.0).answer(&method, request);
        Box::pin(async move {
            match answer {
                Some(answer) => Ok(answer.await),
                None => Ok(Status::unimplemented("the fake does not know this method").into_http()),
            }
        })
    }
}

/// Decodes a call of a unary method, answers it and encodes the answer.
pub fn unary<Q, R>(
    request: Request<Body>,
    answer: impl FnOnce(Q) -> Result<R, Status> + Send + 'static,
) -> BoxFuture<'static, Response<Body>>
where
    Q: Message + Default + Check + Send + 'static,
    R: Message + Send + 'static,
{
    Box::pin(async move {
        let mut answer = Some(answer);
        let method = tower::service_fn(move |request: tonic::Request<Q>| {
            let answer = answer.take();
            async move {
                let answer = answer.ok_or_else(|| Status::internal("a fake answers once"))?;
                answer(request.into_inner()).map(tonic::Response::new)
            }
        });
        tonic::server::Grpc::new(CheckedCodec::<R, Q>::default())
            .unary(method, request)
            .await
    })
}
