//! The real `aftersales` binary as a process of its own, for tests that need one: other languages' clients, kills,
//! restarts.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::signal::{self, Signal};

/// How long the server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the line with the address begins with.
const ADDRESS_LINE: &str = "listening on ";

/// The path of the built binary: beside the directory of the running test.
///
/// # Errors
/// When it has not been built.
pub fn binary() -> anyhow::Result<PathBuf> {
    let test = std::env::current_exe().context("find the running test")?;
    let binary = test
        .ancestors()
        .skip(1)
        .take(2)
        .map(|directory| directory.join("aftersales"))
        .find(|candidate| candidate.is_file());
    binary.context("the binary is not built: cargo build --workspace --all-targets (./tests/run does it)")
}

/// A serving process on a free port of the loopback interface. Dropping it kills the process.
#[derive(Debug)]
pub struct Server {
    child: Child,
    binary: PathBuf,
    data: PathBuf,
    address: String,
    output: Option<Lines<BufReader<ChildStdout>>>,
}

/// Whom a token speaks for.
#[derive(Clone, Copy, Debug)]
pub struct Bearer<'a> {
    /// The role as the command line takes it, such as `hotline`.
    pub role: &'a str,
    /// The branch code, such as `BJ01`.
    pub branch: &'a str,
    /// The staff code, such as `H1`.
    pub subject: &'a str,
}

impl Server {
    /// Serves everything over the data directory `data` with the manual clock, and waits for the printed address.
    /// The log is in `server.log` inside `data`. `extra` are further arguments of `aftersales serve`.
    ///
    /// # Errors
    /// When the binary is not built, ends, or prints no address within a minute; the message carries the end of its
    /// log.
    pub async fn start(data: &Path, extra: &[&str]) -> anyhow::Result<Self> {
        Self::start_binary(&binary()?, data, extra).await
    }

    /// [`Server::start`] with a binary of one's own.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_binary(binary: &Path, data: &Path, extra: &[&str]) -> anyhow::Result<Self> {
        let log = data.join("server.log");
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--clock", "manual", "--allow-manual-clock", "--data-dir"])
            .arg(data)
            .args(extra)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {}", binary.display()))?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let address = timeout(PATIENCE, read_address(&mut lines))
            .await
            .unwrap_or_else(|_| bail!("the server printed no address within a minute"))
            .with_context(|| format!("start the server; its log ends:\n{}", tail(&log)))?;
        Ok(Self {
            child,
            binary: binary.to_path_buf(),
            data: data.to_path_buf(),
            address,
            output: Some(lines),
        })
    }

    /// `127.0.0.1:PORT`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The process id, for a test that interferes with it.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Issues a token with the server's own key, as an operator would.
    ///
    /// # Errors
    /// When the command fails; the message carries what it said.
    pub async fn token(&self, bearer: Bearer<'_>) -> anyhow::Result<String> {
        let arguments = [
            "--role",
            bearer.role,
            "--branch",
            bearer.branch,
            "--subject",
            bearer.subject,
        ];
        let output = Command::new(&self.binary)
            .args(["token", "issue", "--data-dir"])
            .arg(&self.data)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .await
            .context("run aftersales token issue")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "token issue failed: {said}");
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Stops the server as a service manager would and returns how it ended and what it printed after its address.
    ///
    /// # Errors
    /// When it is gone already or does not end within a minute.
    pub async fn stop(mut self) -> anyhow::Result<(ExitStatus, Vec<String>)> {
        let pid = self.child.id().context("the server has ended by itself")?;
        signal::send(pid, Signal::Terminate).await?;
        timeout(PATIENCE, self.finish())
            .await
            .context("stop the server within a minute")?
    }

    /// Kills the server without warning and waits until it is gone.
    ///
    /// # Errors
    /// When the process cannot be killed.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill().await.context("kill the server")
    }

    async fn finish(&mut self) -> anyhow::Result<(ExitStatus, Vec<String>)> {
        let mut rest = Vec::new();
        if let Some(mut output) = self.output.take() {
            while let Some(line) = output.next_line().await? {
                rest.push(line);
            }
        }
        Ok((self.child.wait().await?, rest))
    }
}

async fn read_address(lines: &mut Lines<BufReader<ChildStdout>>) -> anyhow::Result<String> {
    while let Some(line) = lines.next_line().await? {
        if let Some(address) = line.trim().strip_prefix(ADDRESS_LINE) {
            return Ok(address.to_owned());
        }
    }
    bail!("the server ended without printing an address")
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A program that stands in for `aftersales`.
    fn stand_in(directory: &Path, script: &str) -> PathBuf {
        let path = directory.join("stand-in");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[tokio::test]
    async fn the_address_is_read_and_a_stop_is_in_order() {
        let data = tempfile::tempdir().unwrap();
        let script = "tail -f /dev/null >/dev/null &\ntrap 'kill $!; echo bye; exit 3' TERM\n\
                      echo starting\necho listening on 127.0.0.1:7\nwait";
        let program = stand_in(data.path(), script);
        let server = Server::start_binary(&program, data.path(), &[]).await.unwrap();
        assert_eq!(server.address(), "127.0.0.1:7");
        let (status, rest) = server.stop().await.unwrap();
        assert_eq!((status.code(), rest), (Some(3), vec!["bye".to_owned()]));
    }

    #[tokio::test]
    async fn a_server_that_does_not_start_is_told_with_its_log() {
        let data = tempfile::tempdir().unwrap();
        let program = stand_in(data.path(), "echo port 7 is taken >&2; exit 1");
        let error = Server::start_binary(&program, data.path(), &[]).await.unwrap_err();
        assert!(format!("{error:#}").contains("port 7 is taken"), "{error:#}");
    }

    #[tokio::test]
    async fn a_token_is_what_the_command_prints() {
        let data = tempfile::tempdir().unwrap();
        let script = "[ \"$1\" = token ] && echo \"token for $6\" && exit\necho listening on 127.0.0.1:7";
        let program = stand_in(data.path(), script);
        let server = Server::start_binary(&program, data.path(), &[]).await.unwrap();
        let token = server
            .token(Bearer {
                role: "hotline",
                branch: "BJ01",
                subject: "H1",
            })
            .await
            .unwrap();
        assert_eq!(token, "token for hotline");
    }
}
