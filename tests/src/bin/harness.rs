//! `harness run -- <command…>`: runs a command with a private PostgreSQL cluster beside it.
//!
//! The command finds the administrator's URL in `AFTERSALES_TEST_POSTGRES`. The harness ends with the command's own
//! status; 2 means that the harness could not do its part. `AFTERSALES_TEST_POSTGRES_LOG` names a file for the
//! server's log, which is otherwise removed with the cluster.

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};

use aftersales_tests::postgres::{Cluster, Installation, URL_VARIABLE};
use aftersales_tests::signal::{self, Signal};
use anyhow::Context as _;
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal as listen};

/// Names the file that the server's log goes to.
const LOG_VARIABLE: &str = "AFTERSALES_TEST_POSTGRES_LOG";

/// The harness's own failures, as opposed to the command's.
const OWN_FAILURE: u8 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(command) = command_line(std::env::args_os().skip(1).collect()) else {
        return complain("usage: harness run -- COMMAND [ARGUMENT…]");
    };
    match run(&command).await {
        Ok(code) => code,
        Err(error) => complain(&format!("harness: {error:#}")),
    }
}

fn command_line(arguments: Vec<OsString>) -> Option<Vec<OsString>> {
    let [verb, dashes, command @ ..] = &arguments[..] else {
        return None;
    };
    (verb == "run" && dashes == "--" && !command.is_empty()).then(|| command.to_vec())
}

async fn run(command: &[OsString]) -> anyhow::Result<ExitCode> {
    let mut stops = Stops::listen()?;
    let log = std::env::var_os(LOG_VARIABLE).map(PathBuf::from);
    let started = tokio::select! {
        cluster = Cluster::start(Installation::find()?, log) => cluster?,
        signal = stops.next() => anyhow::bail!("stopped by {signal:?} before PostgreSQL was up"),
    };
    let ended = run_beside(&started, command, &mut stops).await;
    let stopped = started.stop().await;
    let code = exit_code(ended?);
    stopped?;
    Ok(code)
}

async fn run_beside(cluster: &Cluster, command: &[OsString], stops: &mut Stops) -> anyhow::Result<ExitStatus> {
    let mut child = Command::new(&command[0])
        .args(&command[1..])
        .env(URL_VARIABLE, cluster.admin_url())
        .spawn()
        .with_context(|| format!("start {}", command[0].display()))?;
    loop {
        tokio::select! {
            status = child.wait() => return Ok(status?),
            signal = stops.next() => pass_on(&child, signal).await,
        }
    }
}

async fn pass_on(child: &Child, signal: Signal) {
    if let Some(pid) = child.id() {
        signal::send(pid, signal).await.ok();
    }
}

fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

fn complain(message: &str) -> ExitCode {
    writeln!(std::io::stderr(), "{message}").ok();
    ExitCode::from(OWN_FAILURE)
}

/// The signals that ask us to stop.
struct Stops {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Stops {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}
