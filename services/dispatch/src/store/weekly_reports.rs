//! Technicians' weekly reports (技术人员周报表, DSP-44).

use std::collections::HashSet;

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::time_entries::{self, WeeklyLine};
use crate::domain::{Week, WeeklyReport, report_reasons::WEEKLY_REPORT_NOT_FOUND, sums};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select_weekly {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, technician_id, week_start, sent_at, reviewed_at, reviewed_by, review_note, version ",
            "FROM weekly_report ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    branch_id: BranchId,
    technician_id: StaffId,
    week_start: BusinessDate,
    sent_at: Timestamp,
    reviewed_at: Option<Timestamp>,
    reviewed_by: String,
    review_note: String,
    version: i64,
}

impl Row {
    fn read(self, lines: &[WeeklyLine]) -> Result<WeeklyReport> {
        let own: Vec<&WeeklyLine> = lines.iter().filter(|(weekly, ..)| *weekly == self.id).collect();
        let dailies: HashSet<Uuid> = own.iter().map(|(_, daily, _)| *daily).collect();
        Ok(WeeklyReport {
            id: self.id,
            branch_id: self.branch_id,
            technician_id: self.technician_id,
            week: Week::of(self.week_start)?,
            sent_at: self.sent_at,
            reviewed: self.reviewed_at.map(|at| (at, self.reviewed_by)),
            review_note: self.review_note,
            daily_reports: i64::try_from(dailies.len()).unwrap_or(i64::MAX),
            classes: sums(own.into_iter().map(|(.., time)| time.clone())),
            version: self.version,
        })
    }
}

/// Stores a weekly report of a technician; `false` when the week has one.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    (branch, technician): (&BranchId, &StaffId),
    week: Week,
    sent_at: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO weekly_report (
            id, branch_id, technician_id, week_start, sent_at, reviewed_by, review_note, version
        ) VALUES ($1, $2, $3, $4, $5, '', '', 1)
        ON CONFLICT (branch_id, technician_id, week_start) DO NOTHING";
    Ok(exec!(tx, SQL, id, branch, technician, week.start(), sent_at)? == 1)
}

/// A weekly report of the caller's branches.
///
/// # Errors
/// `WEEKLY_REPORT_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<WeeklyReport> {
    const SQL: &str = select_weekly!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?.ok_or(&WEEKLY_REPORT_NOT_FOUND)?;
    scope.admit(&row.branch_id, &WEEKLY_REPORT_NOT_FOUND)?;
    let lines = time_entries::of_weekly(tx, &[id]).await?;
    row.read(&lines)
}

/// Stores the review and gives the report its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, report: &mut WeeklyReport) -> Result<()> {
    const SQL: &str = "
        UPDATE weekly_report
        SET reviewed_at = $3, reviewed_by = $4, review_note = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    let reviewed = report.reviewed.as_ref();
    let rows = exec!(
        tx,
        SQL,
        report.id,
        report.version,
        reviewed.map(|(at, _)| *at),
        reviewed.map(|(_, by)| by.as_str()).unwrap_or_default(),
        &report.review_note,
    )?;
    report.version += 1;
    etag::changed(rows)
}

/// Weekly reports of a branch, newest first; of one technician or week only, when told.
pub async fn listed(
    tx: &mut Tx,
    branch: &BranchId,
    technician: Option<&StaffId>,
    week: Option<Week>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<WeeklyReport>> {
    const SQL: &str = select_weekly!(
        "WHERE branch_id = $1 AND id < $2 AND ($3 IS NULL OR technician_id = $3)
            AND ($4 IS NULL OR week_start = $4)
        ORDER BY id DESC LIMIT $5"
    );
    let (before, week) = (before.unwrap_or(Uuid::max()), week.map(Week::start));
    let rows = fetch_all!(tx, Row, SQL, branch, before, technician, week, limit)?;
    whole(tx, rows).await
}

/// Some weekly reports.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<WeeklyReport>> {
    const SQL: &str = select_weekly!("WHERE id {in}");
    let rows = fetch_many(tx, SQL, ids).await?;
    whole(tx, rows).await
}

async fn whole(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<WeeklyReport>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let lines = time_entries::of_weekly(tx, &ids).await?;
    rows.into_iter().map(|row| row.read(&lines)).collect()
}
