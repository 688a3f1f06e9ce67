//! What an operator does: serve, migrate, hand out tokens.

use std::{io::Write, process::ExitCode};

use aftersales_kit::{
    auth::{BranchScope, Grant, SigningKey},
    config::Config,
    id::BranchId,
    serve, telemetry,
};
use anyhow::{Context, bail};
use tokio_util::sync::CancellationToken;

use crate::{
    cli::{self, TokenArgs},
    demo::{World, fixture},
    process,
};

/// Serves until Ctrl-C or SIGTERM, with the demonstration's branches if they are asked for.
pub(crate) async fn serve(config: &Config, demo_data: bool) -> anyhow::Result<ExitCode> {
    telemetry::init(&config.telemetry)?;
    let stop = CancellationToken::new();
    serve::on_signal(&stop)?;
    let process = process::start(config, stop).await?;
    let address = process.address();
    let serving = tokio::spawn(process.run());
    if demo_data {
        let world = World::connect(config, address).await?;
        fixture::load(&world)
            .await
            .context("the demonstration's branches (--demo-data)")?;
    }
    print(&format!("listening on {address}\n"))?;
    serving.await??;
    Ok(ExitCode::SUCCESS)
}

/// Brings the stores up to date.
pub(crate) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    telemetry::init(&config.telemetry)?;
    let done = process::migrate(config).await?;
    print(&format!("up to date: {}\n", done.join(", ")))
}

/// Prints a token signed with the data directory's key.
pub(crate) fn issue_token(config: &Config, args: &TokenArgs) -> anyhow::Result<ExitCode> {
    if !config.auth.jwks_file.as_os_str().is_empty() || !config.auth.jwks_url.is_empty() {
        bail!(
            "this server checks tokens of another issuer (auth.jwks_file or auth.jwks_url); ask that issuer for a token"
        );
    }
    let roles = args.role.iter().map(|name| cli::role(name)).collect::<Result<_, _>>()?;
    let scope = scope(&args.branch)?;
    let grant = Grant {
        subject: args.subject.clone(),
        roles,
        scope,
        ttl_seconds: i64::from(args.hours) * 3_600,
    };
    print(&format!("{}\n", sign(config, &grant)?))
}

/// Signs a token with the data directory's key, which is made when it is missing.
pub(crate) fn sign(config: &Config, grant: &Grant) -> anyhow::Result<String> {
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("could not make the directory {} (data_dir)", config.data_dir.display()))?;
    Ok(SigningKey::load_or_create(&config.data_dir)?.issue(&config.auth, grant)?)
}

fn scope(branches: &[String]) -> anyhow::Result<BranchScope> {
    if branches.iter().any(|branch| branch == "*") {
        return Ok(BranchScope::All);
    }
    let parse = |branch: &String| {
        BranchId::parse(branch).with_context(|| format!("{branch} is not a branch code such as BJ01"))
    };
    Ok(BranchScope::of(
        branches.iter().map(parse).collect::<Result<Vec<_>, _>>()?,
    ))
}

/// Writes to standard output.
pub(crate) fn print(text: &str) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("could not write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// Writes to standard error; there is nobody left to tell when that fails.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
