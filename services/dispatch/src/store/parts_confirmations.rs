//! Parts that were confirmed for the next working day (DSP-17).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    id::WorkOrderId,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

/// A confirmation: order, planned date, when and by whom.
pub type Confirmation = (Uuid, BusinessDate, Timestamp, String);

/// Records that an order's parts are confirmed for a date; `false` when they were before.
pub async fn insert(tx: &mut Tx, order: WorkOrderId, planned: BusinessDate, at: Timestamp, by: &str) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO parts_confirmation (work_order_id, planned_date, confirmed_at, confirmed_by)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (work_order_id, planned_date) DO NOTHING";
    Ok(exec!(tx, SQL, order, planned, at, by)? == 1)
}

/// The confirmations of some orders.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<Confirmation>> {
    const SQL: &str = "
        SELECT work_order_id, planned_date, confirmed_at, confirmed_by
        FROM parts_confirmation
        WHERE work_order_id {in}
        ORDER BY work_order_id, planned_date";
    fetch_many(tx, SQL, orders).await
}
