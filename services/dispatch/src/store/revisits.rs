//! Orders that the callback found to need another visit (DSP-32).

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, WorkOrderId},
    time::Timestamp,
};

use crate::domain::WorkOrder;

/// Records that the order's present visit was found necessary.
pub async fn insert(tx: &mut Tx, order: &WorkOrder, found_at: Timestamp) -> Result<()> {
    const SQL: &str = "
        INSERT INTO revisit_found (work_order_id, visit_number, branch_id, found_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (work_order_id, visit_number) DO NOTHING";
    exec!(tx, SQL, order.id, order.visit_number, &order.branch_id, found_at)?;
    Ok(())
}

/// Orders found at a branch after one instant and until another, oldest first.
pub async fn found(
    tx: &mut Tx,
    branch: &BranchId,
    after: Timestamp,
    until: Timestamp,
) -> Result<Vec<(WorkOrderId, Timestamp)>> {
    const SQL: &str = "
        SELECT work_order_id, found_at
        FROM revisit_found
        WHERE branch_id = $1 AND found_at > $2 AND found_at <= $3
        ORDER BY found_at, work_order_id";
    fetch_all!(tx, (WorkOrderId, Timestamp), SQL, branch, after, until)
}
