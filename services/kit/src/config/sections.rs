//! The sections of the configuration. `default.toml` documents every key for the operator.

use std::{collections::BTreeMap, fmt, net::SocketAddr, path::PathBuf, time::Duration};

use serde::Deserialize;

/// The configuration of one process.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen, `ip:port`.
    pub listen: SocketAddr,
    /// Directory for SQLite files and keys.
    pub data_dir: PathBuf,
    /// Names of the services to run; empty runs all of them.
    pub only: Vec<String>,
    /// Whether gRPC reflection is served.
    pub reflection: bool,
    /// Who may sign in.
    pub auth: Auth,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where the records are kept.
    pub database: Database,
    /// What one server takes at most.
    pub limits: Limits,
    /// What is logged.
    pub telemetry: Telemetry,
    /// Encryption on the port.
    pub tls: Tls,
    /// Browsers.
    pub web: Web,
    /// URLs of the services that run in other processes, by name.
    pub peers: BTreeMap<String, String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7070)),
            data_dir: PathBuf::from("data"),
            only: Vec::new(),
            reflection: true,
            auth: Auth::default(),
            clock: Clock::default(),
            database: Database::default(),
            limits: Limits::default(),
            telemetry: Telemetry::default(),
            tls: Tls::default(),
            web: Web::default(),
            peers: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Whether this process runs the service.
    pub fn runs(&self, service: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == service)
    }
}

/// Who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Auth {
    /// Issuer that every token must name.
    pub issuer: String,
    /// Audience that every token must name.
    pub audience: String,
    /// File with the issuer's public keys (JWKS); empty for none.
    pub jwks_file: PathBuf,
    /// URL of the issuer's public keys (JWKS); empty for none.
    pub jwks_url: String,
    /// File with the token that this process shows to other processes; empty for none.
    pub service_token_file: PathBuf,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            issuer: "aftersales".to_owned(),
            audience: "aftersales".to_owned(),
            jwks_file: PathBuf::new(),
            jwks_url: String::new(),
            service_token_file: PathBuf::new(),
        }
    }
}

/// Where the time comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clock {
    /// The machine's clock or one that is set by RPC.
    pub mode: ClockMode,
    /// Whether a manual clock is allowed at all.
    pub allow_manual: bool,
    /// RFC 3339 instant at which a manual clock starts; empty for the machine's time.
    pub start: String,
    /// Whether an answer to a command waits, on a manual clock, until this process has done what follows from it.
    pub settle: bool,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            mode: ClockMode::System,
            allow_manual: false,
            start: String::new(),
            settle: true,
        }
    }
}

/// The kind of clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockMode {
    /// The machine's clock.
    #[default]
    System,
    /// Stands still until it is set by RPC.
    Manual,
}

/// Where the records are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// PostgreSQL URL with `{service}` for the service's name; empty for SQLite files.
    pub url: Secret,
    /// Most connections of one service to its PostgreSQL database.
    pub max_connections: u32,
    /// PostgreSQL URLs of single services.
    pub services: BTreeMap<String, Secret>,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: Secret::default(),
            max_connections: 10,
            services: BTreeMap::new(),
        }
    }
}

impl Database {
    /// The PostgreSQL URL of a service; `None` keeps it in a SQLite file.
    pub fn url_of(&self, service: &str) -> Option<String> {
        let url = self.services.get(service).unwrap_or(&self.url).reveal();
        (!url.is_empty()).then(|| url.replace("{service}", service))
    }
}

/// What one server takes at most.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Largest request message in bytes.
    pub max_message_bytes: u32,
    /// Calls that are worked on at the same time.
    pub max_concurrent_calls: usize,
    /// Streams open at the same time on one connection.
    pub max_streams_per_connection: u32,
    /// Largest header list of a request in bytes.
    pub max_header_bytes: u32,
    /// Seconds that a call may take when its caller sets no deadline.
    pub default_deadline_seconds: u64,
    /// The most seconds that a caller can ask for.
    pub max_deadline_seconds: u64,
    /// Seconds between HTTP/2 pings on a quiet connection.
    pub keepalive_seconds: u64,
    /// Seconds to wait for the answer to a ping.
    pub keepalive_timeout_seconds: u64,
    /// Minutes after which a connection is asked to reconnect.
    pub max_connection_age_minutes: u64,
    /// Seconds that open calls get to end when the server stops.
    pub drain_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_message_bytes: 1_048_576,
            max_concurrent_calls: 512,
            max_streams_per_connection: 128,
            max_header_bytes: 16_384,
            default_deadline_seconds: 15,
            max_deadline_seconds: 60,
            keepalive_seconds: 30,
            keepalive_timeout_seconds: 10,
            max_connection_age_minutes: 30,
            drain_seconds: 20,
        }
    }
}

impl Limits {
    /// How long open calls get to end when the server stops.
    pub const fn drain(&self) -> Duration {
        Duration::from_secs(self.drain_seconds)
    }
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// For people or for machines.
    pub log_format: LogFormat,
    /// Levels, as in `RUST_LOG`.
    pub filter: String,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log_format: LogFormat::Text,
            filter: "info,sqlx=warn,h2=warn,hyper=warn,tower=warn,rustls=warn".to_owned(),
        }
    }
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Encryption on the port.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// Certificate chain (PEM); empty for no TLS.
    pub cert_file: PathBuf,
    /// Private key (PEM).
    pub key_file: PathBuf,
    /// Certificates of the authority whose clients are let in; empty for every client.
    pub client_ca_file: PathBuf,
    /// Certificates of the authority that signed those of other processes, for `https` peers.
    pub peer_ca_file: PathBuf,
}

impl Tls {
    /// Whether the port is encrypted.
    pub fn is_on(&self) -> bool {
        !self.cert_file.as_os_str().is_empty()
    }
}

/// Browsers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Web {
    /// Origins whose pages may call gRPC-Web; `*` for every one.
    pub allow_origins: Vec<String>,
}

/// A value that debug output does not show.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// From its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "***" })
    }
}
