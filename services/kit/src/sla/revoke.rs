//! A recorded miss that was none: the fact happened in time and was only received late.

use uuid::Uuid;

use super::{Change, Deadline, DeadlineState, end, events, meet, store};
use crate::{Result, db::Tx, time::Timestamp};

/// Why a miss is taken back, as the ledger says it.
const CAUSE: &str = "MISS_REVOKED";

/// Takes back a recorded miss because its fact happened at `at`, in time: the deadline ends as met, and the ledger logs
/// when that was learnt. `None` when no missed deadline is open, or `at` is late as well. Whether the told time may be
/// believed is the caller's decision.
///
/// # Errors
/// `Unavailable`.
pub async fn revoke_miss(tx: &mut Tx, kind: &str, subject: Uuid, at: Timestamp) -> Result<Option<Deadline>> {
    let Some(mut deadline) = store::open_one(tx, kind, subject).await? else {
        return Ok(None);
    };
    if deadline.missed_at.is_none() || at > deadline.due_at {
        return Ok(None);
    }
    let now = tx.now();
    deadline.missed_at = None;
    end(tx, &mut deadline, DeadlineState::Met, at, "the miss was revoked").await?;
    let change = Change {
        at: now,
        old_due: deadline.due_at,
        new_due: deadline.due_at,
        cause: CAUSE.to_owned(),
    };
    store::add_change(tx, deadline.id, &change).await?;
    tx.emit(events::miss_revoked(&deadline, at, now));
    Ok(Some(deadline))
}

/// Records a fact by when it happened: takes back a miss that it shows to be none, else as [`meet`]. Gives the deadline
/// as it ended and whether a miss was taken back.
///
/// # Errors
/// `Unavailable`.
pub async fn meet_told(tx: &mut Tx, kind: &str, subject: Uuid, at: Timestamp) -> Result<Option<(Deadline, bool)>> {
    if let Some(deadline) = revoke_miss(tx, kind, subject, at).await? {
        return Ok(Some((deadline, true)));
    }
    Ok(meet(tx, kind, subject, at).await?.map(|deadline| (deadline, false)))
}
