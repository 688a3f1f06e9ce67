//! Who asked for recordings.

use aftersales_kit::{Result, db::Tx, exec, fetch_all, fetch_optional, time::Timestamp};
use uuid::Uuid;

use crate::domain::recording::Play;

/// Keeps a play.
pub async fn insert(tx: &mut Tx, play: &Play) -> Result<()> {
    const SQL: &str = "
        INSERT INTO recording_play (id, call_id, uri, played_by, purpose, played_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        play.id,
        play.call_id,
        &play.uri,
        &play.by,
        &play.purpose,
        play.at,
        play.expires_at
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    call_id: Uuid,
    uri: String,
    played_by: String,
    purpose: String,
    played_at: Timestamp,
    expires_at: Timestamp,
}

impl From<Row> for Play {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            call_id: row.call_id,
            uri: row.uri,
            by: row.played_by,
            purpose: row.purpose,
            at: row.played_at,
            expires_at: row.expires_at,
        }
    }
}

/// A play by its id.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Play>> {
    const SQL: &str = "
        SELECT id, call_id, uri, played_by, purpose, played_at, expires_at
        FROM recording_play
        WHERE id = $1";
    Ok(fetch_optional!(tx, Row, SQL, id)?.map(Play::from))
}

/// The last `limit` plays of a call, oldest first.
pub async fn of_call(tx: &mut Tx, call: Uuid, limit: i64) -> Result<Vec<Play>> {
    const SQL: &str = "
        SELECT id, call_id, uri, played_by, purpose, played_at, expires_at
        FROM recording_play
        WHERE call_id = $1
        ORDER BY played_at DESC, id DESC
        LIMIT $2";
    let rows = fetch_all!(tx, Row, SQL, call, limit)?;
    Ok(rows.into_iter().rev().map(Play::from).collect())
}
