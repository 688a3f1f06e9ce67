//! Technicians' daily reports of their time (DSP-44).

use aftersales_kit::{
    Result,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::time_entries;
use crate::domain::{Day, TimeReport};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    submitted_at: Timestamp,
    late: bool,
    weekly_report_id: Option<Uuid>,
    version: i64,
}

/// A technician's report of a date.
pub async fn find(tx: &mut Tx, day: &Day) -> Result<Option<TimeReport>> {
    const SQL: &str = "
        SELECT id, submitted_at, late, weekly_report_id, version
        FROM time_report
        WHERE branch_id = $1 AND technician_id = $2 AND date = $3";
    let Some(row) = fetch_optional!(tx, Row, SQL, &day.branch_id, &day.technician_id, day.date)? else {
        return Ok(None);
    };
    Ok(Some(TimeReport {
        id: row.id,
        day: day.clone(),
        submitted_at: row.submitted_at,
        late: row.late,
        weekly_report_id: row.weekly_report_id,
        entries: time_entries::of_report(tx, row.id).await?,
        version: row.version,
    }))
}

/// Stores a report with its lines and gives it its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn put(tx: &mut Tx, report: &mut TimeReport) -> Result<()> {
    const SQL: &str = "
        INSERT INTO time_report (id, branch_id, technician_id, date, submitted_at, late, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7 + 1)
        ON CONFLICT (branch_id, technician_id, date) DO UPDATE
        SET version = excluded.version
        WHERE time_report.version = $7 AND time_report.weekly_report_id IS NULL";
    let rows = exec!(
        tx,
        SQL,
        report.id,
        &report.day.branch_id,
        &report.day.technician_id,
        report.day.date,
        report.submitted_at,
        report.late,
        report.version,
    )?;
    etag::changed(rows)?;
    report.version += 1;
    time_entries::replace(tx, report.id, &report.entries).await
}

/// Who reported a date at a branch.
pub async fn reported(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<Vec<StaffId>> {
    const SQL: &str = "
        SELECT technician_id
        FROM time_report
        WHERE branch_id = $1 AND date = $2
        ORDER BY technician_id";
    let rows = fetch_all!(tx, (StaffId,), SQL, branch, date)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Who has reports until a date that are in no weekly one yet.
pub async fn unbundled(tx: &mut Tx, branch: &BranchId, until: BusinessDate) -> Result<Vec<StaffId>> {
    const SQL: &str = "
        SELECT DISTINCT technician_id
        FROM time_report
        WHERE branch_id = $1 AND date <= $2 AND weekly_report_id IS NULL
        ORDER BY technician_id";
    let rows = fetch_all!(tx, (StaffId,), SQL, branch, until)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Puts a technician's reports until a date into a weekly one; those that are in one stay there.
pub async fn bundle(
    tx: &mut Tx,
    branch: &BranchId,
    technician: &StaffId,
    until: BusinessDate,
    weekly: Uuid,
) -> Result<()> {
    const SQL: &str = "
        UPDATE time_report
        SET weekly_report_id = $4, version = version + 1
        WHERE branch_id = $1 AND technician_id = $2 AND date <= $3 AND weekly_report_id IS NULL";
    exec!(tx, SQL, branch, technician, until, weekly)?;
    Ok(())
}
