//! One private PostgreSQL cluster, from installed binaries, for one test run.
//!
//! `postgres` runs as a direct child on a Unix socket in a directory of its own: no port, nothing shared with a
//! server of the machine, nothing left behind. PostgreSQL refuses to run as root, so root hands it to the system
//! user `postgres`.

mod installation;
mod watchdog;

use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use tokio::process::{Child, Command};
use tokio::time::timeout;

pub use installation::{Installation, Missing, SystemUser};
use watchdog::Watchdog;

use crate::signal::{self, Signal};

/// Set it to run the cluster with fsync, as the bench wants it.
const FSYNC_VARIABLE: &str = "AFTERSALES_TEST_POSTGRES_FSYNC";

/// The environment variable with the administrator's URL of the cluster, as `aftersales_kit::testing` reads it.
pub const URL_VARIABLE: &str = "AFTERSALES_TEST_POSTGRES";

/// How long the server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait between two looks at a server that starts.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Longest path of a Unix socket that Linux takes, in bytes.
const LONGEST_SOCKET_PATH: usize = 107;

/// A running server. [`Cluster::stop`] ends it and removes its files; when it is dropped instead, or the harness is
/// killed, the watchdog does both a moment later.
#[derive(Debug)]
pub struct Cluster {
    server: Child,
    watchdog: Watchdog,
    installation: Installation,
    sockets: PathBuf,
    log: PathBuf,
    directory: PathBuf,
}

impl Cluster {
    /// Creates a cluster (locale C.UTF-8, encoding UTF8, 300 connections; without fsync unless
    /// `AFTERSALES_TEST_POSTGRES_FSYNC` is set, as no test here pulls the plug of its server) and waits until it answers.
    /// The server's log goes to `log`, or into the cluster's directory when none is given.
    ///
    /// # Errors
    /// When the directory cannot be made, when `initdb` fails, or when the server ends or does not answer within
    /// a minute; the message carries the end of the log.
    pub async fn start(installation: Installation, log: Option<PathBuf>) -> anyhow::Result<Self> {
        let directory = tempfile::Builder::new()
            .prefix("aftersales-postgres-")
            .tempdir()
            .context("create a directory for PostgreSQL")?;
        let sockets = prepare(directory.path(), installation.user())?;
        let log = log.unwrap_or_else(|| directory.path().join("postgres.log"));
        initdb(&installation, directory.path()).await?;
        let server = spawn(&installation, directory.path(), &sockets, &log)?;
        let pid = server.id().context("PostgreSQL ended at once")?;
        let mut cluster = Self {
            watchdog: Watchdog::start(pid, directory.path())?,
            server,
            installation,
            sockets,
            log,
            directory: directory.keep(),
        };
        cluster.wait_until_ready().await?;
        Ok(cluster)
    }

    /// The administrator's URL, with the socket's directory percent-encoded in the place of the host: the form
    /// that both sqlx and libpq (`psql`, `pgbench`) take.
    #[must_use]
    pub fn admin_url(&self) -> String {
        let host = self.sockets.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/postgres")
    }

    /// Ends the server as Ctrl-C would and removes its directory.
    ///
    /// # Errors
    /// When the server is gone already, does not stop within a minute, or ends with an error.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.watchdog.dismiss().await;
        let Some(pid) = self.server.id() else {
            bail!("PostgreSQL ended by itself{}", self.last_words());
        };
        signal::send(pid, Signal::Interrupt).await?;
        let status = timeout(PATIENCE, self.server.wait())
            .await
            .context("stop PostgreSQL within a minute")??;
        ensure!(status.success(), "PostgreSQL ended with {status}{}", self.last_words());
        fs::remove_dir_all(&self.directory).with_context(|| format!("remove {}", self.directory.display()))
    }

    async fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let looks = PATIENCE.as_millis() / BETWEEN_LOOKS.as_millis();
        for _ in 0..looks {
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended at start with {status}{}", self.last_words());
            }
            if self.answers().await? {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        bail!("PostgreSQL did not answer within a minute{}", self.last_words())
    }

    async fn answers(&self) -> anyhow::Result<bool> {
        let status = Command::new(self.installation.program("pg_isready"))
            .args(["--quiet", "--username=postgres", "--host"])
            .arg(&self.sockets)
            .stdin(Stdio::null())
            .status()
            .await
            .context("run pg_isready")?;
        Ok(status.success())
    }

    fn last_words(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let end = lines[lines.len().saturating_sub(20)..].join("\n");
        format!("; the end of its log:\n{end}")
    }
}

/// Makes the data and the socket directory inside `directory`, owned by the user that the server runs as.
fn prepare(directory: &Path, user: Option<&SystemUser>) -> anyhow::Result<PathBuf> {
    fs::set_permissions(directory, Permissions::from_mode(0o711))?;
    let sockets = directory.join("socket");
    let data = directory.join("data");
    for (path, mode) in [(&sockets, 0o711), (&data, 0o700)] {
        fs::create_dir(path)?;
        fs::set_permissions(path, Permissions::from_mode(mode))?;
        if let Some(user) = user {
            chown(path, Some(user.uid), Some(user.gid))?;
        }
    }
    let longest = sockets.join(".s.PGSQL.5432");
    ensure!(
        longest.as_os_str().len() <= LONGEST_SOCKET_PATH,
        "the path {} is too long for a socket: set TMPDIR to a shorter directory",
        longest.display()
    );
    Ok(sockets)
}

async fn initdb(installation: &Installation, directory: &Path) -> anyhow::Result<()> {
    let output = installation
        .command("initdb", directory)
        .args(["--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust"])
        .args(["--username=postgres", "--no-sync", "--no-instructions", "--pgdata"])
        .arg(directory.join("data"))
        .output()
        .await
        .context("run initdb")?;
    ensure!(
        output.status.success(),
        "initdb failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

fn spawn(installation: &Installation, directory: &Path, sockets: &Path, log: &Path) -> anyhow::Result<Child> {
    let file = open_log(log)?;
    let mut sockets_setting = std::ffi::OsString::from("unix_socket_directories=");
    sockets_setting.push(sockets);
    installation
        .command("postgres", directory)
        .arg("-D")
        .arg(directory.join("data"))
        .arg("-c")
        .arg(sockets_setting)
        .args(["-c", "listen_addresses="])
        .args(["-c", "max_connections=300"])
        .args([
            "-c",
            if std::env::var_os(FSYNC_VARIABLE).is_some() {
                "fsync=on"
            } else {
                "fsync=off"
            },
        ])
        .args(["-c", "full_page_writes=off"])
        .args(["-c", "log_line_prefix=%m [%p] %d "])
        .stdout(file.try_clone()?)
        .stderr(file)
        .process_group(0)
        .spawn()
        .context("start postgres")
}

fn open_log(log: &Path) -> anyhow::Result<File> {
    if let Some(parent) = log.parent() {
        fs::create_dir_all(parent)?;
    }
    OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(log)
        .with_context(|| format!("open the log {}", log.display()))
}
