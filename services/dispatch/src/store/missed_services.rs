//! Missed services (遗漏服务).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{MissedKind, MissedService, WorkOrder};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    id: Uuid,
    kind: MissedKind,
    evidence: String,
    recorded_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

/// Records a missed service unless the same evidence showed it before; `true` when it is new.
pub async fn insert(tx: &mut Tx, order: &WorkOrder, missed: &MissedService) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO missed_service (id, work_order_id, branch_id, technician_id, kind, evidence, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (work_order_id, kind, evidence) DO NOTHING";
    let rows = exec!(
        tx,
        SQL,
        missed.id,
        order.id,
        &order.branch_id,
        order.technician_id.as_ref(),
        missed.kind,
        &missed.evidence,
        missed.recorded_at,
    )?;
    Ok(rows == 1)
}

/// Keeps that a missed service was none.
pub async fn revoke(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<()> {
    exec!(tx, "UPDATE missed_service SET revoked_at = $2 WHERE id = $1", id, at)?;
    Ok(())
}

/// The missed services of some orders, each order's oldest first.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, MissedService)>> {
    const SQL: &str = "
        SELECT work_order_id, id, kind, evidence, recorded_at, revoked_at
        FROM missed_service
        WHERE work_order_id {in}
        ORDER BY work_order_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    Ok(rows.into_iter().map(Row::into_missed).collect())
}

impl Row {
    fn into_missed(self) -> (Uuid, MissedService) {
        let missed = MissedService {
            id: self.id,
            kind: self.kind,
            evidence: self.evidence,
            recorded_at: self.recorded_at,
            revoked_at: self.revoked_at,
        };
        (self.work_order_id, missed)
    }
}
