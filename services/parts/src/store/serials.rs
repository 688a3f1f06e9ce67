//! Table `serial`: pieces with serial numbers.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_scalar,
    id::{BranchId, PartNo},
    on_tx,
};
use sqlx::AssertSqlSafe;

use super::placeholders;
use crate::domain::{
    ids::LineId,
    serial::{Serial, SerialState},
};

#[derive(sqlx::FromRow)]
struct Row {
    serial_number: String,
    branch_id: BranchId,
    state: SerialState,
    line_id: Option<LineId>,
}

/// Those of the numbers that are known, in no order.
pub async fn find_many(tx: &mut Tx, part_no: &PartNo, numbers: &[String]) -> Result<Vec<Serial>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT serial_number, branch_id, state, line_id FROM serial WHERE part_no = $1 AND serial_number IN {}",
        placeholders(2, numbers.len())
    );
    let rows: Vec<Row> = on_tx!(tx, c => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(part_no);
        for number in numbers {
            query = query.bind(number);
        }
        query.fetch_all(c).await?
    });
    let serial = |row: Row| Serial {
        number: row.serial_number,
        branch: row.branch_id,
        state: row.state,
        line: row.line_id,
    };
    Ok(rows.into_iter().map(serial).collect())
}

/// Pieces of a part in a store whose serial numbers are known.
pub async fn told_in_stock(tx: &mut Tx, branch: &BranchId, part_no: &PartNo) -> Result<i64> {
    const SQL: &str = "
        SELECT COUNT(*)
        FROM serial
        WHERE branch_id = $1 AND part_no = $2 AND state = 'IN_STOCK'";
    fetch_scalar!(tx, i64, SQL, branch, part_no)
}

/// Writes down where pieces are now, new ones and known ones.
pub async fn put(
    tx: &mut Tx,
    branch: &BranchId,
    part_no: &PartNo,
    numbers: &[String],
    state: SerialState,
    line: Option<LineId>,
) -> Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (5..5 + numbers.len())
        .map(|n| format!("($1, ${n}, $2, $3, $4)"))
        .collect();
    let sql = format!(
        "INSERT INTO serial (part_no, serial_number, branch_id, state, line_id) VALUES {}
        ON CONFLICT (part_no, serial_number) DO UPDATE
        SET branch_id = excluded.branch_id, state = excluded.state, line_id = excluded.line_id",
        rows.join(", ")
    );
    on_tx!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(part_no).bind(branch).bind(state).bind(line);
        for number in numbers {
            query = query.bind(number);
        }
        query.execute(c).await?;
    });
    Ok(())
}

/// Marks what is still out for a settled line as built in.
pub async fn settle(tx: &mut Tx, line: LineId) -> Result<()> {
    const SQL: &str = "
        UPDATE serial
        SET state = 'CONSUMED'
        WHERE line_id = $1 AND state = 'ISSUED'";
    exec!(tx, SQL, line)?;
    Ok(())
}
