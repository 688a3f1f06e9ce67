//! Calls.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, exec, fetch_optional, id::BranchId, time::Timestamp};
use uuid::Uuid;

use crate::domain::call::{CallState, PhoneCall, WrapUp};

/// A call with what is sealed of it.
pub struct StoredCall {
    /// The call.
    pub call: PhoneCall,
    /// The caller's number, sealed; none when withheld or forgotten.
    pub phone: Option<Vec<u8>>,
    /// What the customer needed, sealed; none before the end or when forgotten.
    pub need: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    branch_id: BranchId,
    line_id: String,
    state: CallState,
    phone: Option<Vec<u8>>,
    ring_count: i64,
    within_rings: bool,
    rang_at: Timestamp,
    answered_at: Option<Timestamp>,
    agent_id: String,
    ended_at: Option<Timestamp>,
    wrap_up: Option<WrapUp>,
    need: Option<Vec<u8>>,
    version: i64,
}

impl From<Row> for StoredCall {
    fn from(row: Row) -> Self {
        Self {
            call: PhoneCall {
                id: row.id,
                branch_id: row.branch_id,
                line_id: row.line_id,
                state: row.state,
                ring_count: row.ring_count,
                within_rings: row.within_rings,
                rang_at: row.rang_at,
                answered_at: row.answered_at,
                agent_id: row.agent_id,
                ended_at: row.ended_at,
                wrap_up: row.wrap_up,
                version: row.version,
            },
            phone: row.phone,
            need: row.need,
        }
    }
}

/// Adds a call; `phone` is sealed.
pub async fn insert(tx: &mut Tx, call: &PhoneCall, phone: Option<&[u8]>) -> Result<()> {
    const SQL: &str = "
        INSERT INTO phone_call (
            id, branch_id, line_id, state, phone, ring_count, within_rings,
            rang_at, answered_at, agent_id, ended_at, wrap_up, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    exec!(
        tx,
        SQL,
        call.id,
        &call.branch_id,
        &call.line_id,
        call.state,
        phone,
        call.ring_count,
        call.within_rings,
        call.rang_at,
        call.answered_at,
        &call.agent_id,
        call.ended_at,
        call.wrap_up,
        call.version,
    )?;
    Ok(())
}

/// A call that exists for the scope.
pub async fn by_id(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<Option<StoredCall>> {
    const SQL: &str = "
        SELECT
            id, branch_id, line_id, state, phone, ring_count, within_rings,
            rang_at, answered_at, agent_id, ended_at, wrap_up, need, version
        FROM phone_call
        WHERE id = $1";
    let row = fetch_optional!(tx, Row, SQL, id)?;
    Ok(row
        .map(StoredCall::from)
        .filter(|stored| scope.contains(&stored.call.branch_id)))
}

/// Stores the end of a call; `need` is sealed.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn end(tx: &mut Tx, call: &mut PhoneCall, need: &[u8]) -> Result<()> {
    const SQL: &str = "
        UPDATE phone_call
        SET state = $3, ended_at = $4, wrap_up = $5, need = $6, version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        call.id,
        call.version,
        call.state,
        call.ended_at,
        call.wrap_up,
        need
    )?;
    call.version += 1;
    etag::changed(rows)
}

/// Deletes the personal data of a call.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<()> {
    exec!(tx, "UPDATE phone_call SET phone = NULL, need = NULL WHERE id = $1", id)?;
    Ok(())
}
