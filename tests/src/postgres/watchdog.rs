//! What stops the server when the harness itself is killed.

use std::path::Path;
use std::process::Stdio;

use anyhow::Context as _;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

/// Waits for the harness: a word on its input dismisses it, the end of its input means that the harness is gone.
/// It then interrupts the server (`$0`), waits for its end and removes its directory (`$1`).
const SCRIPT: &str = r#"
read -r word && exit 0
kill -s INT "$0"
while kill -0 "$0" 2>/dev/null; do sleep 0.1; done
rm -rf "$1"
"#;

/// A shell that outlives a killed harness for as long as the server takes to stop.
#[derive(Debug)]
pub(super) struct Watchdog {
    shell: Child,
}

impl Watchdog {
    /// Watches over the server `pid`, whose files are in `directory`.
    pub(super) fn start(pid: u32, directory: &Path) -> anyhow::Result<Self> {
        let shell = Command::new("sh")
            .arg("-c")
            .arg(SCRIPT)
            .arg(pid.to_string())
            .arg(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("start the server's watchdog")?;
        Ok(Self { shell })
    }

    /// Sends the watchdog home. What goes wrong here harms nothing: the server's end is the harness's job now.
    pub(super) async fn dismiss(&mut self) {
        if let Some(mut input) = self.shell.stdin.take() {
            input.write_all(b"done\n").await.ok();
        }
        self.shell.wait().await.ok();
    }
}
