//! Table `branch_change`: every change of a branch's reference data.

use aftersales_kit::{Result, db::Tx, exec, fetch_all, id::BranchId, time::Timestamp};

/// A change of a branch's profile, staff, calendar or policies.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BranchChange {
    /// Version of the branch's book after it.
    pub version: i64,
    /// What changed, in English.
    pub cause: String,
    /// Who did it.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// Version of the branch's calendar after it.
    pub calendar_version: i64,
}

/// Adds a change.
pub async fn insert(tx: &mut Tx, branch: &BranchId, change: &BranchChange) -> Result<()> {
    const SQL: &str = "
        INSERT INTO branch_change (branch_id, version, cause, changed_by, changed_at, calendar_version)
        VALUES ($1, $2, $3, $4, $5, $6)";
    exec!(
        tx,
        SQL,
        branch,
        change.version,
        &change.cause,
        &change.changed_by,
        change.changed_at,
        change.calendar_version
    )?;
    Ok(())
}

/// Changes of a branch before a version, newest first.
pub async fn of_branch(tx: &mut Tx, branch: &BranchId, before: i64, limit: i64) -> Result<Vec<BranchChange>> {
    const SQL: &str = "
        SELECT version, cause, changed_by, changed_at, calendar_version
        FROM branch_change
        WHERE branch_id = $1 AND version < $2
        ORDER BY version DESC
        LIMIT $3";
    fetch_all!(tx, BranchChange, SQL, branch, before, limit)
}
