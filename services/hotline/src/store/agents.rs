//! Stretches of agents' time: who was in which state how long. The open stretch of an agent is the present.

use aftersales_kit::{Result, db::Tx, etag, exec, fetch_all, fetch_optional, id::BranchId, time::Timestamp};
use uuid::Uuid;

use crate::domain::agent::{Agent, AgentState};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    branch_id: BranchId,
    agent_id: String,
    state: AgentState,
    call_id: Option<Uuid>,
    since: i64,
    version: i64,
}

impl From<Row> for Agent {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch_id: row.branch_id,
            agent_id: row.agent_id,
            state: row.state,
            call_id: row.call_id,
            since: Timestamp::from_micros(row.since),
            version: row.version,
        }
    }
}

/// Keeps an agent for this transaction, so that what moves him comes one after the other.
pub async fn hold(tx: &mut Tx, branch: &BranchId, agent: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE agent_stretch
        SET version = version
        WHERE branch_id = $1 AND agent_id = $2 AND until IS NULL";
    exec!(tx, SQL, branch, agent)?;
    Ok(())
}

/// What an agent does now; none for somebody who was never at the telephone.
pub async fn present(tx: &mut Tx, branch: &BranchId, agent: &str) -> Result<Option<Agent>> {
    const SQL: &str = "
        SELECT id, branch_id, agent_id, state, call_id, since, version
        FROM agent_stretch
        WHERE branch_id = $1 AND agent_id = $2 AND until IS NULL";
    Ok(fetch_optional!(tx, Row, SQL, branch, agent)?.map(Agent::from))
}

/// Ends the present stretch, if there is one, and begins the next.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn begin(tx: &mut Tx, before: Option<&Agent>, next: &Agent) -> Result<()> {
    const END: &str = "UPDATE agent_stretch SET until = $2 WHERE id = $1 AND until IS NULL";
    const SQL: &str = "
        INSERT INTO agent_stretch (id, branch_id, agent_id, state, call_id, since, until, version)
        VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)";
    if let Some(before) = before {
        etag::changed(exec!(tx, END, before.id, next.since.micros())?)?;
    }
    exec!(
        tx,
        SQL,
        next.id,
        &next.branch_id,
        &next.agent_id,
        next.state,
        next.call_id,
        next.since.micros(),
        next.version,
    )?;
    Ok(())
}

/// Up to `limit` agents of a branch after a staff code: in a state, or all who are not gone.
pub async fn page(
    tx: &mut Tx,
    branch: &BranchId,
    state: Option<AgentState>,
    after: &str,
    limit: i64,
) -> Result<Vec<Agent>> {
    const SQL: &str = "
        SELECT id, branch_id, agent_id, state, call_id, since, version
        FROM agent_stretch
        WHERE branch_id = $1 AND until IS NULL AND agent_id > $2
            AND (state = $3 OR ($3 = '' AND state <> 'OFFLINE'))
        ORDER BY agent_id
        LIMIT $4";
    let state = state.map_or("", AgentState::as_str);
    let rows = fetch_all!(tx, Row, SQL, branch, after, state, limit)?;
    Ok(rows.into_iter().map(Agent::from).collect())
}
