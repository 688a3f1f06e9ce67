use super::*;

fn load(toml: &str) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("aftersales.toml");
    std::fs::write(&path, toml).unwrap();
    Loader::new().file(Some(&path)).load()
}

#[track_caller]
fn refused(toml: &str, parts: &[&str]) {
    let text = load(toml).unwrap_err().to_string();
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in: {text}");
    }
}

#[test]
fn the_printed_default_is_the_default() {
    assert_eq!(load(print_default()).unwrap(), Config::default());
    assert_eq!(Loader::new().load().unwrap(), Config::default());
}

#[test]
fn every_key_of_the_default_has_a_comment() {
    let mut commented = false;
    for line in print_default().lines() {
        let is_key = line.contains(" = ") && !line.starts_with('#');
        assert!(!is_key || commented, "no comment above: {line}");
        commented = line.starts_with('#') || (is_key && commented);
    }
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.toml");
    std::fs::write(
        &path,
        "[limits]\ndrain_seconds = 1\nmax_header_bytes = 5000\nkeepalive_seconds = 7",
    )
    .unwrap();
    let variables = [
        ("AFTERSALES__LIMITS__DRAIN_SECONDS", "2"),
        ("AFTERSALES__LIMITS__MAX_HEADER_BYTES", "6000"),
        ("AFTERSALES__ONLY", "dispatch,parts"),
        ("AFTERSALES__DATABASE__SERVICES__DISPATCH", "postgres://u:secret@h/d"),
        ("AFTERSALES__PEERS__REGISTRY", "http://10.0.0.5:7070"),
        ("AFTERSALES__REFLECTION", "false"),
        ("AFTERSALESX", "ignored"),
        ("PATH", "/bin"),
    ];
    let variables = variables.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let config = Loader::new()
        .file(Some(&path))
        .environment(variables)
        .set("limits.drain_seconds", 3)
        .load()
        .unwrap();
    let limits = &config.limits;
    assert_eq!(
        (limits.drain_seconds, limits.max_header_bytes, limits.keepalive_seconds),
        (3, 6_000, 7)
    );
    assert_eq!(config.only, ["dispatch", "parts"]);
    assert!(config.runs("parts") && !config.runs("hotline") && !config.reflection);
    assert_eq!(
        config.database.url_of("dispatch").as_deref(),
        Some("postgres://u:secret@h/d")
    );
    assert_eq!(config.database.url_of("parts"), None);
    assert!(!format!("{config:?}").contains("secret"));
}

#[test]
fn a_service_finds_its_database_in_the_pattern() {
    let config = load("database.url = \"postgres://h/aftersales_{service}\"").unwrap();
    assert_eq!(
        config.database.url_of("parts").as_deref(),
        Some("postgres://h/aftersales_parts")
    );
}

#[test]
fn unknown_keys_and_wrong_types_are_named_with_their_source() {
    refused(
        "[limits]\ndrain_secconds = 1",
        &["aftersales.toml", "drain_secconds", "print-default"],
    );
    refused("liste = 1", &["liste"]);
    refused("listen = \"nowhere\"", &["listen"]);
    refused("[limits]\ndrain_seconds = \"long\"", &["drain_seconds", "long"]);
    refused("listen = ", &["aftersales.toml"]);
    let variables = [("AFTERSALES__LIMIT__DRAIN_SECONDS".to_owned(), "1".to_owned())];
    let text = Loader::new().environment(variables).load().unwrap_err().to_string();
    assert!(
        text.contains("environment AFTERSALES__*") && text.contains("limit"),
        "{text}"
    );
}

#[test]
fn a_missing_file_is_named_with_the_remedy() {
    let text = Loader::new()
        .file(Some(Path::new("/no/such.toml")))
        .load()
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("/no/such.toml") && text.contains("print-default"),
        "{text}"
    );
}

#[test]
fn values_that_cannot_work_are_refused_with_the_remedy() {
    refused("auth.issuer = \"\"", &["auth.issuer", "every token"]);
    refused("auth.audience = \"  \"", &["auth.audience"]);
    refused(
        "auth = {jwks_file = \"a\", jwks_url = \"https://b\"}",
        &["auth.jwks_url", "keep one"],
    );
    refused("auth.jwks_url = \"ftp://b\"", &["auth.jwks_url"]);
    refused(
        "auth.jwks_url = \"http://idp.example/keys\"",
        &["auth.jwks_url", "https://"],
    );
    assert!(load("auth.jwks_url = \"http://127.0.0.1:9/keys\"").is_ok());
    refused("clock.mode = \"manual\"", &["clock.mode", "clock.allow_manual"]);
    refused(
        "clock.start = \"monday\"",
        &["clock.start", "2026-11-16T09:00:00+08:00"],
    );
    refused(
        "limits.max_message_bytes = 5000000",
        &["limits.max_message_bytes", "4194304"],
    );
    refused("limits.max_concurrent_calls = 0", &["limits.max_concurrent_calls"]);
    refused(
        "limits.default_deadline_seconds = 61",
        &["limits.default_deadline_seconds"],
    );
    refused("tls.cert_file = \"c.pem\"", &["tls", "key_file"]);
    refused("tls.client_ca_file = \"c.pem\"", &["tls.client_ca_file"]);
    refused("database.url = \"mysql://h/d\"", &["database", "SQLite"]);
    refused("peers.registry = \"10.0.0.5\"", &["peers", "registry", "http://"]);
}
