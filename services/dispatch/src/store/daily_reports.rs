//! Daily reports and their rows (DSP-27, DSP-30, DSP-32).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId, TicketId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::{
    DailyReport, MissedKind, ReportKind, ReportRow,
    report_reasons::{DAILY_REPORT_NOT_FOUND, REPORT_ROW_NOT_FOUND},
};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select_report {
    ($tail:literal) => {
        concat!(
            "SELECT id, number, branch_id, kind, date, covers_from, as_of, version, ",
            "(SELECT COUNT(*) FROM daily_report_row WHERE report_id = daily_report.id) AS row_count, ",
            "(SELECT COUNT(*) FROM daily_report_row WHERE report_id = daily_report.id AND NOT EXISTS ",
            "(SELECT 1 FROM investigation WHERE row_id = daily_report_row.id)) AS open_rows FROM daily_report ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    branch_id: BranchId,
    kind: ReportKind,
    date: BusinessDate,
    covers_from: Option<Timestamp>,
    as_of: Timestamp,
    version: i64,
    row_count: i64,
    open_rows: i64,
}

impl From<Row> for DailyReport {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            number: row.number,
            branch_id: row.branch_id,
            kind: row.kind,
            date: row.date,
            covers_from: row.covers_from,
            as_of: row.as_of,
            version: row.version,
            row_count: row.row_count,
            open_rows: row.open_rows,
        }
    }
}

/// Stores a report.
pub async fn insert(tx: &mut Tx, report: &DailyReport) -> Result<()> {
    const SQL: &str = "
        INSERT INTO daily_report (id, number, branch_id, kind, date, covers_from, as_of, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    exec!(
        tx,
        SQL,
        report.id,
        &report.number,
        &report.branch_id,
        report.kind,
        report.date,
        report.covers_from,
        report.as_of,
        report.version,
    )?;
    Ok(())
}

/// Stores a row of a report.
pub async fn insert_row(tx: &mut Tx, report: Uuid, position: i64, row: &ReportRow) -> Result<()> {
    const SQL: &str = "
        INSERT INTO daily_report_row (
            id, report_id, position, work_order_id, work_order_no, ticket_id, technician_id, since, working_days,
            missed_kind, evidence, reissued_id, deduction, next_date
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    exec!(
        tx,
        SQL,
        row.id,
        report,
        position,
        row.work_order_id,
        &row.work_order_no,
        row.ticket_id,
        row.technician_id.as_ref(),
        row.since,
        row.working_days,
        row.missed_kind,
        &row.evidence,
        row.reissued_id,
        row.deduction,
        row.next_date,
    )?;
    Ok(())
}

/// A branch's last report of a kind.
pub async fn latest(tx: &mut Tx, branch: &BranchId, kind: ReportKind) -> Result<Option<DailyReport>> {
    const SQL: &str = select_report!("WHERE branch_id = $1 AND kind = $2 ORDER BY date DESC LIMIT 1");
    Ok(fetch_optional!(tx, Row, SQL, branch, kind)?.map(DailyReport::from))
}

/// A report of the caller's branches.
///
/// # Errors
/// `DAILY_REPORT_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<DailyReport> {
    const SQL: &str = select_report!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?.ok_or(&DAILY_REPORT_NOT_FOUND)?;
    scope.admit(&row.branch_id, &DAILY_REPORT_NOT_FOUND)?;
    Ok(row.into())
}

/// The report of a row, of the caller's branches.
///
/// # Errors
/// `REPORT_ROW_NOT_FOUND`.
pub async fn of_row(tx: &mut Tx, scope: &BranchScope, row: Uuid) -> Result<DailyReport> {
    const SQL: &str = select_report!("WHERE id = (SELECT report_id FROM daily_report_row WHERE id = $1)");
    let row = fetch_optional!(tx, Row, SQL, row)?.ok_or(&REPORT_ROW_NOT_FOUND)?;
    scope.admit(&row.branch_id, &REPORT_ROW_NOT_FOUND)?;
    Ok(row.into())
}

/// Gives a report its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn touch(tx: &mut Tx, report: &DailyReport) -> Result<()> {
    const SQL: &str = "UPDATE daily_report SET version = version + 1 WHERE id = $1 AND version = $2";
    etag::changed(exec!(tx, SQL, report.id, report.version)?)
}

