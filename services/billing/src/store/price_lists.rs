//! Tables `price_book`, `price_list` and `price_item`.

use aftersales_kit::{
    Error, Result, db::Tx, exec, fetch_all, fetch_optional, fetch_scalar, id::BranchId, on_tx, time::Timestamp,
};
use sqlx::AssertSqlSafe;

use super::placeholders;
use crate::domain::{
    ids::PriceListId,
    money::Money,
    price_list::{PriceItem, PriceList, Validity},
};

/// Items that are written with one statement.
const CHUNK: usize = 100;

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, version, valid_from, valid_to, published_by, published_at, record_version ",
            "FROM price_list ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PriceListId,
    branch_id: String,
    version: i64,
    valid_from: Timestamp,
    valid_to: Option<Timestamp>,
    published_by: String,
    published_at: Timestamp,
    record_version: i64,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    code: String,
    name: String,
    content: String,
    unit: String,
    currency: String,
    price_minor: i64,
    conditions: String,
}

/// How a branch is stored; the company has no code.
fn code(branch: Option<&BranchId>) -> &str {
    branch.map_or("", BranchId::as_str)
}

/// Takes the next version of a branch's lists. Who takes one has the branch's lists to himself until the end of the
/// transaction.
pub async fn next_version(tx: &mut Tx, branch: Option<&BranchId>) -> Result<i64> {
    const SQL: &str = "
        INSERT INTO price_book (branch_id, versions)
        VALUES ($1, 1)
        ON CONFLICT (branch_id) DO UPDATE
        SET versions = price_book.versions + 1
        RETURNING versions";
    fetch_scalar!(tx, i64, SQL, code(branch))
}

/// The lists of exactly this branch that hold at or after an instant, oldest first.
pub async fn ending_after(
    tx: &mut Tx,
    branch: Option<&BranchId>,
    at: Timestamp,
) -> Result<Vec<(PriceListId, Validity)>> {
    const SQL: &str = "
        SELECT id, valid_from, valid_to
        FROM price_list
        WHERE branch_id = $1 AND (valid_to IS NULL OR valid_to > $2)
        ORDER BY valid_from";
    let rows = fetch_all!(tx, (PriceListId, Timestamp, Option<Timestamp>), SQL, code(branch), at)?;
    Ok(rows
        .into_iter()
        .map(|(id, from, to)| (id, Validity { from, to }))
        .collect())
}

/// Ends a list where the next one begins.
pub async fn end(tx: &mut Tx, id: PriceListId, at: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE price_list
        SET valid_to = $2, record_version = record_version + 1
        WHERE id = $1";
    exec!(tx, SQL, id, at)?;
    Ok(())
}

/// Writes a new list.
pub async fn insert(tx: &mut Tx, list: &PriceList) -> Result<()> {
    const SQL: &str = "
        INSERT INTO price_list (
            id, branch_id, version, valid_from, valid_to, published_by, published_at, record_version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    exec!(
        tx,
        SQL,
        list.id,
        code(list.branch.as_ref()),
        list.version,
        list.validity.from,
        list.validity.to,
        &list.published_by,
        list.published_at,
        list.record_version,
    )?;
    for items in list.items.chunks(CHUNK) {
        insert_items(tx, list.id, items).await?;
    }
    Ok(())
}

async fn insert_items(tx: &mut Tx, list: PriceListId, items: &[PriceItem]) -> Result<()> {
    let rows: Vec<String> = (0..items.len()).map(|row| placeholders(1 + row * 8, 8)).collect();
    let sql = format!(
        "INSERT INTO price_item (price_list_id, code, name, content, unit, currency, price_minor, conditions) VALUES {}",
        rows.join(", ")
    );
    on_tx!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for item in items {
            query = query.bind(list).bind(&item.code).bind(&item.name).bind(&item.content).bind(&item.unit);
            query = query.bind(&item.price.currency).bind(item.price.minor).bind(&item.conditions);
        }
        query.execute(c).await?;
    });
    Ok(())
}

/// The list that holds for a branch at an instant: its own, else the company's.
pub async fn in_force(tx: &mut Tx, branch: &BranchId, at: Timestamp) -> Result<Option<PriceList>> {
    const SQL: &str = select!(
        "WHERE branch_id IN ($1, '') AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
         ORDER BY branch_id DESC LIMIT 1"
    );
    const ITEMS: &str = "
        SELECT code, name, content, unit, currency, price_minor, conditions
        FROM price_item
        WHERE price_list_id = $1
        ORDER BY code";
    let Some(row) = fetch_optional!(tx, Row, SQL, branch, at)? else {
        return Ok(None);
    };
    let items = fetch_all!(tx, ItemRow, ITEMS, row.id)?;
    assemble(row, items).map(Some)
}

fn assemble(row: Row, items: Vec<ItemRow>) -> Result<PriceList> {
    let branch = match row.branch_id.as_str() {
        "" => None,
        code => {
            let branch = BranchId::parse(code);
            Some(branch.map_err(|source| Error::internal_from("a price list of a bad branch", source))?)
        }
    };
    Ok(PriceList {
        id: row.id,
        branch,
        version: row.version,
        validity: Validity {
            from: row.valid_from,
            to: row.valid_to,
        },
        items: items.into_iter().map(item).collect(),
        published_by: row.published_by,
        published_at: row.published_at,
        record_version: row.record_version,
    })
}

fn item(row: ItemRow) -> PriceItem {
    PriceItem {
        code: row.code,
        name: row.name,
        content: row.content,
        unit: row.unit,
        price: Money {
            currency: row.currency,
            minor: row.price_minor,
        },
        conditions: row.conditions,
    }
}
