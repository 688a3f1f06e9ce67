//! Health and reflection over gRPC, `/healthz` and `/readyz` over HTTP.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio_util::sync::CancellationToken;
use tonic::service::RoutesBuilder;
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};

use super::{Readiness, ServeError};

/// Longest that a readiness check may take.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

/// What health checks are told.
pub(super) struct Health {
    reporter: HealthReporter,
    names: Vec<&'static str>,
}

/// The health service, with every service of this process (and the process as a whole, the empty name) serving.
pub(super) async fn health(names: &[&'static str]) -> (HealthServer<HealthService>, Health) {
    let reporter = HealthReporter::new();
    for name in names {
        reporter.set_service_status(*name, ServingStatus::Serving).await;
    }
    let service = HealthServer::new(HealthService::from_health_reporter(reporter.clone()));
    (
        service,
        Health {
            reporter,
            names: names.to_vec(),
        },
    )
}

impl Health {
    /// Tells every watcher that nothing is served any more and ends their streams, which nothing else would end.
    /// Who asks anew is told the same.
    pub(super) async fn stop(mut self) {
        for name in self.names.iter().chain(&[""]) {
            self.reporter.set_service_status(*name, ServingStatus::NotServing).await;
            self.reporter.clear_service_status(name).await;
            self.reporter.set_service_status(*name, ServingStatus::NotServing).await;
        }
    }
}

/// Adds reflection, v1 and v1alpha, for the services of this process.
pub(super) fn reflection(routes: &mut RoutesBuilder, names: &[&'static str]) -> Result<(), ServeError> {
    let failed = |error: tonic_reflection::server::Error| ServeError::Reflection {
        what: error.to_string(),
    };
    let builder = || {
        let builder = tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(aftersales_proto::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            .with_service_name("grpc.health.v1.Health");
        names
            .iter()
            .fold(builder, |builder, name| builder.with_service_name(*name))
    };
    routes.add_service(
        builder()
            .with_service_name("grpc.reflection.v1.ServerReflection")
            .build_v1()
            .map_err(failed)?,
    );
    routes.add_service(
        builder()
            .with_service_name("grpc.reflection.v1alpha.ServerReflection")
            .build_v1alpha()
            .map_err(failed)?,
    );
    Ok(())
}

type Checks = Arc<Vec<(&'static str, Readiness)>>;

/// `/healthz`: the process is alive. `/readyz`: every check passes and nobody told it to stop.
pub(super) fn pages(checks: Vec<(&'static str, Readiness)>, stop: CancellationToken) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state((Arc::new(checks), stop))
}

async fn ready(State((checks, stop)): State<(Checks, CancellationToken)>) -> (StatusCode, String) {
    let mut text = String::new();
    let mut ready = !stop.is_cancelled();
    if !ready {
        text.push_str("stopping\n");
    }
    for (name, check) in checks.iter() {
        let outcome = tokio::time::timeout(CHECK_TIMEOUT, check()).await;
        let outcome = outcome.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        ready &= outcome.is_ok();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}: {}", outcome.as_ref().err().map_or("ok", String::as_str));
    }
    if ready {
        text.push_str("ready\n");
    }
    (
        if ready {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        },
        text,
    )
}
