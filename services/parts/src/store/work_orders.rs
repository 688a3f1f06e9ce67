//! Table `work_order`: the work orders that dispatch has told of.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    exec, fetch_optional,
    id::{BranchId, TicketId, WorkOrderId},
    time::Timestamp,
};

use crate::domain::work_order::WorkOrder;

#[derive(sqlx::FromRow)]
struct Row {
    id: WorkOrderId,
    number: String,
    ticket_id: TicketId,
    branch_id: BranchId,
    reissued: bool,
    ended_at: Option<Timestamp>,
}

/// A work order of the scope.
pub async fn find(tx: &mut Tx, scope: &BranchScope, id: WorkOrderId) -> Result<Option<WorkOrder>> {
    const SQL: &str = "
        SELECT id, number, ticket_id, branch_id, reissued, ended_at
        FROM work_order
        WHERE id = $1";
    let found = fetch_optional!(tx, Row, SQL, id)?.filter(|row| scope.contains(&row.branch_id));
    Ok(found.map(|row| WorkOrder {
        id: row.id,
        number: row.number,
        ticket_id: row.ticket_id,
        branch: row.branch_id,
        reissued: row.reissued,
        ended_at: row.ended_at,
    }))
}

/// Writes a work order down, unless it is known.
pub async fn insert(tx: &mut Tx, order: &WorkOrder) -> Result<()> {
    const SQL: &str = "
        INSERT INTO work_order (id, number, ticket_id, branch_id, reissued, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO NOTHING";
    exec!(
        tx,
        SQL,
        order.id,
        &order.number,
        order.ticket_id,
        &order.branch,
        order.reissued,
        order.ended_at,
    )?;
    Ok(())
}

/// Marks a work order as ended; `false` when it was.
pub async fn end(tx: &mut Tx, id: WorkOrderId, at: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE work_order
        SET ended_at = $2
        WHERE id = $1 AND ended_at IS NULL";
    Ok(exec!(tx, SQL, id, at)? == 1)
}
