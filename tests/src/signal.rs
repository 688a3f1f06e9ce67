//! Sending a signal to a process that we started.

use anyhow::{Context as _, ensure};
use tokio::process::Command;

/// A signal that ends or interrupts a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT: what Ctrl-C sends. PostgreSQL takes it as "stop now, in order".
    Interrupt,
    /// SIGTERM: what a service manager sends.
    Terminate,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
        }
    }
}

/// Sends `signal` to the process `pid`, through the shell's own `kill` (there is no safe call for it in std).
///
/// # Errors
/// When no shell runs, or when the process is gone.
pub async fn send(pid: u32, signal: Signal) -> anyhow::Result<()> {
    let status = Command::new("sh")
        .args(["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal.name()])
        .arg(pid.to_string())
        .status()
        .await
        .context("run sh to send a signal")?;
    ensure!(status.success(), "process {pid} is gone");
    Ok(())
}
