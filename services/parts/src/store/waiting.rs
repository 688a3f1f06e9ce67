//! The lines that wait for pieces, in the order in which they get them: re-issued work orders first, then the oldest.

use aftersales_kit::{
    Result,
    db::Tx,
    fetch_all,
    id::{BranchId, PartNo},
};

use crate::domain::{
    ids::{LineId, PartsRequestId},
    stock::Waiting,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: LineId,
    request_id: PartsRequestId,
    backordered: i64,
}

/// The first waiting lines of a part at a place, each with its request; `limit` of them.
pub async fn first(
    tx: &mut Tx,
    branch: &BranchId,
    part_no: &PartNo,
    limit: i64,
) -> Result<Vec<(PartsRequestId, Waiting)>> {
    const SQL: &str = "
        SELECT id, request_id, backordered
        FROM parts_line
        WHERE branch_id = $1 AND part_no = $2 AND backordered > 0
        ORDER BY precedence, turn
        LIMIT $3";
    let rows = fetch_all!(tx, Row, SQL, branch, part_no, limit)?;
    let waiting = |row: Row| {
        let line = Waiting {
            line: row.id,
            lacks: row.backordered,
        };
        (row.request_id, line)
    };
    Ok(rows.into_iter().map(waiting).collect())
}
