//! Confirmed services and what came of their callbacks (DSP-56).

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};

use crate::domain::{CallbackEnd, WorkOrder};

/// A service was confirmed and waits for its callback.
pub async fn confirmed(tx: &mut Tx, order: &WorkOrder, date: BusinessDate) -> Result<()> {
    const SQL: &str = "
        INSERT INTO callback_coverage (work_order_id, visit_number, branch_id, confirmed_date)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (work_order_id, visit_number) DO NOTHING";
    exec!(tx, SQL, order.id, order.visit_number, &order.branch_id, date)?;
    Ok(())
}

/// The callback of an order's last confirmed service ended. What came first stays.
pub async fn ended(tx: &mut Tx, order: WorkOrderId, outcome: CallbackEnd, at: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE callback_coverage
        SET outcome = $2, ended_at = $3
        WHERE work_order_id = $1 AND outcome IS NULL";
    exec!(tx, SQL, order, outcome, at)?;
    Ok(())
}

/// How many services confirmed between two dates ended how; none for those that wait.
pub async fn counts(
    tx: &mut Tx,
    branch: &BranchId,
    from: BusinessDate,
    to: BusinessDate,
) -> Result<Vec<(Option<CallbackEnd>, i64)>> {
    const SQL: &str = "
        SELECT outcome, COUNT(*)
        FROM callback_coverage
        WHERE branch_id = $1 AND confirmed_date >= $2 AND confirmed_date <= $3
        GROUP BY outcome";
    fetch_all!(tx, (Option<CallbackEnd>, i64), SQL, branch, from, to)
}
