//! Attempts to reach the customer.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, id,
    id::WorkOrderId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{Attempt, Channel, ContactResult};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    at: Timestamp,
    by: String,
    channel: Channel,
    result: ContactResult,
    note: String,
    fault_judgement: String,
}

/// Adds an attempt.
pub async fn insert(tx: &mut Tx, order: WorkOrderId, attempt: &Attempt) -> Result<()> {
    const SQL: &str = "
        INSERT INTO contact_attempt (id, work_order_id, at, by, channel, result, note, fault_judgement)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    exec!(
        tx,
        SQL,
        id::new_uuid(),
        order,
        attempt.at,
        &attempt.by,
        attempt.channel,
        attempt.result,
        &attempt.note,
        &attempt.fault_judgement,
    )?;
    Ok(())
}

/// The attempts of some orders, each order's oldest first.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, Attempt)>> {
    const SQL: &str = "
        SELECT work_order_id, at, by, channel, result, note, fault_judgement
        FROM contact_attempt
        WHERE work_order_id {in}
        ORDER BY work_order_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    Ok(rows.into_iter().map(Row::into_attempt).collect())
}

impl Row {
    fn into_attempt(self) -> (Uuid, Attempt) {
        let attempt = Attempt {
            at: self.at,
            by: self.by,
            channel: self.channel,
            result: self.result,
            note: self.note,
            fault_judgement: self.fault_judgement,
        };
        (self.work_order_id, attempt)
    }
}
