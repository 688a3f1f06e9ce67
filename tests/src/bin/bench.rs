//! The bench: intake RPCs per second on SQLite and on PostgreSQL, each beside a floor of the same run: the same
//! statements as one OpenTicket, in one transaction each, without the suite around them.
//!
//! Run inside the harness: `harness run -- cargo run --release -p aftersales-tests --bin bench`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Duration;

use aftersales_kit::testing::{Backend, TestDb};
use aftersales_tests::bench::{floor, intake};

/// How long each measurement runs.
const SPAN: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    println!(
        "intake: OpenTicket RPCs, {} callers, {} s each",
        intake::CALLERS,
        SPAN.as_secs()
    );
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let db: TestDb = backend.fresh("bench").await;
        let measured = intake::measure(&db, SPAN).await?;
        let floor = floor::measure(&db, SPAN).await?;
        let ratio = measured.per_second / floor.per_second;
        println!(
            "{:<10} {:>8.0} RPC/s  p50 {:>6.2} ms  p99 {:>6.2} ms   floor {:>8.0}/s ({})   ratio {ratio:.2}",
            floor.name, measured.per_second, measured.p50_ms, measured.p99_ms, floor.per_second, floor.what
        );
    }
    Ok(())
}
