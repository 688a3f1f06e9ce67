//! Days of the branches, closed and opened again (DSP-19).

use aftersales_kit::{
    Result,
    db::Tx,
    etag, exec, fetch_optional,
    id::BranchId,
    time::{BusinessDate, Timestamp},
};

use crate::domain::{DayClose, DayState};

#[derive(sqlx::FromRow)]
struct Row {
    state: DayState,
    closed_at: Option<Timestamp>,
    closed_by: String,
    reopened_at: Option<Timestamp>,
    reopened_by: String,
    reopen_reason: String,
    version: i64,
}

/// A day; open when nobody closed it.
pub async fn get(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<DayClose> {
    const SQL: &str = "
        SELECT state, closed_at, closed_by, reopened_at, reopened_by, reopen_reason, version
        FROM day_close
        WHERE branch_id = $1 AND date = $2";
    let day = DayClose::open(branch.clone(), date);
    Ok(match fetch_optional!(tx, Row, SQL, branch, date)? {
        None => day,
        Some(row) => DayClose {
            state: row.state,
            closed: row.closed_at.map(|at| (at, row.closed_by)),
            reopened: row.reopened_at.map(|at| (at, row.reopened_by)),
            reopen_reason: row.reopen_reason,
            version: row.version,
            ..day
        },
    })
}

/// Stores a day as it is now and gives it its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn put(tx: &mut Tx, day: &mut DayClose) -> Result<()> {
    const SQL: &str = "
        INSERT INTO day_close (
            branch_id, date, state, closed_at, closed_by, reopened_at, reopened_by, reopen_reason, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9 + 1)
        ON CONFLICT (branch_id, date) DO UPDATE
        SET
            state = excluded.state,
            closed_at = excluded.closed_at,
            closed_by = excluded.closed_by,
            reopened_at = excluded.reopened_at,
            reopened_by = excluded.reopened_by,
            reopen_reason = excluded.reopen_reason,
            version = excluded.version
        WHERE day_close.version = $9";
    let (closed, reopened) = (day.closed.as_ref(), day.reopened.as_ref());
    let rows = exec!(
        tx,
        SQL,
        &day.branch_id,
        day.date,
        day.state,
        closed.map(|(at, _)| *at),
        closed.map(|(_, by)| by.as_str()).unwrap_or_default(),
        reopened.map(|(at, _)| *at),
        reopened.map(|(_, by)| by.as_str()).unwrap_or_default(),
        &day.reopen_reason,
        day.version,
    )?;
    day.version += 1;
    etag::changed(rows)
}
