//! Calls.

use aftersales_kit::{
    Result, auth::BranchScope, db::Tx, etag, exec, fetch_all, fetch_optional, id::BranchId, time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{
    call::{CallState, Cause, Direction, PhoneCall, Telephone, WrapUp},
    missed::{Missed, MissedOutcome, MissedState},
};

/// A call with what is sealed of it.
pub struct StoredCall {
    /// The call.
    pub call: PhoneCall,
    /// The caller's number, sealed; none when withheld or forgotten.
    pub phone: Option<Vec<u8>>,
    /// What the customer needed, sealed; none before the end or when forgotten.
    pub need: Option<Vec<u8>>,
}

/// The caller's number as it is stored: sealed, and as a key that the same number gives again.
#[derive(Debug, Clone, Default)]
pub struct StoredPhone {
    /// Sealed.
    pub sealed: Option<Vec<u8>>,
    /// The key.
    pub mac: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
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
    provider: String,
    provider_call_id: String,
    direction: Direction,
    queued_at: Option<Timestamp>,
    hung_up_at: Option<Timestamp>,
    cause: Option<Cause>,
    reached: bool,
    ring_micros: i64,
    queue_micros: i64,
    talk_micros: i64,
    hold_micros: i64,
    wrap_micros: i64,
    missed: Option<MissedState>,
    missed_outcome: Option<MissedOutcome>,
    resolved_at: Option<Timestamp>,
    resolved_by: String,
}

impl From<Row> for StoredCall {
    fn from(row: Row) -> Self {
        let (outcome, resolved_at, resolved_by) = (row.missed_outcome, row.resolved_at, row.resolved_by);
        let telephone = Telephone {
            provider: row.provider,
            provider_call_id: row.provider_call_id,
            direction: row.direction,
            queued_at: row.queued_at,
            hung_up_at: row.hung_up_at,
            cause: row.cause,
            reached: row.reached,
            ring: row.ring_micros,
            queue: row.queue_micros,
            talk: row.talk_micros,
            hold: row.hold_micros,
            wrap: row.wrap_micros,
            missed: row.missed.map(|state| Missed {
                state,
                outcome,
                resolved_at,
                resolved_by,
            }),
        };
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
                telephone,
                version: row.version,
            },
            phone: row.phone,
            need: row.need,
        }
    }
}

macro_rules! select_calls {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, line_id, state, phone, ring_count, within_rings, rang_at, answered_at, agent_id, ",
            "ended_at, wrap_up, need, version, provider, provider_call_id, direction, queued_at, hung_up_at, cause, ",
            "reached, ring_micros, queue_micros, talk_micros, hold_micros, wrap_micros, missed, missed_outcome, ",
            "resolved_at, resolved_by FROM phone_call ",
            $tail
        )
    };
}
pub(super) use select_calls;

/// Adds a call.
pub async fn insert(tx: &mut Tx, call: &PhoneCall, phone: &StoredPhone) -> Result<()> {
    const SQL: &str = "
        INSERT INTO phone_call (
            id, branch_id, line_id, state, phone, phone_mac, ring_count, within_rings,
            rang_at, answered_at, agent_id, ended_at, wrap_up, version, provider, provider_call_id, direction,
            queued_at, hung_up_at, cause, reached, ring_micros, queue_micros, talk_micros, hold_micros, wrap_micros,
            missed
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $26, $27
        )";
    let telephone = &call.telephone;
    exec!(
        tx,
        SQL,
        call.id,
        &call.branch_id,
        &call.line_id,
        call.state,
        phone.sealed.as_deref(),
        phone.mac.as_deref(),
        call.ring_count,
        call.within_rings,
        call.rang_at,
        call.answered_at,
        &call.agent_id,
        call.ended_at,
        call.wrap_up,
        call.version,
        &telephone.provider,
        &telephone.provider_call_id,
        telephone.direction,
        telephone.queued_at,
        telephone.hung_up_at,
        telephone.cause,
        telephone.reached,
        telephone.ring,
        telephone.queue,
        telephone.talk,
        telephone.hold,
        telephone.wrap,
        telephone.missed.as_ref().map(|missed| missed.state),
    )?;
    Ok(())
}

/// A call that exists for the scope.
pub async fn by_id(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<Option<StoredCall>> {
    const SQL: &str = select_calls!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    Ok(row
        .map(StoredCall::from)
        .filter(|stored| scope.contains(&stored.call.branch_id)))
}

/// Which calls of a branch a list holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branch.
    pub branch_id: BranchId,
    /// Only these states; none for all.
    pub states: Vec<CallState>,
    /// Only this agent; empty for all.
    pub agent_id: String,
    /// Only this line; empty for all.
    pub line_id: String,
    /// Begun from this instant on.
    pub from: Timestamp,
    /// Begun before this instant.
    pub before: Timestamp,
}

