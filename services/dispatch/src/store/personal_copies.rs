//! Sealed copies of personal data, for open work only.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all,
    id::WorkOrderId,
};
use uuid::Uuid;

/// The part that holds the contact and what the customer needs.
pub const CONTACT: &str = "contact";

/// A sealed part of an order's personal data.
#[derive(sqlx::FromRow)]
pub struct Sealed {
    /// The order.
    pub work_order_id: Uuid,
    /// [`CONTACT`], or [`signature`] of a visit.
    pub part: String,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// The part that holds the name of who signed at a visit.
pub fn signature(visit: i64) -> String {
    format!("signature:{visit}")
}

/// The part that holds the name of who signed the goods receipt of a visit (DSP-39).
pub fn receipt(visit: i64) -> String {
    format!("receipt:{visit}")
}

/// The part that holds the name of who signed for the delivery of a visit's goods (DSP-42).
pub fn delivery(visit: i64) -> String {
    format!("delivery:{visit}")
}

/// Stores a part.
pub async fn put(tx: &mut Tx, order: WorkOrderId, part: &str, sealed: &[u8]) -> Result<()> {
    const SQL: &str = "
        INSERT INTO personal_copy (work_order_id, part, sealed)
        VALUES ($1, $2, $3)
        ON CONFLICT (work_order_id, part) DO UPDATE
        SET sealed = excluded.sealed";
    exec!(tx, SQL, order, part, sealed)?;
    Ok(())
}

/// Everything that is kept of an order.
pub async fn of_order(tx: &mut Tx, order: WorkOrderId) -> Result<Vec<Sealed>> {
    const SQL: &str = "
        SELECT work_order_id, part, sealed
        FROM personal_copy
        WHERE work_order_id = $1
        ORDER BY part";
    fetch_all!(tx, Sealed, SQL, order)
}

/// Everything that is kept of some orders.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<Sealed>> {
    const SQL: &str = "
        SELECT work_order_id, part, sealed
        FROM personal_copy
        WHERE work_order_id {in}
        ORDER BY work_order_id, part";
    fetch_many(tx, SQL, orders).await
}

/// Forgets an order's personal data.
pub async fn delete(tx: &mut Tx, order: WorkOrderId) -> Result<()> {
    exec!(tx, "DELETE FROM personal_copy WHERE work_order_id = $1", order)?;
    Ok(())
}
