//! Table `part`: the catalogue.

use aftersales_kit::{Result, db::Tx, etag, exec, fetch_all, fetch_optional, fetch_scalar, id::PartNo, on_tx};
use sqlx::AssertSqlSafe;

use super::placeholders;
use crate::domain::{
    money::Money,
    part::{Part, PartContent},
};

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT part_no, name, product_line, price_currency, price_minor, serialized, exchange_part, ",
            "discontinued, version FROM part ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    part_no: PartNo,
    name: String,
    product_line: String,
    price_currency: String,
    price_minor: i64,
    serialized: bool,
    exchange_part: bool,
    discontinued: bool,
    version: i64,
}

impl From<Row> for Part {
    fn from(row: Row) -> Self {
        let content = PartContent {
            part_no: row.part_no,
            name: row.name,
            product_line: row.product_line,
            price: Money {
                currency: row.price_currency,
                minor: row.price_minor,
            },
            serialized: row.serialized,
            exchange_part: row.exchange_part,
            discontinued: row.discontinued,
        };
        Self {
            content,
            version: row.version,
        }
    }
}

/// A part by its number.
pub async fn find(tx: &mut Tx, part_no: &PartNo) -> Result<Option<Part>> {
    const SQL: &str = select!("WHERE part_no = $1");
    Ok(fetch_optional!(tx, Row, SQL, part_no)?.map(Part::from))
}

/// The parts of these numbers, as far as they exist, in no order.
pub async fn find_many(tx: &mut Tx, numbers: &[PartNo]) -> Result<Vec<Part>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{} WHERE part_no IN {}", select!(""), placeholders(1, numbers.len()));
    let rows: Vec<Row> = on_tx!(tx, c => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for number in numbers {
            query = query.bind(number);
        }
        query.fetch_all(c).await?
    });
    Ok(rows.into_iter().map(Part::from).collect())
}

/// Which parts a list wants.
pub struct PartFilter<'a> {
    /// Product line; empty for all.
    pub product_line: &'a str,
    /// Beginning of the number; empty for all.
    pub prefix: &'a str,
    /// Number after which the page begins; empty for the first one.
    pub after: &'a str,
    /// Most rows.
    pub limit: i64,
}

/// The catalogue by number.
pub async fn list(tx: &mut Tx, filter: &PartFilter<'_>) -> Result<Vec<Part>> {
    const ALL: &str = select!(
        "WHERE part_no > $1 AND part_no >= $2 AND substr(part_no, 1, length($2)) = $2 ORDER BY part_no LIMIT $3"
    );
    const LINE: &str = select!(
        "WHERE product_line = $4 AND part_no > $1 AND part_no >= $2 AND substr(part_no, 1, length($2)) = $2
         ORDER BY part_no LIMIT $3"
    );
    let rows = if filter.product_line.is_empty() {
        fetch_all!(tx, Row, ALL, filter.after, filter.prefix, filter.limit)?
    } else {
        fetch_all!(
            tx,
            Row,
            LINE,
            filter.after,
            filter.prefix,
            filter.limit,
            filter.product_line
        )?
    };
    Ok(rows.into_iter().map(Part::from).collect())
}

/// Writes a new part.
///
/// # Errors
/// `STALE_ETAG` when somebody else has just made it.
pub async fn insert(tx: &mut Tx, part: &Part) -> Result<()> {
    const SQL: &str = "
        INSERT INTO part (
            part_no, name, product_line, price_currency, price_minor, serialized, exchange_part, discontinued, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (part_no) DO NOTHING";
    let content = &part.content;
    let rows = exec!(
        tx,
        SQL,
        &content.part_no,
        &content.name,
        &content.product_line,
        &content.price.currency,
        content.price.minor,
        content.serialized,
        content.exchange_part,
        content.discontinued,
        part.version,
    )?;
    etag::changed(rows)
}

/// Replaces a part by its next version.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, part: &Part) -> Result<()> {
    const SQL: &str = "
        UPDATE part
        SET
            name = $3,
            product_line = $4,
            price_currency = $5,
            price_minor = $6,
            serialized = $7,
            exchange_part = $8,
            discontinued = $9,
            version = $2
        WHERE part_no = $1 AND version = $2 - 1";
    let content = &part.content;
    let rows = exec!(
        tx,
        SQL,
        &content.part_no,
        part.version,
        &content.name,
        &content.product_line,
        &content.price.currency,
        content.price.minor,
        content.serialized,
        content.exchange_part,
        content.discontinued,
    )?;
    etag::changed(rows)
}

/// Whether any place has pieces of the part, or technicians do.
pub async fn is_stocked(tx: &mut Tx, part_no: &PartNo) -> Result<bool> {
    const SQL: &str = "
        SELECT COUNT(*)
        FROM stock
        WHERE part_no = $1 AND on_hand + issued_open + defective > 0";
    Ok(fetch_scalar!(tx, i64, SQL, part_no)? > 0)
}