/// Up to `limit` calls before a key, newest first.
pub async fn page(
    tx: &mut Tx,
    filter: &Filter,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<StoredCall>> {
    const SQL: &str = select_calls!(
        "WHERE branch_id = $1 AND rang_at >= $2 AND rang_at < $3 AND (rang_at, id) < ($4, $5) \
         AND ($6 = '' OR agent_id = $6) AND ($7 = '' OR line_id = $7) AND ($8 = '' OR $8 LIKE '%,' || state || ',%') \
         ORDER BY rang_at DESC, id DESC LIMIT $9"
    );
    let states: String = filter.states.iter().map(|state| format!(",{state},")).collect();
    let (at, id) = before.unwrap_or((Timestamp::MAX, Uuid::max()));
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        &filter.branch_id,
        filter.from,
        filter.before,
        at,
        id,
        &filter.agent_id,
        &filter.line_id,
        &states,
        limit,
    )?;
    Ok(rows.into_iter().map(StoredCall::from).collect())
}

/// Keeps a call for this transaction, so that its events are reckoned one after the other.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<()> {
    exec!(tx, "UPDATE phone_call SET version = version WHERE id = $1", id)?;
    Ok(())
}

/// Stores a call as it is now.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn update(tx: &mut Tx, call: &mut PhoneCall) -> Result<()> {
    const SQL: &str = "
        UPDATE phone_call
        SET state = $3, ring_count = $4, within_rings = $5, rang_at = $6, answered_at = $7, agent_id = $8,
            ended_at = $9, wrap_up = $10, queued_at = $11, hung_up_at = $12, cause = $13, reached = $14,
            ring_micros = $15, queue_micros = $16, talk_micros = $17, hold_micros = $18, wrap_micros = $19,
            missed = $20, missed_outcome = $21, resolved_at = $22, resolved_by = $23, version = version + 1
        WHERE id = $1 AND version = $2";
    let telephone = &call.telephone;
    let missed = telephone.missed.as_ref();
    let rows = exec!(
        tx,
        SQL,
        call.id,
        call.version,
        call.state,
        call.ring_count,
        call.within_rings,
        call.rang_at,
        call.answered_at,
        &call.agent_id,
        call.ended_at,
        call.wrap_up,
        telephone.queued_at,
        telephone.hung_up_at,
        telephone.cause,
        telephone.reached,
        telephone.ring,
        telephone.queue,
        telephone.talk,
        telephone.hold,
        telephone.wrap,
        missed.map(|missed| missed.state),
        missed.and_then(|missed| missed.outcome),
        missed.and_then(|missed| missed.resolved_at),
        missed.map(|missed| missed.resolved_by.as_str()).unwrap_or_default(),
    )?;
    call.version += 1;
    etag::changed(rows)
}

/// Stores what the customer needed, sealed (HOT-05).
pub async fn put_need(tx: &mut Tx, id: Uuid, need: &[u8]) -> Result<()> {
    exec!(tx, "UPDATE phone_call SET need = $2 WHERE id = $1", id, need)?;
    Ok(())
}

/// Stores the number of a call that came without one.
pub async fn put_phone(tx: &mut Tx, id: Uuid, phone: &StoredPhone) -> Result<()> {
    const SQL: &str = "UPDATE phone_call SET phone = $2, phone_mac = $3 WHERE id = $1";
    exec!(tx, SQL, id, phone.sealed.as_deref(), phone.mac.as_deref())?;
    Ok(())
}

/// The oldest call of an agent that is not wrapped up.
pub async fn unwrapped(tx: &mut Tx, branch: &BranchId, agent: &str) -> Result<Option<Uuid>> {
    const SQL: &str = "
        SELECT id
        FROM phone_call
        WHERE branch_id = $1 AND agent_id = $2 AND state IN ('ANSWERED', 'WRAP_UP')
        ORDER BY rang_at, id
        LIMIT 1";
    Ok(fetch_optional!(tx, (Uuid,), SQL, branch, agent)?.map(|(id,)| id))
}

/// Deletes the personal data of a call.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<()> {
    const SQL: &str = "UPDATE phone_call SET phone = NULL, phone_mac = NULL, need = NULL WHERE id = $1";
    exec!(tx, SQL, id)?;
    Ok(())
}
