//! Clients in other languages, as a branch would write them, run against a server.
//!
//! `tests/run` installs what they need and says where in environment variables, so that nothing is guessed and
//! nothing is skipped: without them the run fails.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

/// How long one client may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A client program and what runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// grpcio, driven by nothing but server reflection.
    Python,
    /// connect-web over gRPC-Web, with code generated from the contract.
    Node,
}

impl Client {
    fn variable(self) -> &'static str {
        match self {
            Self::Python => "AFTERSALES_TEST_PYTHON",
            Self::Node => "AFTERSALES_TEST_NODE",
        }
    }

    fn program(self) -> PathBuf {
        let file = match self {
            Self::Python => "python/ticket.py",
            Self::Node => "node/ticket.mjs",
        };
        Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(file)
    }

    /// Runs the client with `request` as JSON on its input and returns the JSON that it prints.
    ///
    /// # Errors
    /// When the interpreter is not named, or the client fails, takes longer than two minutes or prints no JSON; the
    /// message carries what it said.
    pub async fn run(self, request: &Value) -> anyhow::Result<Value> {
        let variable = self.variable();
        let interpreter = std::env::var_os(variable)
            .with_context(|| format!("{variable} is not set: run the tests through ./tests/run"))?;
        let mut child = Command::new(interpreter)
            .arg(self.program())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start the {self:?} client"))?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(request.to_string().as_bytes()).await?;
        }
        let output = timeout(PATIENCE, child.wait_with_output())
            .await
            .with_context(|| format!("wait two minutes for the {self:?} client"))??;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "the {self:?} client failed: {said}");
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("read what the {self:?} client printed; it said: {said}"))
    }
}
