//! The harness from outside: what a command sees beside it, and what is left when it is done.
#![expect(clippy::expect_used, reason = "a harness that does not run must fail the test")]

use std::process::{Command, Output};

/// Runs `script` under the harness and returns what came of it.
fn run(script: &str) -> Output {
    let mut harness = Command::new(env!("CARGO_BIN_EXE_harness"));
    harness.args(["run", "--", "sh", "-c", script]);
    harness.output().expect("the harness is built beside this test")
}

fn printed(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout)
        .expect("the script prints text")
        .trim()
}

#[test]
fn the_command_gets_a_url_and_its_status_is_passed_on() {
    let output = run("echo \"$AFTERSALES_TEST_POSTGRES\"; exit 7");
    assert_eq!(output.status.code(), Some(7));
    assert!(
        printed(&output).starts_with("postgres://postgres@%2F"),
        "{}",
        printed(&output)
    );
}

#[test]
fn nothing_is_left_when_the_command_is_done() {
    let output = run("echo \"$AFTERSALES_TEST_POSTGRES\"");
    let encoded = printed(&output).split(['@', '/']).nth(3).expect("the URL has a host");
    let sockets = std::path::PathBuf::from(encoded.replace("%2F", "/"));
    let cluster = sockets
        .parent()
        .expect("the sockets are inside the cluster's directory");
    assert!(
        cluster
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("aftersales-postgres-"))
    );
    assert!(!cluster.exists(), "{} is still there", cluster.display());
}

#[test]
fn a_command_line_that_is_not_understood_is_the_harness_own_failure() {
    let output = Command::new(env!("CARGO_BIN_EXE_harness"))
        .arg("run")
        .output()
        .expect("the harness runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("usage: harness run --"));
}
