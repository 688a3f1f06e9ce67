//! SQL of `fault_entry`: the fault catalogue, every version (DSP-64).

use aftersales_kit::{Result, db::Tx, exec, fetch_all, fetch_optional, time::Timestamp};
use uuid::Uuid;

use crate::domain::{
    fault_entry::{Fault, FaultEntry, FaultEntryId},
    score_reasons::FAULT_ENTRY_NOT_FOUND,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: FaultEntryId,
    version: i64,
    product_line: String,
    symptom: String,
    cause: String,
    fix: String,
    part_nos: String,
    withdrawn: bool,
    put_by: String,
    put_at: Timestamp,
}

/// The columns of an entry, then the rest of the statement.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, version, product_line, symptom, cause, fix, part_nos, withdrawn, put_by, put_at ",
            "FROM fault_entry ",
            $tail
        )
    };
}

/// Place in the list.
pub type ListKey = (String, FaultEntryId);

/// The place of an entry in the list.
pub fn key(entry: &FaultEntry) -> ListKey {
    (entry.fault.product_line.clone(), entry.id)
}

/// Adds a version, which takes the place of the one before.
pub async fn insert(tx: &mut Tx, entry: &FaultEntry) -> Result<()> {
    const SUPERSEDE: &str = "UPDATE fault_entry SET listed = FALSE WHERE id = $1 AND listed";
    const SQL: &str = "
        INSERT INTO fault_entry (
            id, version, product_line, symptom, cause, fix, part_nos, withdrawn, listed, search_text, put_by, put_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    exec!(tx, SUPERSEDE, entry.id)?;
    let fault = &entry.fault;
    #[rustfmt::skip]
    exec!(
        tx, SQL, entry.id, entry.version, &fault.product_line, &fault.symptom, &fault.cause, &fault.fix,
        fault.part_nos.join(","), entry.withdrawn, !entry.withdrawn, fault.search_text(), &entry.put_by, entry.put_at,
    )?;
    Ok(())
}

/// A version of an entry; the newest without a number.
///
/// # Errors
/// `FAULT_ENTRY_NOT_FOUND`.
pub async fn get(tx: &mut Tx, id: FaultEntryId, version: Option<i64>) -> Result<FaultEntry> {
    const SQL: &str = select!("WHERE id = $1 AND ($2 = 0 OR version = $2) ORDER BY version DESC LIMIT 1");
    let row = fetch_optional!(tx, Row, SQL, id, version.unwrap_or_default())?;
    let entry = row.map(FaultEntry::from);
    entry.ok_or_else(|| (&FAULT_ENTRY_NOT_FOUND).into())
}

/// Which entries to list.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Product line; empty for all.
    pub product_line: String,
    /// Words; empty for all.
    pub text: String,
    /// After this one.
    pub after: Option<ListKey>,
    /// At most so many.
    pub limit: i64,
}

/// The newest versions that hold the words, by product line.
pub async fn search(tx: &mut Tx, search: &Search) -> Result<Vec<FaultEntry>> {
    const SQL: &str = select!(
        "WHERE listed AND (product_line, id) > ($1, $2) AND ($3 = '' OR product_line = $3)
        AND search_text LIKE $4 ESCAPE '!'
        ORDER BY product_line, id LIMIT $5"
    );
    let (line, id) = search
        .after
        .as_ref()
        .map_or(("", Uuid::nil()), |(line, id)| (line, id.uuid()));
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        line,
        id,
        &search.product_line,
        pattern(&search.text),
        search.limit
    )?;
    Ok(rows.into_iter().map(FaultEntry::from).collect())
}

/// A pattern that holds the words, taken literally.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

impl From<Row> for FaultEntry {
    fn from(row: Row) -> Self {
        let parts = row.part_nos.split(',').filter(|part| !part.is_empty());
        Self {
            id: row.id,
            version: row.version,
            fault: Fault {
                part_nos: parts.map(str::to_owned).collect(),
                product_line: row.product_line,
                symptom: row.symptom,
                cause: row.cause,
                fix: row.fix,
            },
            withdrawn: row.withdrawn,
            put_by: row.put_by,
            put_at: row.put_at,
        }
    }
}
