//! OpenTicket from many callers at once, through the port.

use std::time::{Duration, Instant};

use aftersales::demo::request_id;
use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::hotline::v1::OpenTicketRequest;
use anyhow::Context as _;

use crate::{desk::Desk, suite::Suite};

/// Callers at the same time.
pub const CALLERS: usize = 16;

/// Connections of each service to PostgreSQL, as configured by default.
const CONNECTIONS: u32 = 10;

/// What came out.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Answered RPCs a second.
    pub per_second: f64,
    /// Median time of an RPC in milliseconds.
    pub p50_ms: f64,
    /// Time of the slowest RPC but one in a hundred, in milliseconds.
    pub p99_ms: f64,
}

/// Opens tickets for `span`.
///
/// # Errors
/// The first RPC that fails.
pub async fn measure(db: &TestDb, span: Duration) -> anyhow::Result<Measured> {
    let suite = Suite::with_connections(db, "2026-11-16T09:40:00+08:00", CONNECTIONS).await;
    let desk = Desk::bj01(&suite.world);
    let (customer, asset) = desk.look_up("13800000001").await;
    let begun = Instant::now();
    let mut callers = Vec::with_capacity(CALLERS);
    for _ in 0..CALLERS {
        let mut hotline = suite.world.hotline(Role::Hotline, "BJ01", "H1")?;
        let template = desk.on_site(&customer, &asset);
        callers.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while begun.elapsed() < span {
                let request = OpenTicketRequest {
                    request_id: request_id(),
                    ..template.clone()
                };
                let sent = Instant::now();
                hotline.open_ticket(request).await?;
                times.push(sent.elapsed());
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for caller in callers {
        times.extend(caller.await??);
    }
    let took = begun.elapsed();
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get(times.len() * percent / 100)
            .map(|time| time.as_secs_f64() * 1_000.0)
    };
    Ok(Measured {
        per_second: times.len() as f64 / took.as_secs_f64(),
        p50_ms: at(50).context("no RPC was answered")?,
        p99_ms: at(99).context("no RPC was answered")?,
    })
}
