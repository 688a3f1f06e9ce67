//! Telephones that a call rang at, and its recordings.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::BranchId,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::{call::Recording, session::Leg};

/// Puts the telephones of a call in place of those known before.
pub async fn put(tx: &mut Tx, call: Uuid, legs: &[Leg]) -> Result<()> {
    const SQL: &str = "
        INSERT INTO call_leg (
            call_id, provider_call_id, leg_id, agent_id, rang_at, answered_at, ended_at, cause,
            ring_micros, talk_micros, hold_micros
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    exec!(tx, "DELETE FROM call_leg WHERE call_id = $1", call)?;
    for leg in legs {
        exec!(
            tx,
            SQL,
            call,
            &leg.key.provider_call_id,
            &leg.key.leg_id,
            &leg.agent_id,
            leg.rang_at,
            leg.answered_at,
            leg.ended_at,
            leg.cause,
            leg.ring(),
            leg.talk(),
            leg.held,
        )?;
    }
    Ok(())
}

/// A telephone of a call as it was stored.
#[derive(Debug, sqlx::FromRow)]
pub struct KnownLeg {
    /// The exchange's call.
    pub provider_call_id: String,
    /// The exchange's leg.
    pub leg_id: String,
    /// Whose.
    pub agent_id: String,
    /// When it began to ring.
    pub rang_at: Option<Timestamp>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl KnownLeg {
    /// Whether it is the same telephone.
    pub fn is(&self, leg: &Leg) -> bool {
        self.provider_call_id == leg.key.provider_call_id
            && self.leg_id == leg.key.leg_id
            && (!self.leg_id.is_empty() || self.agent_id == leg.agent_id)
    }
}

/// The telephones of a call, in the order of their ringing.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<KnownLeg>> {
    const SQL: &str = "
        SELECT provider_call_id, leg_id, agent_id, rang_at, answered_at, ended_at
        FROM call_leg
        WHERE call_id = $1
        ORDER BY rang_at, provider_call_id, leg_id, agent_id";
    fetch_all!(tx, KnownLeg, SQL, call)
}

/// A telephone that rings or is talked at.
#[derive(Debug, sqlx::FromRow)]
pub struct OpenLeg {
    /// Call.
    pub call_id: Uuid,
    /// The exchange's leg.
    pub leg_id: String,
    /// Line.
    pub line_id: String,
    /// When it began to ring.
    pub rang_at: Option<Timestamp>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

/// What rings or is talked about at an agent, oldest first.
pub async fn open_of_agent(tx: &mut Tx, branch: &BranchId, agent: &str, limit: i64) -> Result<Vec<OpenLeg>> {
    const SQL: &str = "
        SELECT l.call_id, l.leg_id, c.line_id, l.rang_at, l.answered_at
        FROM call_leg l
        JOIN phone_call c ON c.id = l.call_id
        WHERE l.agent_id = $1 AND l.ended_at IS NULL AND c.branch_id = $2 AND c.state <> 'ENDED'
        ORDER BY c.rang_at, l.call_id, l.leg_id
        LIMIT $3";
    fetch_all!(tx, OpenLeg, SQL, agent, branch, limit)
}

/// Puts a recording of a call; one of the same place is replaced.
pub async fn put_recording(tx: &mut Tx, call: Uuid, recording: &Recording) -> Result<()> {
    const SQL: &str = "
        INSERT INTO call_recording (call_id, uri, started_at, duration_seconds, sha256, consented, retain_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (call_id, uri) DO UPDATE SET
            started_at = excluded.started_at,
            duration_seconds = excluded.duration_seconds,
            sha256 = excluded.sha256,
            consented = excluded.consented,
            retain_until = excluded.retain_until";
    exec!(
        tx,
        SQL,
        call,
        &recording.uri,
        recording.started_at,
        recording.duration_seconds,
        &recording.sha256,
        recording.consented,
        &recording.retain_until,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct RecordingRow {
    uri: String,
    started_at: Timestamp,
    duration_seconds: i64,
    sha256: String,
    consented: bool,
    retain_until: String,
}

/// The recordings of a call, by their beginning.
pub async fn recordings(tx: &mut Tx, call: Uuid) -> Result<Vec<Recording>> {
    const SQL: &str = "
        SELECT uri, started_at, duration_seconds, sha256, consented, retain_until
        FROM call_recording
        WHERE call_id = $1
        ORDER BY started_at, uri";
    let recording = |row: RecordingRow| Recording {
        uri: row.uri,
        started_at: row.started_at,
        duration_seconds: row.duration_seconds,
        sha256: row.sha256,
        consented: row.consented,
        retain_until: row.retain_until,
    };
    let rows = fetch_all!(tx, RecordingRow, SQL, call)?;
    Ok(rows.into_iter().map(recording).collect())
}

/// Deletes the recordings of a call whose last day is before a day.
pub async fn delete_recordings(tx: &mut Tx, call: Uuid, day: BusinessDate) -> Result<()> {
    const SQL: &str = "DELETE FROM call_recording WHERE call_id = $1 AND retain_until <> '' AND retain_until < $2";
    exec!(tx, SQL, call, day.to_string())?;
    Ok(())
}
