//! What a store forgets in time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{idempotency, service::Kit, time::DAY};

/// How often it is looked at.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// How long an answer is remembered for callers who did not get it: longer than a branch is ever cut off (check X1).
const REMEMBERED: i64 = 30 * DAY;

/// Lets a service's store forget old answers until `stop`.
pub(super) async fn run(kit: Kit, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let done = kit.act("upkeep", None, |tx| {
            let before = tx.now().plus(-REMEMBERED);
            Box::pin(idempotency::forget(tx, before))
        });
        match done.await {
            Ok(0) => {}
            Ok(forgotten) => tracing::debug!(service = kit.name(), forgotten, "old answers are forgotten"),
            Err(error) => tracing::warn!(service = kit.name(), %error, "could not forget old answers"),
        }
    }
}
