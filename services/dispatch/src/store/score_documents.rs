//! Documents of scores: tables, closed months, frozen sheets and their amendments. Written once, never changed.

use aftersales_kit::{
    Error, Result,
    db::{Tx, fetch_many},
    exec, fetch_all, fetch_optional,
    id::BranchId,
    text_enum,
    time::Timestamp,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::domain::score::Sheet;

text_enum! {
    /// Kind of a table.
    pub enum TableKind {
        /// Bands of the five items.
        Bands = "BANDS",
        /// Bonus bases.
        Bonus = "BONUS",
    }
}

/// A version of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<T> {
    /// Branch; empty for the company.
    pub branch_id: String,
    /// First month in which it holds, `YYYY-MM`.
    pub from_month: String,
    /// Version, from 1.
    pub version: i64,
    /// What it says.
    pub content: T,
    /// Who put it.
    pub put_by: String,
    /// When.
    pub put_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct TableRow {
    branch_id: String,
    from_month: String,
    version: i64,
    document: String,
    put_by: String,
    put_at: Timestamp,
}

fn write(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|source| Error::internal_from("write a score's document", source))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|source| Error::internal_from("read a score's document", source))
}

/// The table in force in a month: the branch's own before the company's, of several the one that took effect last.
pub async fn table<T: DeserializeOwned>(
    tx: &mut Tx,
    kind: TableKind,
    branch: &str,
    month: &str,
) -> Result<Option<Table<T>>> {
    const SQL: &str = "
        SELECT branch_id, from_month, version, document, put_by, put_at
        FROM score_table
        WHERE kind = $1 AND branch_id IN ($2, '') AND from_month <= $3
        ORDER BY branch_id DESC, from_month DESC, version DESC
        LIMIT 1";
    let row = fetch_optional!(tx, TableRow, SQL, kind, branch, month)?;
    let table = |row: TableRow| {
        Ok(Table {
            content: read(&row.document)?,
            branch_id: row.branch_id,
            from_month: row.from_month,
            version: row.version,
            put_by: row.put_by,
            put_at: row.put_at,
        })
    };
    row.map(table).transpose()
}

/// Adds a version of a table.
pub async fn insert_table<T: Serialize>(tx: &mut Tx, kind: TableKind, table: &Table<T>) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_table (kind, branch_id, from_month, version, document, put_by, put_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let document = write(&table.content)?;
    #[rustfmt::skip]
    exec!(
        tx, SQL, kind, &table.branch_id, &table.from_month, table.version, document, &table.put_by, table.put_at,
    )?;
    Ok(())
}

/// Closes a month; `false` when it is closed.
pub async fn close_month(tx: &mut Tx, branch: &BranchId, month: &str, by: &str, at: Timestamp) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO score_month (branch_id, month, closed_by, closed_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (branch_id, month) DO NOTHING";
    Ok(exec!(tx, SQL, branch, month, by, at)? == 1)
}

/// Whether a month is closed.
pub async fn is_closed(tx: &mut Tx, branch: &BranchId, month: &str) -> Result<bool> {
    const SQL: &str = "SELECT closed_by FROM score_month WHERE branch_id = $1 AND month = $2";
    Ok(fetch_optional!(tx, (String,), SQL, branch, month)?.is_some())
}

/// Whether any month before is closed.
pub async fn any_closed_before(tx: &mut Tx, branch: &BranchId, month: &str) -> Result<bool> {
    const SQL: &str = "SELECT month FROM score_month WHERE branch_id = $1 AND month < $2 LIMIT 1";
    Ok(fetch_optional!(tx, (String,), SQL, branch, month)?.is_some())
}

/// A frozen sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Document id.
    pub id: Uuid,
    /// Staff code.
    pub technician_id: String,
    /// The sheet.
    pub sheet: Sheet,
    /// Who closed the month.
    pub closed_by: String,
    /// When.
    pub closed_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct SheetRow {
    id: Uuid,
    technician_id: String,
    document: String,
    closed_by: String,
    closed_at: Timestamp,
}

/// The sheets of a closed month by staff code.
pub async fn sheets(tx: &mut Tx, branch: &BranchId, month: &str) -> Result<Vec<Frozen>> {
    const SQL: &str = "
        SELECT id, technician_id, document, closed_by, closed_at
        FROM score_sheet
        WHERE branch_id = $1 AND month = $2
        ORDER BY technician_id";
    let frozen = |row: SheetRow| {
        Ok(Frozen {
            sheet: read(&row.document)?,
            id: row.id,
            technician_id: row.technician_id,
            closed_by: row.closed_by,
            closed_at: row.closed_at,
        })
    };
    let rows = fetch_all!(tx, SheetRow, SQL, branch, month)?;
    rows.into_iter().map(frozen).collect()
}

/// Freezes a sheet.
pub async fn insert_sheet(tx: &mut Tx, branch: &BranchId, month: &str, frozen: &Frozen) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_sheet (id, branch_id, month, technician_id, document, closed_by, closed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let document = write(&frozen.sheet)?;
    #[rustfmt::skip]
    exec!(
        tx, SQL, frozen.id, branch, month, &frozen.technician_id, document, &frozen.closed_by, frozen.closed_at,
    )?;
    Ok(())
}

/// What was learnt later of a frozen sheet's orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Document id.
    pub id: Uuid,
    /// The sheet that it amends.
    pub sheet_id: Uuid,
    /// Month in which it is booked, `YYYY-MM`.
    pub booked_in: String,
    /// As reckoned again.
    pub sheet: Sheet,
    /// Who closed that month.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct AmendmentRow {
    id: Uuid,
    sheet_id: Uuid,
    booked_in: String,
    document: String,
    made_by: String,
    made_at: Timestamp,
}

/// The amendments of some sheets, oldest first.
pub async fn amendments(tx: &mut Tx, sheets: &[Uuid]) -> Result<Vec<Amendment>> {
    const SQL: &str = "
        SELECT id, sheet_id, booked_in, document, made_by, made_at
        FROM score_amendment
        WHERE sheet_id {in}
        ORDER BY sheet_id, id";
    let rows: Vec<AmendmentRow> = fetch_many(tx, SQL, sheets).await?;
    let amendment = |row: AmendmentRow| {
        Ok(Amendment {
            sheet: read(&row.document)?,
            id: row.id,
            sheet_id: row.sheet_id,
            booked_in: row.booked_in,
            made_by: row.made_by,
            made_at: row.made_at,
        })
    };
    rows.into_iter().map(amendment).collect()
}

/// Adds an amendment.
pub async fn insert_amendment(tx: &mut Tx, amendment: &Amendment) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_amendment (id, sheet_id, booked_in, document, made_by, made_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let document = write(&amendment.sheet)?;
    #[rustfmt::skip]
    exec!(
        tx, SQL, amendment.id, amendment.sheet_id, &amendment.booked_in, document, &amendment.made_by,
        amendment.made_at,
    )?;
    Ok(())
}
