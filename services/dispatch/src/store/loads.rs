//! What the technicians of a branch had to do (DSP-18).

use aftersales_kit::{
    Result,
    db::Tx,
    fetch_all,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};

/// A visit of a technician, as far as his load depends on it: who, arrival, end.
pub type Visited = (StaffId, Option<Timestamp>, Option<Timestamp>);

/// Visits of a branch appointed between two dates, by technician. Visits of cancelled orders that nobody made do not
/// count.
pub async fn visits(tx: &mut Tx, branch: &BranchId, from: BusinessDate, to: BusinessDate) -> Result<Vec<Visited>> {
    const SQL: &str = "
        SELECT v.technician_id, v.arrived_at, v.completed_at
        FROM visit v
        JOIN work_order o ON o.id = v.work_order_id
        WHERE o.branch_id = $1
            AND v.appointed_date >= $2
            AND v.appointed_date <= $3
            AND v.technician_id IS NOT NULL
            AND (o.state <> 'CANCELLED' OR v.arrived_at IS NOT NULL)
        ORDER BY v.technician_id, v.work_order_id, v.number";
    fetch_all!(tx, Visited, SQL, branch, from, to)
}
