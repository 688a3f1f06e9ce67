//! Dispatch orders (派工单): who was sent, apart from what was done (DSP-69).

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{StaffId, WorkOrderId},
    time::Timestamp,
};

use super::work_order_row::{codes, crew_of};
use crate::domain::WorkOrder;

/// Somebody was sent.
#[derive(Debug, Clone)]
pub struct DispatchOrder {
    /// Place among those of the work order, from 1.
    pub position: i64,
    /// Visit for which it was given.
    pub visit_number: i64,
    /// The lead.
    pub technician_id: StaffId,
    /// Those who come along.
    pub crew: Vec<StaffId>,
    /// Who assigned.
    pub assigned_by: String,
    /// When.
    pub assigned_at: Timestamp,
    /// Why another one took over.
    pub reason: String,
    /// Issued again after a missed visit.
    pub reissued: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    position: i64,
    visit_number: i64,
    technician_id: StaffId,
    crew: String,
    assigned_by: String,
    assigned_at: Timestamp,
    reason: String,
    reissued: bool,
}

/// Writes the dispatch order of who has the work order now; nothing while nobody has it.
pub async fn insert(tx: &mut Tx, order: &WorkOrder, by: &str, at: Timestamp, reason: &str) -> Result<()> {
    const SQL: &str = "
        INSERT INTO dispatch_order (
            work_order_id, position, visit_number, technician_id, crew, assigned_by, assigned_at, reason, reissued
        )
        SELECT $1, COUNT(*) + 1, $2, $3, $4, $5, $6, $7, $8
        FROM dispatch_order
        WHERE work_order_id = $1";
    let Some(technician) = &order.technician_id else {
        return Ok(());
    };
    exec!(
        tx,
        SQL,
        order.id,
        order.visit_number,
        technician,
        codes(&order.crew),
        by,
        at,
        reason,
        order.reissued,
    )?;
    Ok(())
}

/// The dispatch orders of a work order after a place, oldest first.
pub async fn of_order(tx: &mut Tx, order: WorkOrderId, after: i64, limit: i64) -> Result<Vec<DispatchOrder>> {
    const SQL: &str = "
        SELECT position, visit_number, technician_id, crew, assigned_by, assigned_at, reason, reissued
        FROM dispatch_order
        WHERE work_order_id = $1 AND position > $2
        ORDER BY position
        LIMIT $3";
    let rows = fetch_all!(tx, Row, SQL, order, after, limit)?;
    Ok(rows.into_iter().map(Row::into_dispatch_order).collect())
}

impl Row {
    fn into_dispatch_order(self) -> DispatchOrder {
        DispatchOrder {
            position: self.position,
            visit_number: self.visit_number,
            technician_id: self.technician_id,
            crew: crew_of(&self.crew),
            assigned_by: self.assigned_by,
            assigned_at: self.assigned_at,
            reason: self.reason,
            reissued: self.reissued,
        }
    }
}
