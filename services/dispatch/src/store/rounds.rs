//! The rounds of the branches: since when, and which was the last.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::BranchId,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::Round;

/// A round of a branch.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Begun {
    /// Subject of its timer.
    pub id: Uuid,
    /// Which.
    pub kind: Round,
    /// Local date since which it is made.
    pub since: BusinessDate,
    /// Instant after which the next one is due.
    pub last_at: Timestamp,
}

/// Begins a branch's round; `false` when it had begun before.
pub async fn begin(tx: &mut Tx, branch: &BranchId, begun: &Begun) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO report_round (id, branch_id, kind, since, last_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (branch_id, kind) DO NOTHING";
    let rows = exec!(tx, SQL, begun.id, branch, begun.kind, begun.since, begun.last_at)?;
    Ok(rows == 1)
}

/// A round was made.
pub async fn made(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<()> {
    exec!(tx, "UPDATE report_round SET last_at = $2 WHERE id = $1", id, at)?;
    Ok(())
}

/// A branch's rounds.
pub async fn of_branch(tx: &mut Tx, branch: &BranchId) -> Result<Vec<Begun>> {
    const SQL: &str = "
        SELECT id, kind, since, last_at
        FROM report_round
        WHERE branch_id = $1
        ORDER BY kind";
    fetch_all!(tx, Begun, SQL, branch)
}

/// The round that a timer stands for.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Begun>> {
    const SQL: &str = "
        SELECT id, kind, since, last_at
        FROM report_round
        WHERE id = $1";
    fetch_optional!(tx, Begun, SQL, id)
}
