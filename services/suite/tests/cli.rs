//! The command line of the real binary: what it prints, and what it says when it cannot start.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::{
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

use aftersales_kit::testing::scratch_dir;

fn aftersales(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aftersales"))
        .args(arguments)
        .env_remove("RUST_LOG")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn refused(arguments: &[&str]) -> String {
    let output = aftersales(arguments);
    assert!(!output.status.success(), "{arguments:?} was accepted");
    text(&output.stderr)
}

fn file(directory: &Path, content: &str) -> String {
    let path = directory.join("aftersales.toml");
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

#[test]
fn s01_the_demonstration_holds_twice_on_one_data_directory() {
    let directory = scratch_dir();
    let data = directory.path().join("data").display().to_string();
    for round in 1..=2 {
        let output = aftersales(&["demo", "--exit", "--listen", "127.0.0.1:0", "--data-dir", &data]);
        let told = text(&output.stdout);
        assert!(
            output.status.success(),
            "round {round}\n{told}\n{}",
            text(&output.stderr)
        );
        assert!(told.contains(&format!("BJ01-R-{round:06}")), "round {round}\n{told}");
        assert!(told.contains(", 0 did not"), "{told}");
    }
}

#[test]
fn the_demonstrations_branches_are_there_on_the_machines_clock_too() {
    let directory = scratch_dir();
    let data = directory.path().join("data").display().to_string();
    // the second start finds them
    for _ in 1..=2 {
        let mut server = Command::new(env!("CARGO_BIN_EXE_aftersales"))
            .args(["serve", "--demo-data", "--listen", "127.0.0.1:0", "--data-dir", &data])
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        server.kill().unwrap();
        let ended = server.wait_with_output().unwrap();
        assert!(
            first.starts_with("listening on 127.0.0.1:"),
            "{first}{}",
            text(&ended.stderr)
        );
    }
}

#[test]
fn the_default_configuration_is_printed_with_every_section() {
    let output = aftersales(&["config", "print-default"]);
    let printed = text(&output.stdout);
    for section in [
        "listen",
        "data_dir",
        "[auth]",
        "[clock]",
        "[database]",
        "[limits]",
        "[telemetry]",
        "[tls]",
    ] {
        assert!(printed.contains(section), "{section}");
    }
    let directory = scratch_dir();
    let path = file(directory.path(), &printed);
    let data = directory.path().join("data").display().to_string();
    let output = aftersales(&["--config", &path, "--data-dir", &data, "migrate"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn errors_at_the_start_name_the_key_file_or_port() {
    let directory = scratch_dir();
    let data = directory.path().display().to_string();
    let unknown = file(directory.path(), "lissten = \"127.0.0.1:0\"\n");
    assert!(refused(&["--config", &unknown, "serve"]).contains("lissten"));
    assert!(refused(&["--config", "/nowhere/aftersales.toml", "serve"]).contains("/nowhere/aftersales.toml"));
    let issuer = file(directory.path(), "[auth]\nissuer = \"\"\n");
    assert!(refused(&["--config", &issuer, "--data-dir", &data, "serve"]).contains("auth.issuer"));
    let manual = refused(&["--data-dir", &data, "serve", "--clock", "manual"]);
    assert!(manual.contains("clock.allow_manual"), "{manual}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let port = refused(&["--data-dir", &data, "serve", "--listen", &address]);
    assert!(port.contains(&address), "{port}");
    let service = refused(&["--data-dir", &data, "serve", "--only", "hotlime"]);
    assert!(service.contains("hotlime") && service.contains("hotline"), "{service}");
    // nobody listens on port 1
    let store = file(
        directory.path(),
        "[database]\nurl = \"postgres://nobody@127.0.0.1:1/x\"\n",
    );
    let store = refused(&[
        "--config",
        &store,
        "--data-dir",
        &data,
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]);
    assert!(store.contains("database.url") && store.contains("registry"), "{store}");
}

#[test]
fn tokens_are_issued_for_known_roles_and_branches_only() {
    let directory = scratch_dir();
    let data = directory.path().display().to_string();
    let issue = |role: &str, branch: &str| {
        aftersales(&[
            "--data-dir",
            &data,
            "token",
            "issue",
            "--role",
            role,
            "--branch",
            branch,
            "--subject",
            "H1",
        ])
    };
    let good = issue("hotline", "BJ01");
    assert_eq!(
        text(&good.stdout).trim().split('.').count(),
        3,
        "{}",
        text(&good.stderr)
    );
    assert!(text(&issue("hotliner", "BJ01").stderr).contains("hotliner"));
    assert!(text(&issue("hotline", "beijing").stderr).contains("beijing"));
}
