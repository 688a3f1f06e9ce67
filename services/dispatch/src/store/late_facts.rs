//! Facts that were received later than they happened.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, id,
    id::WorkOrderId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{Action, LateFact};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    action: Action,
    told_at: Timestamp,
    received_at: Timestamp,
    trusted: bool,
    told_by: String,
}

/// Keeps a fact's two times.
pub async fn insert(tx: &mut Tx, order: WorkOrderId, late: &LateFact) -> Result<()> {
    const SQL: &str = "
        INSERT INTO late_fact (id, work_order_id, action, told_at, received_at, trusted, told_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        id::new_uuid(),
        order,
        late.action,
        late.told_at,
        late.received_at,
        late.trusted,
        &late.told_by,
    )?;
    Ok(())
}

/// The late facts of some orders, each order's in order of receipt.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, LateFact)>> {
    const SQL: &str = "
        SELECT work_order_id, action, told_at, received_at, trusted, told_by
        FROM late_fact
        WHERE work_order_id {in}
        ORDER BY work_order_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    Ok(rows.into_iter().map(Row::into_fact).collect())
}

impl Row {
    fn into_fact(self) -> (Uuid, LateFact) {
        let late = LateFact {
            action: self.action,
            told_at: self.told_at,
            received_at: self.received_at,
            trusted: self.trusted,
            told_by: self.told_by,
            kept: true,
        };
        (self.work_order_id, late)
    }
}
