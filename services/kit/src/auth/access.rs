//! The layer that holds every call to the contract's access table.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use aftersales_proto::access::{MethodAccess, access};
use aftersales_proto::options::v1::Scope;
use http::{HeaderMap, Request, Response, header::AUTHORIZATION, request::Parts};
use tower::{Layer, Service};

use super::{BranchScope, Caller, Roles, Verifier};
use crate::{
    error::Result,
    i18n::Locale,
    peer::InProcessCaller,
    reasons::{METHOD_CLOSED, ROLE_NOT_ALLOWED, TOKEN_INVALID, TOKEN_MISSING},
    rpc::Method,
    status,
    trace::TraceParent,
};

/// Paths that are open to everybody and have no contract of ours: health and reflection.
const OPEN: &[&str] = &[
    "/grpc.health.v1.Health/",
    "/grpc.reflection.v1.ServerReflection/",
    "/grpc.reflection.v1alpha.ServerReflection/",
];

/// Decides who may call what. Deny by default: a path without access in a contract is closed.
#[derive(Debug, Clone)]
pub struct Access {
    verifier: Verifier,
}

impl Access {
    /// With tokens checked by `verifier`.
    pub const fn new(verifier: Verifier) -> Self {
        Self { verifier }
    }

    /// Who makes the call, if it is allowed.
    ///
    /// The token's branches limit the caller on every method, with one exception: a method that reaches any branch and
    /// changes nothing reads reference data (branches, calendars, prices), and that is the same for everybody.
    async fn admit(&self, parts: &Parts) -> Result<Caller> {
        let path = parts.uri.path();
        let Some(method) = access(path) else {
            let open = OPEN.iter().any(|prefix| path.starts_with(prefix));
            return if open {
                Ok(Caller::anonymous())
            } else {
                Err((&METHOD_CLOSED).into())
            };
        };
        if method.is_public() {
            return Ok(Caller::anonymous());
        }
        let mut caller = match parts.extensions.get::<InProcessCaller>() {
            Some(peer) => peer.caller(),
            None => self.verifier.verify(bearer(&parts.headers)?).await?,
        };
        permit(method, caller.roles)?;
        if method.scope == Scope::AnyBranch && !method.mutating {
            caller.scope = BranchScope::All;
        }
        Ok(caller)
    }
}

/// Passes when one of the roles may call the method.
pub(crate) fn permit(method: &MethodAccess, roles: Roles) -> Result<()> {
    if method.roles == 0 || method.scope == Scope::Unspecified {
        return Err((&METHOD_CLOSED).into());
    }
    if !method.admits_any(roles.bits()) {
        return Err(ROLE_NOT_ALLOWED
            .refuse()
            .with("roles", Roles::from_bits(method.roles))
            .into());
    }
    Ok(())
}

/// The token of the only `authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Result<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(&TOKEN_MISSING)?;
    if values.next().is_some() {
        return Err((&TOKEN_INVALID).into());
    }
    let text = value.to_str().map_err(|_| &TOKEN_INVALID)?;
    let (scheme, token) = text.split_once(' ').ok_or(&TOKEN_INVALID)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err((&TOKEN_INVALID).into())
    }
}

/// The language that the headers ask for.
pub(crate) fn locale_of(headers: &HeaderMap) -> Locale {
    let header = headers
        .get(http::header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    header.map_or(Locale::En, Locale::from_accept_language)
}

/// Wraps a router of gRPC services so that only allowed calls reach it.
///
/// What it finds out rides in the request's extensions: the [`Caller`], the [`Locale`], the [`TraceParent`] and the
/// [`Method`]. The language is the task's as well, for the checks that run while the request is decoded.
#[derive(Debug, Clone)]
pub struct AccessLayer(Arc<Access>);

impl AccessLayer {
    /// With these rules.
    pub fn new(access: Access) -> Self {
        Self(Arc::new(access))
    }
}

impl<S> Layer<S> for AccessLayer {
    type Service = AccessService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AccessService {
            access: Arc::clone(&self.0),
            inner,
        }
    }
}

/// What [`AccessLayer`] makes.
#[derive(Debug, Clone)]
pub struct AccessService<S> {
    access: Arc<Access>,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for AccessService<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
    B: Send + 'static,
    R: Default + Send,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let access = Arc::clone(&self.access);
        // The service that was polled ready takes the call; its clone stays behind.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let locale = locale_of(request.headers());
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            match admit(&access, &mut parts).await {
                Ok(()) => locale.scope(inner.call(Request::from_parts(parts, body))).await,
                Err(error) => Ok(status::to_status(&error, locale).into_http()),
            }
        })
    }
}

/// Admits the call and leaves what was found out in its extensions.
async fn admit(access: &Access, parts: &mut Parts) -> Result<()> {
    let caller = access.admit(parts).await?;
    let trace = TraceParent::of(&parts.headers);
    let method = Method::of(parts.uri.path());
    parts.extensions.insert(caller);
    parts.extensions.insert(locale_of(&parts.headers));
    parts.extensions.insert(trace);
    parts.extensions.insert(method);
    Ok(())
}
