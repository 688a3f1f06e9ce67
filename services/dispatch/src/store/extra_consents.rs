//! What customers agreed to on site beyond the quote (F-5A).

use aftersales_kit::{
    Error, Result,
    db::{Tx, fetch_many},
    exec, id,
    id::WorkOrderId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{Channel, ExtraConsent};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    consented_at: Timestamp,
    channel: Channel,
    lines: String,
    amount: i64,
    recorded_by: String,
}

/// Adds what was agreed.
pub async fn insert(tx: &mut Tx, order: WorkOrderId, extra: &ExtraConsent) -> Result<()> {
    const SQL: &str = "
        INSERT INTO extra_consent (id, work_order_id, consented_at, channel, lines, amount, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let lines = serde_json::to_string(&extra.lines).map_err(|_| Error::internal("write extra charges"))?;
    exec!(
        tx,
        SQL,
        id::new_uuid(),
        order,
        extra.at,
        extra.channel,
        lines,
        extra.amount,
        &extra.by,
    )?;
    Ok(())
}

/// What was agreed for some orders, each order's oldest first.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, ExtraConsent)>> {
    const SQL: &str = "
        SELECT work_order_id, consented_at, channel, lines, amount, recorded_by
        FROM extra_consent
        WHERE work_order_id {in}
        ORDER BY work_order_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    rows.into_iter().map(Row::into_extra).collect()
}

impl Row {
    fn into_extra(self) -> Result<(Uuid, ExtraConsent)> {
        let extra = ExtraConsent {
            at: self.consented_at,
            channel: self.channel,
            lines: serde_json::from_str(&self.lines).map_err(|_| Error::internal("read stored extra charges"))?,
            amount: self.amount,
            by: self.recorded_by,
        };
        Ok((self.work_order_id, extra))
    }
}