/// Which reports to list.
#[derive(Debug, Clone, Default)]
pub struct ReportFilter {
    /// Of this kind.
    pub kind: Option<ReportKind>,
    /// Not before this date.
    pub from: Option<BusinessDate>,
    /// Not after this date.
    pub to: Option<BusinessDate>,
    /// Older than this report.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: i64,
}

impl ReportFilter {
    /// A report matches, wherever it stands in the list.
    pub fn admits(&self, report: &DailyReport) -> bool {
        self.kind.is_none_or(|kind| kind == report.kind)
            && self.from.is_none_or(|from| from <= report.date)
            && self.to.is_none_or(|to| to >= report.date)
    }
}

/// Some reports.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<DailyReport>> {
    const SQL: &str = select_report!("WHERE id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(DailyReport::from).collect())
}

/// Reports of the caller's branches, newest first.
pub async fn listed(tx: &mut Tx, scope: &BranchScope, filter: &ReportFilter) -> Result<Vec<DailyReport>> {
    let mut reports = Vec::new();
    match scope.only() {
        None => reports = page(tx, None, filter).await?,
        Some(branches) => {
            for branch in branches {
                reports.extend(page(tx, Some(branch), filter).await?);
            }
        }
    }
    reports.sort_by_key(|report| std::cmp::Reverse(report.id));
    reports.truncate(usize::try_from(filter.limit).unwrap_or_default());
    Ok(reports)
}

async fn page(tx: &mut Tx, branch: Option<&BranchId>, filter: &ReportFilter) -> Result<Vec<DailyReport>> {
    const ANY: &str = select_report!(
        "WHERE $1 IS NULL AND id < $2 AND ($3 IS NULL OR kind = $3) AND ($4 IS NULL OR date >= $4)
        AND ($5 IS NULL OR date <= $5) ORDER BY id DESC LIMIT $6"
    );
    const OF_BRANCH: &str = select_report!(
        "WHERE branch_id = $1 AND id < $2 AND ($3 IS NULL OR kind = $3) AND ($4 IS NULL OR date >= $4)
        AND ($5 IS NULL OR date <= $5) ORDER BY id DESC LIMIT $6"
    );
    let sql = if branch.is_some() { OF_BRANCH } else { ANY };
    let before = filter.before.unwrap_or(Uuid::max());
    let rows = fetch_all!(
        tx,
        Row,
        sql,
        branch,
        before,
        filter.kind,
        filter.from,
        filter.to,
        filter.limit
    )?;
    Ok(rows.into_iter().map(DailyReport::from).collect())
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    work_order_id: WorkOrderId,
    work_order_no: String,
    ticket_id: TicketId,
    technician_id: Option<StaffId>,
    since: Timestamp,
    working_days: i64,
    missed_kind: Option<MissedKind>,
    evidence: String,
    reissued_id: Option<WorkOrderId>,
    deduction: Option<i64>,
    next_date: Option<BusinessDate>,
}

/// The rows of a report, in its order.
pub async fn rows(tx: &mut Tx, report: Uuid) -> Result<Vec<ReportRow>> {
    const SQL: &str = "
        SELECT
            id, work_order_id, work_order_no, ticket_id, technician_id, since, working_days, missed_kind, evidence,
            reissued_id, deduction, next_date
        FROM daily_report_row
        WHERE report_id = $1
        ORDER BY position";
    let rows = fetch_all!(tx, LineRow, SQL, report)?;
    let read = |row: LineRow| ReportRow {
        id: row.id,
        work_order_id: row.work_order_id,
        work_order_no: row.work_order_no,
        ticket_id: row.ticket_id,
        technician_id: row.technician_id,
        since: row.since,
        working_days: row.working_days,
        missed_kind: row.missed_kind,
        evidence: row.evidence,
        reissued_id: row.reissued_id,
        deduction: row.deduction,
        next_date: row.next_date,
    };
    Ok(rows.into_iter().map(read).collect())
}
