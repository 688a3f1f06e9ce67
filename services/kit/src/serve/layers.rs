//! What stands around the services: trace, deadline, panics and access for every call; overload, message size, gRPC-Web
//! and CORS for calls from the wire.

use std::{any::Any, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use aftersales_proto::access::access;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
};
use futures::FutureExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tokio::{sync::Semaphore, time::Instant};
use tonic::service::Routes;
use tonic_web::GrpcWebLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tracing::Instrument as _;

use super::{ServeError, Settle, message_limit::limited};
use crate::{
    auth::{AccessLayer, locale_of},
    config::{Limits, Web},
    error::Error,
    i18n::Locale,
    reasons::{DEADLINE_EXCEEDED, METHOD_UNKNOWN, OVERLOADED},
    rpc::{Deadline, Method},
    status,
    trace::TraceParent,
};

/// What every call passes, from the wire or from a peer in this process.
pub(super) fn inner(routes: Routes, access: AccessLayer, limits: &Limits) -> Router {
    let deadlines = Deadlines {
        default: Duration::from_secs(limits.default_deadline_seconds),
        most: Duration::from_secs(limits.max_deadline_seconds),
    };
    routes
        .into_axum_router()
        .route_layer(access)
        .reset_fallback()
        .fallback(nowhere)
        .layer(from_fn(catch_panic))
        .layer(from_fn_with_state(deadlines, keep_deadline))
        .layer(from_fn(trace))
}

/// What calls from the wire pass before that.
pub(super) fn outer(inner: Router, settle: Option<Settle>, limits: &Limits, cors: CorsLayer) -> Router {
    let inner = inner.reset_fallback();
    let inner = match settle {
        Some(settle) => inner.layer(from_fn_with_state(settle, settled)),
        None => inner,
    };
    inner
        .layer(from_fn_with_state(limits.max_message_bytes, limit_messages))
        .layer(from_fn_with_state(
            Arc::new(Semaphore::new(limits.max_concurrent_calls)),
            shed,
        ))
        .layer(GrpcWebLayer::new())
        .layer(cors)
}

/// Lets pages of the configured origins call gRPC-Web, and read the status of a call.
pub(super) fn cors(web: &Web) -> Result<CorsLayer, ServeError> {
    let origins = if web.allow_origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        let origins: Result<Vec<HeaderValue>, _> = web.allow_origins.iter().map(|origin| origin.parse()).collect();
        let malformed = |_| ServeError::Broken {
            what: "web.allow_origins holds what is no origin".to_owned(),
        };
        AllowOrigin::list(origins.map_err(malformed)?)
    };
    let sent = [
        "grpc-timeout",
        "x-grpc-web",
        "x-user-agent",
        "traceparent",
        "connect-protocol-version",
    ];
    let read = ["grpc-status", "grpc-message", "grpc-status-details-bin"];
    let allowed = [header::CONTENT_TYPE, header::AUTHORIZATION, header::ACCEPT_LANGUAGE];
    Ok(CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([http::Method::POST])
        .allow_headers(
            allowed
                .into_iter()
                .chain(sent.map(HeaderName::from_static))
                .collect::<Vec<_>>(),
        )
        .expose_headers(read.map(HeaderName::from_static))
        .max_age(Duration::from_secs(3_600)))
}

/// The answer where nothing is served: a status for gRPC, 404 for anything else.
pub(super) async fn nowhere(request: Request) -> Response {
    let content = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if content.is_some_and(|content| content.starts_with("application/grpc")) {
        return refuse(&(&METHOD_UNKNOWN).into(), locale_of(request.headers()));
    }
    let mut response = Response::new(Body::from(
        "nothing here; this port speaks gRPC, gRPC-Web, /healthz and /readyz\n",
    ));
    *response.status_mut() = http::StatusCode::NOT_FOUND;
    response
}

/// One span a call, closed with its code and duration. Neither holds personal data.
async fn trace(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let trace = TraceParent::of(request.headers());
    // A path that no contract knows may hold anything, so it is not logged.
    let method = Method::of(request.uri().path()).0;
    let span = tracing::info_span!("rpc", method, trace = trace.trace_id());
    if let Ok(header) = HeaderValue::try_from(trace.as_str()) {
        // A trace that was started here is the one that the access layer and the handler find.
        request.headers_mut().insert(crate::trace::TRACEPARENT, header);
    }
    async move {
        let response = next.run(request).await;
        let code = code_of(response.headers());
        let micros = started.elapsed().as_micros() as u64;
        match code {
            tonic::Code::Ok => tracing::debug!(?code, micros, "call ended"),
            _ => tracing::info!(?code, micros, "call ended"),
        }
        response
    }
    .instrument(span)
    .await
}

