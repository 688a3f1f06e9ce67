//! SQL of `callback_exclusion`: orders without callback (CBK-06).

use aftersales_kit::{Result, db::Tx, exec, fetch_optional, id::WorkOrderId};

/// Excludes an order; doing it again changes nothing.
pub async fn add(tx: &mut Tx, order: WorkOrderId, reason: &str) -> Result<()> {
    const SQL: &str = "
        INSERT INTO callback_exclusion (work_order_id, reason)
        VALUES ($1, $2)
        ON CONFLICT (work_order_id) DO NOTHING";
    exec!(tx, SQL, order, reason)?;
    Ok(())
}

/// Whether an order is excluded.
pub async fn contains(tx: &mut Tx, order: WorkOrderId) -> Result<bool> {
    const SQL: &str = "SELECT reason FROM callback_exclusion WHERE work_order_id = $1";
    Ok(fetch_optional!(tx, (String,), SQL, order)?.is_some())
}
