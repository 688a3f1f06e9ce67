//! Calls inside the process: the generated client over the server's own router.

use std::{
    sync::{Arc, OnceLock, Weak},
    task::{Context, Poll},
};

use http::{Request, Response};
use tonic::body::Body;
use tower::{Service, ServiceExt as _};

use super::Answer;
use crate::{auth::Caller, error::BoxError, i18n::Locale, reasons::STOPPING, status};

/// Where the server leaves its router for the services that it serves. Made before either; clones share it.
///
/// The router belongs to the server: the services are inside it, so holding it from here would keep both for ever.
#[derive(Debug, Clone, Default)]
pub struct Loopback(Arc<OnceLock<Weak<axum::Router>>>);

impl Loopback {
    /// A way into the router for the service `from`.
    pub fn channel(&self, from: &str) -> InProcess {
        InProcess {
            router: self.clone(),
            caller: InProcessCaller(Arc::from(from)),
        }
    }

    /// Connects the router of a server; the first one counts.
    pub(crate) fn connect(&self, router: &Arc<axum::Router>) {
        let _ = self.0.set(Arc::downgrade(router));
    }

    fn router(&self) -> Option<axum::Router> {
        Some(self.0.get()?.upgrade()?.as_ref().clone())
    }
}

/// Which service of this process makes a call. It rides in the request's extensions, which no wire carries, so nobody
/// outside can claim it.
#[derive(Debug, Clone)]
pub struct InProcessCaller(Arc<str>);

impl InProcessCaller {
    pub(crate) fn caller(&self) -> Caller {
        Caller::service(&self.0)
    }
}

/// A channel into the process's own router.
#[derive(Debug, Clone)]
pub struct InProcess {
    router: Loopback,
    caller: InProcessCaller,
}

impl Service<Request<Body>> for InProcess {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Answer {
        let Some(router) = self.router.router() else {
            return Box::pin(async { Ok(status::refusal_status(&STOPPING.refuse(), Locale::En).into_http()) });
        };
        request.extensions_mut().insert(self.caller.clone());
        let request = request.map(axum::body::Body::new);
        Box::pin(async move { Ok(router.oneshot(request).await?.map(Body::new)) })
    }
}
