//! Values that parse and still cannot work.

use std::{ops::RangeInclusive, path::Path};

use super::{Auth, ClockMode, Config, ConfigError, Limits, Tls};
use crate::time::Timestamp;

/// Refuses a configuration with which the server could not do its work, or not safely.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    auth(&config.auth)?;
    clock(config)?;
    limits(&config.limits)?;
    tls(&config.tls)?;
    database(config)?;
    for (service, url) in &config.peers {
        if !is_http(url) {
            let problem = format!("the URL of {service} is \"{url}\"");
            return Err(refuse("peers", problem, "give http:// or https:// with host and port"));
        }
    }
    Ok(())
}

fn auth(auth: &Auth) -> Result<(), ConfigError> {
    for (key, value) in [("auth.issuer", &auth.issuer), ("auth.audience", &auth.audience)] {
        if value.trim().is_empty() {
            return Err(refuse(
                key,
                "is empty",
                "name what every token must carry; without it foreign tokens would pass",
            ));
        }
    }
    if is_set(&auth.jwks_file) && !auth.jwks_url.is_empty() {
        return Err(refuse(
            "auth.jwks_url",
            "is set beside auth.jwks_file",
            "keep one of the two",
        ));
    }
    if !auth.jwks_url.is_empty() && !is_trustworthy(&auth.jwks_url) {
        let problem = format!("is \"{}\"", auth.jwks_url);
        let remedy = "give an https:// URL; whoever can change the keys on their way can sign tokens";
        return Err(refuse("auth.jwks_url", problem, remedy));
    }
    Ok(())
}

fn clock(config: &Config) -> Result<(), ConfigError> {
    let clock = &config.clock;
    if clock.mode == ClockMode::Manual && !clock.allow_manual {
        let remedy = "set clock.allow_manual = true on a machine for demonstrations or tests, or use the system clock";
        return Err(refuse(
            "clock.mode",
            "is \"manual\" and that is not allowed here",
            remedy,
        ));
    }
    if !clock.start.is_empty() && Timestamp::parse(&clock.start).is_none() {
        let problem = format!("\"{}\" is not an instant", clock.start);
        return Err(refuse(
            "clock.start",
            problem,
            "write it like 2026-11-16T09:00:00+08:00",
        ));
    }
    Ok(())
}

/// A limit: its key, where it stands, its bounds, and what to write instead.
type Range = (&'static str, fn(&Limits) -> u64, RangeInclusive<u64>, &'static str);

#[rustfmt::skip]
const RANGES: &[Range] = &[
    ("limits.max_message_bytes", |l| u64::from(l.max_message_bytes), 1_024..=4_194_304, "give 1024 to 4194304"),
    ("limits.max_concurrent_calls", |l| l.max_concurrent_calls as u64, 1..=100_000, "give 1 to 100000"),
    ("limits.max_streams_per_connection", |l| u64::from(l.max_streams_per_connection), 1..=100_000, "give 1 to 100000"),
    ("limits.max_header_bytes", |l| u64::from(l.max_header_bytes), 4_096..=1_048_576, "give 4096 to 1048576"),
    ("limits.max_deadline_seconds", |l| l.max_deadline_seconds, 1..=3_600, "give 1 to 3600"),
    ("limits.keepalive_seconds", |l| l.keepalive_seconds, 1..=3_600, "give 1 to 3600"),
    ("limits.keepalive_timeout_seconds", |l| l.keepalive_timeout_seconds, 1..=3_600, "give 1 to 3600"),
    ("limits.max_connection_age_minutes", |l| l.max_connection_age_minutes, 1..=100_000, "give 1 to 100000"),
    ("limits.drain_seconds", |l| l.drain_seconds, 0..=3_600, "give 0 to 3600"),
];

fn limits(limits: &Limits) -> Result<(), ConfigError> {
    for (key, value, range, remedy) in RANGES {
        let value = value(limits);
        if !range.contains(&value) {
            return Err(refuse(key, format!("is {value}"), remedy));
        }
    }
    let deadline = limits.default_deadline_seconds;
    if !(1..=limits.max_deadline_seconds).contains(&deadline) {
        let problem = format!("is {deadline}");
        return Err(refuse(
            "limits.default_deadline_seconds",
            problem,
            "give 1 to limits.max_deadline_seconds",
        ));
    }
    Ok(())
}

fn tls(tls: &Tls) -> Result<(), ConfigError> {
    if is_set(&tls.cert_file) != is_set(&tls.key_file) {
        return Err(refuse(
            "tls",
            "has only one of cert_file and key_file",
            "set both, or neither to serve without TLS",
        ));
    }
    if is_set(&tls.client_ca_file) && !tls.is_on() {
        return Err(refuse(
            "tls.client_ca_file",
            "is set without a certificate",
            "set tls.cert_file and tls.key_file too",
        ));
    }
    Ok(())
}

fn database(config: &Config) -> Result<(), ConfigError> {
    let database = &config.database;
    let all = database.services.values().chain([&database.url]);
    if all
        .map(|url| url.reveal())
        .any(|url| !url.is_empty() && !is_postgres(url))
    {
        let remedy = "give postgres://user@host/database, or leave it empty for SQLite files in data_dir";
        return Err(refuse("database", "has a URL that is not PostgreSQL's", remedy));
    }
    if database.max_connections == 0 {
        return Err(refuse("database.max_connections", "is 0", "give at least 2"));
    }
    Ok(())
}

fn refuse(key: &'static str, problem: impl Into<String>, remedy: &'static str) -> ConfigError {
    ConfigError::Value {
        key,
        problem: problem.into(),
        remedy,
    }
}

fn is_set(path: &Path) -> bool {
    !path.as_os_str().is_empty()
}

fn is_http(url: &str) -> bool {
    url.parse::<http::Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
}

/// Encrypted, or on this machine.
fn is_trustworthy(url: &str) -> bool {
    let uri = url.parse::<http::Uri>().unwrap_or_default();
    let local = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    is_http(url) && (uri.scheme_str() == Some("https") || local)
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}
