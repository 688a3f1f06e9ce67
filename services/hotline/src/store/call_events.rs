//! Events of calls as the exchange told them, and the exchange's names of calls.

use aftersales_kit::{Result, db::Tx, exec, fetch_all, fetch_one, fetch_optional, id::BranchId, time::Timestamp};
use uuid::Uuid;

use crate::domain::{
    call::Cause,
    session::{CallEvent, EventKind},
};

/// The exchange's name of an event at a branch.
#[derive(Debug, Clone)]
pub struct EventName {
    /// Branch.
    pub branch_id: BranchId,
    /// The exchange.
    pub provider: String,
    /// Its id of the event.
    pub event_id: String,
}

/// An event that was taken before: its call, and when it was taken.
pub async fn known(tx: &mut Tx, name: &EventName) -> Result<Option<(Uuid, Timestamp)>> {
    const SQL: &str = "
        SELECT call_id, received_at
        FROM call_event
        WHERE branch_id = $1 AND provider = $2 AND event_id = $3";
    fetch_optional!(
        tx,
        (Uuid, Timestamp),
        SQL,
        &name.branch_id,
        &name.provider,
        &name.event_id
    )
}

/// The call that the exchange names so; `id` when the name is new. Holds the name until the transaction ends.
pub async fn call_named(tx: &mut Tx, name: &EventName, provider_call_id: &str, id: Uuid) -> Result<Uuid> {
    const SQL: &str = "
        INSERT INTO call_name (branch_id, provider, provider_call_id, call_id)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (branch_id, provider, provider_call_id) DO UPDATE SET provider = excluded.provider
        RETURNING call_id";
    let found = fetch_one!(tx, (Uuid,), SQL, &name.branch_id, &name.provider, provider_call_id, id)?;
    Ok(found.0)
}

/// Adds an event. False when it is there already.
pub async fn insert(tx: &mut Tx, name: &EventName, call: Uuid, event: &CallEvent, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO call_event (
            branch_id, provider, event_id, call_id, provider_call_id, leg_id, kind, occurred_at, agent_id, cause,
            ring_count, queued_at, rang_at, answered_at, received_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (branch_id, provider, event_id) DO NOTHING";
    let rows = exec!(
        tx,
        SQL,
        &name.branch_id,
        &name.provider,
        &name.event_id,
        call,
        &event.provider_call_id,
        &event.leg_id,
        event.kind,
        event.at,
        &event.agent_id,
        event.cause,
        event.ring_count,
        event.queued_at,
        event.rang_at,
        event.answered_at,
        now,
    )?;
    Ok(rows == 1)
}

/// Deletes the events of a call; its names stay.
pub async fn delete(tx: &mut Tx, call: Uuid) -> Result<()> {
    exec!(tx, "DELETE FROM call_event WHERE call_id = $1", call)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    provider_call_id: String,
    leg_id: String,
    kind: EventKind,
    occurred_at: Timestamp,
    agent_id: String,
    cause: Option<Cause>,
    ring_count: Option<i64>,
    queued_at: Option<Timestamp>,
    rang_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
}

/// All events of a call.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<CallEvent>> {
    const SQL: &str = "
        SELECT
            provider_call_id, leg_id, kind, occurred_at, agent_id, cause, ring_count, queued_at, rang_at, answered_at
        FROM call_event
        WHERE call_id = $1";
    let event = |row: Row| CallEvent {
        provider_call_id: row.provider_call_id,
        leg_id: row.leg_id,
        kind: row.kind,
        at: row.occurred_at,
        agent_id: row.agent_id,
        cause: row.cause,
        ring_count: row.ring_count,
        queued_at: row.queued_at,
        rang_at: row.rang_at,
        answered_at: row.answered_at,
    };
    Ok(fetch_all!(tx, Row, SQL, call)?.into_iter().map(event).collect())
}
