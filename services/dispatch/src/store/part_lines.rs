//! What the parts service says of the orders.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    id::WorkOrderId,
};
use uuid::Uuid;

use crate::domain::{LineState, PartLine};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    line_id: Uuid,
    parts_request_id: Uuid,
    visit_number: i64,
    part_no: String,
    requested: i64,
    backordered: i64,
    issued: i64,
    consumed: i64,
    returned_good: i64,
    returned_defective: i64,
    state: LineState,
    settled: bool,
}

/// Stores a line as it is now.
pub async fn put(tx: &mut Tx, order: WorkOrderId, line: &PartLine) -> Result<()> {
    const SQL: &str = "
        INSERT INTO part_line (
            line_id, parts_request_id, work_order_id, visit_number, part_no, requested, backordered, issued,
            consumed, returned_good, returned_defective, state, settled
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (line_id) DO UPDATE
        SET
            visit_number = excluded.visit_number,
            requested = excluded.requested,
            backordered = excluded.backordered,
            issued = excluded.issued,
            consumed = excluded.consumed,
            returned_good = excluded.returned_good,
            returned_defective = excluded.returned_defective,
            state = excluded.state,
            settled = excluded.settled";
    exec!(
        tx,
        SQL,
        line.line_id,
        line.parts_request_id,
        order,
        line.visit_number,
        &line.part_no,
        line.requested,
        line.backordered,
        line.issued,
        line.consumed,
        line.returned_good,
        line.returned_defective,
        line.state,
        line.settled,
    )?;
    Ok(())
}

/// Marks every line of an order as settled, as the parts service says.
pub async fn settle(tx: &mut Tx, order: WorkOrderId) -> Result<()> {
    exec!(
        tx,
        "UPDATE part_line SET settled = $2 WHERE work_order_id = $1",
        order,
        true
    )?;
    Ok(())
}

/// The part lines of some orders, each order's oldest first.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, PartLine)>> {
    const SQL: &str = "
        SELECT
            work_order_id, line_id, parts_request_id, visit_number, part_no, requested, backordered, issued,
            consumed, returned_good, returned_defective, state, settled
        FROM part_line
        WHERE work_order_id {in}
        ORDER BY work_order_id, line_id";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    Ok(rows.into_iter().map(Row::into_line).collect())
}

impl Row {
    fn into_line(self) -> (Uuid, PartLine) {
        let line = PartLine {
            line_id: self.line_id,
            parts_request_id: self.parts_request_id,
            visit_number: self.visit_number,
            part_no: self.part_no,
            requested: self.requested,
            backordered: self.backordered,
            issued: self.issued,
            consumed: self.consumed,
            returned_good: self.returned_good,
            returned_defective: self.returned_defective,
            state: self.state,
            settled: self.settled,
        };
        (self.work_order_id, line)
    }
}