/// The code that a response's head tells; streams that have begun are well so far.
fn code_of(headers: &HeaderMap) -> tonic::Code {
    headers
        .get("grpc-status")
        .map_or(tonic::Code::Ok, |status| tonic::Code::from_bytes(status.as_bytes()))
}

/// How long calls may take.
#[derive(Debug, Clone, Copy)]
struct Deadlines {
    default: Duration,
    most: Duration,
}

/// Answers DEADLINE_EXCEEDED when the time is over. Commands run detached, so what has begun is finished all the same.
/// Streams are bounded until they begin.
async fn keep_deadline(State(deadlines): State<Deadlines>, mut request: Request, next: Next) -> Response {
    let wanted = request
        .headers()
        .get("grpc-timeout")
        .and_then(|value| parse_timeout(value.as_bytes()));
    let timeout = wanted.map_or(deadlines.default, |wanted| before(wanted.min(deadlines.most)));
    let locale = locale_of(request.headers());
    request.extensions_mut().insert(Deadline::after(timeout));
    match tokio::time::timeout(timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refuse(&(&DEADLINE_EXCEEDED).into(), locale),
    }
}

/// A moment before the caller's own deadline, so that the answer comes from here: the transport's timer, which starts
/// earlier, would call it CANCELLED.
fn before(timeout: Duration) -> Duration {
    timeout - (timeout / 10).min(Duration::from_millis(10))
}

/// `grpc-timeout`: at most eight digits and a unit.
fn parse_timeout(value: &[u8]) -> Option<Duration> {
    let (unit, digits) = value.split_last()?;
    if digits.is_empty() || digits.len() > 8 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let count: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(match unit {
        b'H' => Duration::from_secs(count * 3_600),
        b'M' => Duration::from_secs(count * 60),
        b'S' => Duration::from_secs(count),
        b'm' => Duration::from_millis(count),
        b'u' => Duration::from_micros(count),
        b'n' => Duration::from_nanos(count),
        _ => return None,
    })
}

/// Turns a panic of a handler into INTERNAL; the process goes on.
async fn catch_panic(request: Request, next: Next) -> Response {
    let locale = locale_of(request.headers());
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => refuse(
            &Error::internal_from("a handler panicked", panic_text(panic.as_ref())),
            locale,
        ),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a text".to_owned())
}

/// Refuses what comes on top of the calls that are worked on. Health checks always pass. A stream counts until it begins.
async fn shed(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/grpc.health.v1.Health/") {
        return next.run(request).await;
    }
    match places.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => refuse(&(&OVERLOADED).into(), locale_of(request.headers())),
    }
}

/// Holds the answer to a command that was carried out until what follows from it is done.
async fn settled(State(settle): State<Settle>, request: Request, next: Next) -> Response {
    let mutating = access(request.uri().path()).is_some_and(|method| method.mutating);
    let response = next.run(request).await;
    if mutating && code_of(response.headers()) == tonic::Code::Ok {
        settle().await;
    }
    response
}

/// Refuses messages that are longer than the server takes.
async fn limit_messages(State(limit): State<u32>, request: Request, next: Next) -> Response {
    let locale = locale_of(request.headers());
    next.run(request.map(|body| limited(body, limit, locale))).await
}

fn refuse(error: &Error, locale: Locale) -> Response {
    status::to_status(error, locale).into_http()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_digits_and_a_unit() {
        let good = [
            ("1H", 3_600_000),
            ("2M", 120_000),
            ("3S", 3_000),
            ("250m", 250),
            ("5000u", 5),
            ("99999999n", 99),
        ];
        for (text, millis) in good {
            assert_eq!(parse_timeout(text.as_bytes()).unwrap().as_millis(), millis, "{text}");
        }
        for text in ["", "S", "1", "1s", "-1S", "+1S", "123456789S", "1.5S", "1 S"] {
            assert_eq!(parse_timeout(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn our_own_timer_fires_a_moment_before_the_callers() {
        assert_eq!(before(Duration::from_secs(10)), Duration::from_millis(9_990));
        assert_eq!(before(Duration::from_millis(10)), Duration::from_millis(9));
        assert_eq!(before(Duration::ZERO), Duration::ZERO);
    }
}
