//! The floor: the statements of one OpenTicket in one transaction each, on the same store, without the suite.
//!
//! `tests/bench/intake.sql` holds them with words in braces for what the databases spell differently.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use aftersales_kit::testing::{Backend, TestDb, scratch_dir};
use anyhow::{Context as _, ensure};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::process::Command;

const STATEMENTS: &str = include_str!("../../bench/intake.sql");

/// What the floor was.
#[derive(Debug, Clone)]
pub struct Floor {
    /// The database.
    pub name: &'static str,
    /// How it was measured.
    pub what: &'static str,
    /// Transactions a second.
    pub per_second: f64,
}

/// Measures the floor on the hotline's store in `db`.
///
/// # Errors
/// When the store does not take the statements, or pgbench is not installed.
pub async fn measure(db: &TestDb, span: Duration) -> anyhow::Result<Floor> {
    match db.backend() {
        Backend::Sqlite => sqlite(db, span).await,
        Backend::Postgres => postgres(db, span).await,
    }
}

/// The statements for one database, one a string.
fn statements(words: &[(&str, &str)], bytes: impl Fn(&str) -> String) -> Vec<String> {
    let plain: Vec<&str> = STATEMENTS.lines().filter(|line| !line.starts_with("--")).collect();
    let mut text = plain.join("\n");
    for (word, spelled) in words {
        text = text.replace(word, spelled);
    }
    while let Some((before, rest)) = text.split_once("{bytes:") {
        let (size, after) = rest.split_once('}').unwrap_or((rest, ""));
        text = format!("{before}{}{after}", bytes(size));
    }
    text.split(";\n")
        .map(|statement| statement.trim().to_owned())
        .filter(|statement| !statement.is_empty())
        .collect()
}

async fn sqlite(db: &TestDb, span: Duration) -> anyhow::Result<Floor> {
    let words = [
        ("{uuid}", "randomblob(16)"),
        ("{text}", "hex(randomblob(16))"),
        ("{unique}", "abs(random())"),
        ("{now}", "1794793200000000"),
        ("{true}", "1"),
        ("{false}", "0"),
        ("{number}", "(SELECT number FROM feed_head)"),
        ("{bump}", "UPDATE feed_head SET number = number + 1 WHERE id = 1"),
    ];
    let statements = statements(&words, |size| format!("randomblob({size})"));
    let options: SqliteConnectOptions = db.url("hotline").parse()?;
    let mut connection = SqliteConnection::connect_with(&options.foreign_keys(true)).await?;
    connection.execute("PRAGMA journal_mode = WAL").await?;
    connection.execute("PRAGMA synchronous = FULL").await?;
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < span {
        connection.execute("BEGIN IMMEDIATE").await?;
        for statement in &statements {
            sqlx::query(AssertSqlSafe(statement.clone()))
                .execute(&mut connection)
                .await?;
        }
        connection.execute("COMMIT").await?;
        count += 1;
    }
    Ok(Floor {
        name: "SQLite",
        what: "raw loop, a commit each",
        per_second: f64::from(count) / begun.elapsed().as_secs_f64(),
    })
}

async fn postgres(db: &TestDb, span: Duration) -> anyhow::Result<Floor> {
    let words = [
        ("{uuid}", "gen_random_uuid()"),
        ("{text}", "gen_random_uuid()::text"),
        ("{unique}", "(random() * 9000000000000000000)::bigint"),
        ("{now}", "now()"),
        ("{true}", "true"),
        ("{false}", "false"),
        ("{number}", "NULL"),
        ("{bump}", "SELECT 1"),
    ];
    let statements = statements(&words, |size| format!("decode(repeat('00', {size}), 'hex')"));
    let directory = scratch_dir();
    let script = directory.path().join("intake.sql");
    let body: Vec<String> = statements
        .iter()
        .map(|statement| format!("{};", statement.replace('\n', " ")))
        .collect();
    std::fs::write(&script, format!("BEGIN;\n{}\nCOMMIT;\n", body.join("\n")))?;
    let output = Command::new(pgbench()?)
        .args(["--no-vacuum", "--client=16", "--jobs=2", "--protocol=prepared"])
        .arg(format!("--time={}", span.as_secs()))
        .arg(format!("--file={}", script.display()))
        .arg(db.url("hotline"))
        .env("PGOPTIONS", "-c search_path=hotline")
        .stdin(Stdio::null())
        .output()
        .await
        .context("run pgbench")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(
        output.status.success(),
        "pgbench failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tps = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    Ok(Floor {
        name: "PostgreSQL",
        what: "pgbench, 16 clients",
        per_second: tps.context("pgbench printed no rate")?,
    })
}

/// pgbench in Debian's place or on the path.
fn pgbench() -> anyhow::Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = versions
        .map(|version| version.path().join("bin/pgbench"))
        .find(|path| path.is_file());
    let on_path = || {
        let paths = std::env::var_os("PATH")?;
        std::env::split_paths(&paths)
            .map(|path| path.join("pgbench"))
            .find(|path: &PathBuf| Path::new(path).is_file())
    };
    found
        .or_else(on_path)
        .context("pgbench is missing; it comes with Debian's package postgresql")
}
