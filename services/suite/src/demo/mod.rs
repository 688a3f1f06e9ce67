//! The demonstration: a hotline call becomes a repaired machine and a satisfied customer (story S01).
//!
//! Everything goes through the public gRPC API over the port, as a branch's client app would do it; the manual clock
//! moves two working days in a moment.

pub mod fixture;
mod s01;
mod teller;
mod world;

use std::process::ExitCode;

use aftersales_kit::{auth::Role, config::Config, serve, telemetry};
use tokio_util::sync::CancellationToken;
use tonic_types::StatusExt as _;

pub use teller::Teller;
pub use world::{Client, World, request_id};

use crate::process;

/// When the story begins: Monday morning, ten minutes before the customer calls.
pub const START: &str = "2026-11-16T09:30:00+08:00";

/// Serves, plays the story, and serves on until Ctrl-C unless `exit` is asked for.
pub(crate) async fn run(config: Config, exit: bool) -> anyhow::Result<ExitCode> {
    let mut quiet = config.telemetry.clone();
    if std::env::var_os("RUST_LOG").is_none() {
        "warn".clone_into(&mut quiet.filter);
    }
    telemetry::init(&quiet)?;
    let stop = CancellationToken::new();
    serve::on_signal(&stop)?;
    let process = process::start(&config, stop.clone()).await?;
    let address = process.address();
    let serving = tokio::spawn(process.run());
    let mut teller = Teller::new();
    let told = tell(&config, address, &mut teller).await;
    if let Err(error) = &told {
        teller.failed(&explain(error))?;
    }
    let failures = teller.finish()?;
    if !exit && told.is_ok() {
        let token = World::connect(&config, address)
            .await?
            .token(&[Role::Hotline], "BJ01", "H1")?;
        teller.how_to_go_on(&config, address, &token)?;
        stop.cancelled().await;
    }
    stop.cancel();
    serving.await??;
    Ok(if failures == 0 && told.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The error with the refusal's reason and offending fields, where a server refused.
fn explain(error: &anyhow::Error) -> String {
    let Some(status) = error.downcast_ref::<tonic::Status>() else {
        return format!("{error:#}");
    };
    let reason = status
        .get_details_error_info()
        .map(|info| info.reason)
        .unwrap_or_default();
    let violations = status
        .get_details_bad_request()
        .map(|bad| bad.field_violations)
        .unwrap_or_default();
    let fields: Vec<String> = violations.into_iter().map(|violation| violation.field).collect();
    format!("{error:#} {reason} {}", fields.join(", "))
}

async fn tell(config: &Config, address: std::net::SocketAddr, teller: &mut Teller) -> anyhow::Result<()> {
    let world = World::connect(config, address).await?;
    fixture::load(&world).await?;
    teller.loaded(address)?;
    s01::play(&world, teller).await
}
