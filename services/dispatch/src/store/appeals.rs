//! SQL of `appeal` (DSP-57).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional, fetch_scalar,
    id::{BranchId, TicketId, WorkOrderId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{
    appeal::{Appeal, AppealCause, AppealId, AppealState},
    score_reasons::APPEAL_NOT_FOUND,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: AppealId,
    branch_id: BranchId,
    work_order_id: WorkOrderId,
    work_order_no: String,
    ticket_id: TicketId,
    technician_id: String,
    month: String,
    cause: AppealCause,
    reason: String,
    state: AppealState,
    filed_by: String,
    filed_at: Timestamp,
    decision_reason: String,
    decided_by: String,
    decided_at: Option<Timestamp>,
    version: i64,
}

/// The columns of an appeal, then the rest of the statement.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, work_order_id, work_order_no, ticket_id, technician_id, month, cause, reason, ",
            "state, filed_by, filed_at, decision_reason, decided_by, decided_at, version FROM appeal ",
            $tail
        )
    };
}

/// Place in the list: open ones first, then newest first.
pub type ListKey = (i64, AppealId);

/// The place of an appeal in the list.
pub fn key(appeal: &Appeal) -> ListKey {
    (i64::from(!appeal.is_open()), appeal.id)
}

/// Adds an appeal; `false` when the order has one.
pub async fn insert(tx: &mut Tx, appeal: &Appeal) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO appeal (
            id, branch_id, work_order_id, work_order_no, ticket_id, technician_id, month, cause, reason, state,
            open_rank, filed_by, filed_at, decision_reason, decided_by, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', $14)
        ON CONFLICT (work_order_id) DO NOTHING";
    #[rustfmt::skip]
    let rows = exec!(
        tx, SQL, appeal.id, &appeal.branch_id, appeal.work_order_id, &appeal.work_order_no, appeal.ticket_id,
        &appeal.technician_id, &appeal.month, appeal.cause, &appeal.reason, appeal.state, key(appeal).0,
        &appeal.filed_by, appeal.filed_at, appeal.version,
    )?;
    Ok(rows == 1)
}

/// Writes the decision, unless somebody else was faster.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, appeal: &mut Appeal) -> Result<()> {
    const SQL: &str = "
        UPDATE appeal
        SET
            state = $3,
            open_rank = $4,
            decision_reason = $5,
            decided_by = $6,
            decided_at = $7,
            version = version + 1
        WHERE id = $1 AND version = $2";
    #[rustfmt::skip]
    let rows = exec!(
        tx, SQL, appeal.id, appeal.version, appeal.state, key(appeal).0, &appeal.decision_reason, &appeal.decided_by,
        appeal.decided_at,
    )?;
    etag::changed(rows)?;
    appeal.version += 1;
    Ok(())
}

/// An appeal by its id.
///
/// # Errors
/// `APPEAL_NOT_FOUND`, also for another branch's.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: AppealId) -> Result<Appeal> {
    let row = fetch_optional!(tx, Row, select!("WHERE id = $1"), id)?;
    let appeal: Appeal = row.ok_or(&APPEAL_NOT_FOUND)?.into();
    scope.admit(&appeal.branch_id, &APPEAL_NOT_FOUND)?;
    Ok(appeal)
}

/// The appeal about an order.
pub async fn of_order(tx: &mut Tx, order: WorkOrderId) -> Result<Option<Appeal>> {
    let row = fetch_optional!(tx, Row, select!("WHERE work_order_id = $1"), order)?;
    Ok(row.map(Appeal::from))
}

/// The appeals about some orders.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(WorkOrderId, AppealId)>> {
    fetch_many(
        tx,
        "SELECT work_order_id, id FROM appeal WHERE work_order_id {in}",
        orders,
    )
    .await
}

/// How many appeals about orders of a month, or of one before, wait for a decision.
pub async fn open_until(tx: &mut Tx, branch: &BranchId, month: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM appeal WHERE branch_id = $1 AND open_rank = 0 AND month <= $2";
    fetch_scalar!(tx, i64, SQL, branch, month)
}

/// Appeals of a branch, open ones first, then newest first.
pub async fn list(
    tx: &mut Tx,
    branch: &BranchId,
    open_only: bool,
    technician: &str,
    after: Option<ListKey>,
    limit: i64,
) -> Result<Vec<Appeal>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND (open_rank > $2 OR (open_rank = $2 AND id < $3)) AND open_rank <= $4
        AND ($5 = '' OR technician_id = $5)
        ORDER BY open_rank, id DESC LIMIT $6"
    );
    let (rank, id) = after.map_or((0, Uuid::max()), |(rank, id)| (rank, id.uuid()));
    let last_rank = i64::from(!open_only);
    let rows = fetch_all!(tx, Row, SQL, branch, rank, id, last_rank, technician, limit)?;
    Ok(rows.into_iter().map(Appeal::from).collect())
}

/// Some appeals, decided or not.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Appeal>> {
    const SQL: &str = select!("WHERE id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(Appeal::from).collect())
}

impl From<Row> for Appeal {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch_id: row.branch_id,
            work_order_id: row.work_order_id,
            work_order_no: row.work_order_no,
            ticket_id: row.ticket_id,
            technician_id: row.technician_id,
            month: row.month,
            cause: row.cause,
            reason: row.reason,
            state: row.state,
            filed_by: row.filed_by,
            filed_at: row.filed_at,
            decision_reason: row.decision_reason,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            version: row.version,
        }
    }
}
