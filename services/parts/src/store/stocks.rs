//! Table `stock`: what each place has of each part. Written by the ledger, but for the limits.

use aftersales_kit::{
    Result,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, PartNo},
    on_tx,
};
use sqlx::AssertSqlSafe;

use super::placeholders;
use crate::domain::stock::Stock;

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT branch_id, part_no, on_hand, reserved, issued_open, defective, min_level, max_level, version, ",
            "(SELECT CAST(COALESCE(SUM(l.backordered), 0) AS BIGINT) FROM parts_line l WHERE l.branch_id = stock.branch_id ",
            "AND l.part_no = stock.part_no AND l.backordered > 0) AS backordered FROM stock ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    branch_id: BranchId,
    part_no: PartNo,
    on_hand: i64,
    reserved: i64,
    issued_open: i64,
    defective: i64,
    backordered: i64,
    min_level: i64,
    max_level: i64,
    version: i64,
}

impl From<Row> for Stock {
    fn from(row: Row) -> Self {
        Self {
            branch: row.branch_id,
            part_no: row.part_no,
            on_hand: row.on_hand,
            reserved: row.reserved,
            issued_open: row.issued_open,
            defective: row.defective,
            backordered: row.backordered,
            min_level: row.min_level,
            max_level: row.max_level,
            version: row.version,
        }
    }
}

/// Stock of a part at a place; zero when it was never there.
pub async fn get(tx: &mut Tx, branch: &BranchId, part_no: &PartNo) -> Result<Stock> {
    const SQL: &str = select!("WHERE branch_id = $1 AND part_no = $2");
    let found = fetch_optional!(tx, Row, SQL, branch, part_no)?;
    Ok(found.map_or_else(|| Stock::none(branch.clone(), part_no.clone()), Stock::from))
}

/// Stock of a place by part number, after `after`; with `short_only`, what is to be ordered (PRA-06).
pub async fn list(tx: &mut Tx, branch: &BranchId, short_only: bool, after: &str, limit: i64) -> Result<Vec<Stock>> {
    const ALL: &str = select!("WHERE branch_id = $1 AND part_no > $2 ORDER BY part_no LIMIT $3");
    const SHORT: &str = select!(
        "WHERE branch_id = $1 AND part_no > $2 AND max_level > 0 AND on_hand - reserved <= min_level
         ORDER BY part_no LIMIT $3"
    );
    let sql = if short_only { SHORT } else { ALL };
    let rows = fetch_all!(tx, Row, sql, branch, after, limit)?;
    Ok(rows.into_iter().map(Stock::from).collect())
}

/// Stock of these parts at a place, in no order; makes the rows of those that were never there.
pub async fn ensure(tx: &mut Tx, branch: &BranchId, numbers: &[PartNo]) -> Result<Vec<Stock>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<String> = (2..2 + numbers.len())
        .map(|n| format!("($1, ${n}, 0, 0, 0, 0, 0, 0, 0)"))
        .collect();
    let make = format!(
        "INSERT INTO stock (branch_id, part_no, on_hand, reserved, issued_open, defective, min_level, max_level, version)
        VALUES {} ON CONFLICT (branch_id, part_no) DO NOTHING",
        rows.join(", ")
    );
    let read = format!(
        "{} WHERE branch_id = $1 AND part_no IN {}",
        select!(""),
        placeholders(2, numbers.len())
    );
    let rows: Vec<Row> = on_tx!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(make)).bind(branch);
        for number in numbers {
            query = query.bind(number);
        }
        query.execute(&mut *c).await?;
        let mut query = sqlx::query_as(AssertSqlSafe(read)).bind(branch);
        for number in numbers {
            query = query.bind(number);
        }
        query.fetch_all(c).await?
    });
    Ok(rows.into_iter().map(Stock::from).collect())
}

/// Sets minimum and maximum of the version that was read.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn set_limits(tx: &mut Tx, read: &Stock, min: i64, max: i64) -> Result<()> {
    const SQL: &str = "
        UPDATE stock
        SET min_level = $4, max_level = $5, version = version + 1
        WHERE branch_id = $1 AND part_no = $2 AND version = $3";
    etag::changed(exec!(tx, SQL, &read.branch, &read.part_no, read.version, min, max)?)
}
