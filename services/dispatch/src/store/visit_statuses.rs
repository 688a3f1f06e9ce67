//! The visit status table (上门服务状态记录表, DSP-19).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all,
    id::{BranchId, StaffId, TicketId, WorkOrderId},
    time::BusinessDate,
};

use uuid::Uuid;

use crate::domain::{CarryOverReason, State, VisitStatus};

/// A row of the table.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StatusRow {
    /// Local date.
    pub date: BusinessDate,
    /// The order.
    pub work_order_id: WorkOrderId,
    /// Its number.
    pub work_order_no: String,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Who had it.
    pub technician_id: Option<StaffId>,
    /// Number of the present visit then.
    pub visit_number: i64,
    /// Done or carried over.
    pub status: VisitStatus,
    /// Why it was carried over.
    pub reason: Option<CarryOverReason>,
    /// In words.
    pub note: String,
    /// State of the order now.
    pub state: State,
}

impl StatusRow {
    /// What names it: its date and its order.
    pub fn id(&self) -> String {
        format!("{}/{}", self.date, self.work_order_id)
    }
}

impl StatusFilter {
    /// Whether a row of the branch is meant, wherever the page stands.
    pub fn admits(&self, row: &StatusRow) -> bool {
        let carried = row.status == VisitStatus::CarriedOver || !self.carried_over_only;
        carried && self.from.is_none_or(|from| row.date >= from) && self.to.is_none_or(|to| row.date <= to)
    }
}

/// Takes the rows of a day away, before it is closed anew.
pub async fn clear(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<()> {
    exec!(
        tx,
        "DELETE FROM visit_status WHERE branch_id = $1 AND date = $2",
        branch,
        date
    )?;
    Ok(())
}

/// Stores a row.
pub async fn insert(tx: &mut Tx, branch: &BranchId, row: &StatusRow) -> Result<()> {
    const SQL: &str = "
        INSERT INTO visit_status (
            branch_id, date, work_order_id, technician_id, visit_number, status, reason, note
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    exec!(
        tx,
        SQL,
        branch,
        row.date,
        row.work_order_id,
        row.technician_id.as_ref(),
        row.visit_number,
        row.status,
        row.reason,
        &row.note,
    )?;
    Ok(())
}

/// Which rows to list.
#[derive(Debug, Clone)]
pub struct StatusFilter {
    /// Not before this date.
    pub from: Option<BusinessDate>,
    /// Not after this date.
    pub to: Option<BusinessDate>,
    /// Only orders that were carried over.
    pub carried_over_only: bool,
    /// After this row.
    pub after: Option<(BusinessDate, WorkOrderId)>,
    /// At most so many.
    pub limit: i64,
}

/// Rows of a branch, newest day first.
pub async fn listed(tx: &mut Tx, branch: &BranchId, filter: &StatusFilter) -> Result<Vec<StatusRow>> {
    const SQL: &str = "
        SELECT
            s.date, s.work_order_id, o.number AS work_order_no, o.ticket_id, s.technician_id, s.visit_number,
            s.status, s.reason, s.note, o.state
        FROM visit_status s
        JOIN work_order o ON o.id = s.work_order_id
        WHERE s.branch_id = $1
            AND ($2 IS NULL OR s.date >= $2)
            AND ($3 IS NULL OR s.date <= $3)
            AND ($4 OR s.status = 'CARRIED_OVER')
            AND ($5 IS NULL OR s.date < $5 OR (s.date = $5 AND s.work_order_id > $6))
        ORDER BY s.date DESC, s.work_order_id
        LIMIT $7";
    let after = filter.after;
    fetch_all!(
        tx,
        StatusRow,
        SQL,
        branch,
        filter.from,
        filter.to,
        !filter.carried_over_only,
        after.map(|(date, _)| date),
        after.map(|(_, id)| id),
        filter.limit,
    )
}

/// The rows of a branch about the orders of some tickets, of whatever day.
pub async fn of_tickets(tx: &mut Tx, branch: &BranchId, tickets: &[Uuid]) -> Result<Vec<StatusRow>> {
    const SQL: &str = "
        SELECT
            s.branch_id, s.date, s.work_order_id, o.number AS work_order_no, o.ticket_id, s.technician_id,
            s.visit_number, s.status, s.reason, s.note, o.state
        FROM visit_status s
        JOIN work_order o ON o.id = s.work_order_id
        WHERE o.ticket_id {in}
        ORDER BY s.date DESC, s.work_order_id";
    let rows: Vec<OfBranch> = fetch_many(tx, SQL, tickets).await?;
    let here = rows.into_iter().filter(|row| row.branch_id == *branch);
    Ok(here.map(|row| row.row).collect())
}

#[derive(sqlx::FromRow)]
struct OfBranch {
    branch_id: BranchId,
    #[sqlx(flatten)]
    row: StatusRow,
}

/// The rows of a day.
pub async fn of_day(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<Vec<StatusRow>> {
    // a branch has no more orders a day than a close request may name
    const LIMIT: i64 = 10_000;
    let filter = StatusFilter {
        from: Some(date),
        to: Some(date),
        carried_over_only: false,
        after: None,
        limit: LIMIT,
    };
    listed(tx, branch, &filter).await
}
