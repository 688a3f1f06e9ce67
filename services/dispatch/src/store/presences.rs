//! Where the technicians are.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    time::Timestamp,
};

use crate::domain::Presence;

/// Where a technician is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Present {
    /// Staff code.
    pub technician_id: StaffId,
    /// Where.
    pub presence: Presence,
    /// Since when.
    pub since: Timestamp,
}

/// Stores where a technician is; `since` stays when he was there already.
pub async fn put(
    tx: &mut Tx,
    branch: &BranchId,
    technician: &StaffId,
    presence: Presence,
    at: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO presence (branch_id, technician_id, presence, since)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (branch_id, technician_id) DO UPDATE
        SET presence = excluded.presence, since = excluded.since";
    exec!(tx, SQL, branch, technician, presence, at)?;
    Ok(())
}

/// Where a technician is; `None` when he never said.
pub async fn find(tx: &mut Tx, branch: &BranchId, technician: &StaffId) -> Result<Option<Present>> {
    const SQL: &str = "
        SELECT technician_id, presence, since
        FROM presence
        WHERE branch_id = $1 AND technician_id = $2";
    fetch_optional!(tx, Present, SQL, branch, technician)
}

/// Where the technicians of a branch are.
pub async fn of_branch(tx: &mut Tx, branch: &BranchId) -> Result<Vec<Present>> {
    const SQL: &str = "
        SELECT technician_id, presence, since
        FROM presence
        WHERE branch_id = $1
        ORDER BY technician_id";
    fetch_all!(tx, Present, SQL, branch)
}
