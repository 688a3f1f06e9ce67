//! Corrections of finished orders.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    id::WorkOrderId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{Amendment, AmendmentSubject, Correction};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    work_order_id: Uuid,
    subject: AmendmentSubject,
    was: String,
    should_be: String,
    reason: String,
    amended_by: String,
    amended_at: Timestamp,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, order: WorkOrderId, amendment: &Amendment) -> Result<()> {
    const SQL: &str = "
        INSERT INTO work_order_amendment (
            id, work_order_id, subject, was, should_be, reason, amended_by, amended_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let told = &amendment.correction;
    exec!(
        tx,
        SQL,
        amendment.id,
        order,
        told.subject,
        &told.was,
        &told.should_be,
        &told.reason,
        &amendment.made.1,
        amendment.made.0,
    )?;
    Ok(())
}

/// Those of some orders, each order's oldest first.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, Amendment)>> {
    const SQL: &str = "
        SELECT id, work_order_id, subject, was, should_be, reason, amended_by, amended_at
        FROM work_order_amendment
        WHERE work_order_id {in}
        ORDER BY work_order_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    Ok(rows.into_iter().map(|row| (row.work_order_id, row.read())).collect())
}

impl Row {
    fn read(&self) -> Amendment {
        Amendment {
            id: self.id,
            correction: Correction {
                subject: self.subject,
                was: self.was.clone(),
                should_be: self.should_be.clone(),
                reason: self.reason.clone(),
            },
            made: (self.amended_at, self.amended_by.clone()),
        }
    }
}
