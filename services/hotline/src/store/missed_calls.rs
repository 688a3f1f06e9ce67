//! Missed calls that somebody owes a call back.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    fetch_all,
    id::BranchId,
    time::Timestamp,
};
use uuid::Uuid;

use super::calls::{Row, StoredCall, select_calls};
use crate::domain::missed::MissedOutcome;

/// Up to `limit` open missed calls of a branch after a key, oldest first.
pub async fn page(tx: &mut Tx, branch: &BranchId, after: (Timestamp, Uuid), limit: i64) -> Result<Vec<StoredCall>> {
    const SQL: &str = select_calls!(
        "WHERE branch_id = $1 AND missed = 'OPEN' AND (rang_at, id) > ($2, $3) ORDER BY rang_at, id LIMIT $4"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, after.0, after.1, limit)?;
    Ok(rows.into_iter().map(StoredCall::from).collect())
}

/// Some calls by their ids, missed or not, whosever they are.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<StoredCall>> {
    const SQL: &str = select_calls!("WHERE id {in} ORDER BY id");
    let rows = fetch_many::<Row>(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(StoredCall::from).collect())
}

/// Resolves the open missed calls of a number that rang until an instant; gives their ids.
pub async fn resolve_of_number(
    tx: &mut Tx,
    branch: &BranchId,
    mac: &[u8],
    until: Timestamp,
    outcome: MissedOutcome,
    now: Timestamp,
) -> Result<Vec<Uuid>> {
    const SQL: &str = "
        UPDATE phone_call
        SET missed = 'RESOLVED', missed_outcome = $4, resolved_at = $5, version = version + 1
        WHERE branch_id = $1 AND missed = 'OPEN' AND phone_mac = $2 AND rang_at <= $3
        RETURNING id";
    let rows = fetch_all!(tx, (Uuid,), SQL, branch, mac, until, outcome, now)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
