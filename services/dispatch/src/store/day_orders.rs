//! Work orders of a day or of the days before.

use aftersales_kit::db::fetch_many;
use aftersales_kit::{
    Result,
    db::Tx,
    fetch_all,
    id::{BranchId, StaffId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    work_order_row::{Row, select_order},
    work_orders::whole,
};
use crate::domain::{MissedKind, MissedService, ServiceClass, WorkOrder};

/// Orders of a branch that may be of a day: open ones, and those with a visit on it. `start` and `end` are the day's
/// first instant and the next one's.
pub async fn of_day(
    tx: &mut Tx,
    branch: &BranchId,
    date: BusinessDate,
    (start, end): (Timestamp, Timestamp),
) -> Result<Vec<WorkOrder>> {
    const SQL: &str = select_order!(
        "WHERE branch_id = $1 AND (in_queue OR EXISTS (
            SELECT 1 FROM visit
            WHERE visit.work_order_id = work_order.id
                AND (visit.appointed_date = $2 OR (visit.completed_at >= $3 AND visit.completed_at < $4))
        ))
        ORDER BY id"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, date, start, end)?;
    whole(tx, rows).await
}

/// Open orders of a branch that came in, or whose present visit became due, since an instant.
pub async fn open_since(
    tx: &mut Tx,
    branch: &BranchId,
    technician: Option<&StaffId>,
    since: Timestamp,
) -> Result<Vec<WorkOrder>> {
    const SQL: &str = select_order!(
        "WHERE branch_id = $1 AND in_queue AND ($2 IS NULL OR technician_id = $2)
            AND (queued_at >= $3 OR visit_from >= $3)
        ORDER BY id"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, technician, since)?;
    whole(tx, rows).await
}

/// Open orders of a branch that a technician has, the longest assigned first.
pub async fn assigned(tx: &mut Tx, branch: &BranchId) -> Result<Vec<WorkOrder>> {
    const SQL: &str = select_order!(
        "WHERE branch_id = $1 AND in_queue AND technician_id IS NOT NULL
        ORDER BY assigned_at, id"
    );
    let rows = fetch_all!(tx, Row, SQL, branch)?;
    whole(tx, rows).await
}

/// Some orders, by id.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<WorkOrder>> {
    const SQL: &str = select_order!("WHERE id {in} ORDER BY id");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    whole(tx, rows).await
}

/// Class of some orders, with their branches.
pub async fn classes(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(WorkOrderId, BranchId, ServiceClass)>> {
    fetch_many(
        tx,
        "SELECT id, branch_id, service_class FROM work_order WHERE id {in}",
        ids,
    )
    .await
}

/// The orders that re-issue some others: original and new one, oldest first.
pub async fn reissues(tx: &mut Tx, originals: &[Uuid]) -> Result<Vec<(Uuid, WorkOrderId)>> {
    const SQL: &str = "SELECT original_id, id FROM work_order WHERE original_id {in} ORDER BY id";
    fetch_many(tx, SQL, originals).await
}

#[derive(sqlx::FromRow)]
struct MissedRow {
    work_order_id: WorkOrderId,
    technician_id: Option<StaffId>,
    id: Uuid,
    kind: MissedKind,
    evidence: String,
    recorded_at: Timestamp,
}

/// A missed service with its order and who had it then.
pub type Missed = (WorkOrderId, Option<StaffId>, MissedService);

/// Missed services of a branch recorded after one instant and until another, oldest first; none that was revoked.
pub async fn missed(tx: &mut Tx, branch: &BranchId, after: Timestamp, until: Timestamp) -> Result<Vec<Missed>> {
    const SQL: &str = "
        SELECT work_order_id, technician_id, id, kind, evidence, recorded_at
        FROM missed_service
        WHERE branch_id = $1 AND recorded_at > $2 AND recorded_at <= $3 AND revoked_at IS NULL
        ORDER BY recorded_at, id";
    let rows = fetch_all!(tx, MissedRow, SQL, branch, after, until)?;
    let read = |row: MissedRow| {
        let missed = MissedService {
            id: row.id,
            kind: row.kind,
            evidence: row.evidence,
            recorded_at: row.recorded_at,
            revoked_at: None,
        };
        (row.work_order_id, row.technician_id, missed)
    };
    Ok(rows.into_iter().map(read).collect())
}
