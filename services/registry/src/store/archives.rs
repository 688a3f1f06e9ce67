//! Table `customer_archive`, and what it says of `customer`.

use aftersales_kit::{Result, db::Tx, etag, exec, fetch_all, id::CustomerId, time::Timestamp};

use crate::domain::{archive::Entry, customer::Customer};

#[derive(sqlx::FromRow)]
struct Row {
    archived: bool,
    reason: String,
    decided_by: String,
    decided_at: Timestamp,
}

/// Archives or reopens a customer whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn put(tx: &mut Tx, customer: &Customer, entry: &Entry) -> Result<()> {
    const CUSTOMER: &str = "
        UPDATE customer
        SET archived_at = $3, updated_at = $4, version = version + 1
        WHERE id = $1 AND version = $2";
    const ENTRY: &str = "
        INSERT INTO customer_archive (customer_id, version, archived, reason, decided_by, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let rows = exec!(
        tx,
        CUSTOMER,
        customer.id,
        customer.version - 1,
        customer.archived_at,
        customer.updated_at
    )?;
    etag::changed(rows)?;
    exec!(
        tx,
        ENTRY,
        customer.id,
        customer.version,
        entry.archived,
        &entry.reason,
        &entry.by,
        entry.at
    )?;
    Ok(())
}

/// Archivings and reopenings of a customer, oldest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Entry>> {
    const SQL: &str = "
        SELECT archived, reason, decided_by, decided_at
        FROM customer_archive
        WHERE customer_id = $1
        ORDER BY version";
    let entry = |row: Row| Entry {
        archived: row.archived,
        reason: row.reason,
        by: row.decided_by,
        at: row.decided_at,
    };
    Ok(fetch_all!(tx, Row, SQL, customer)?.into_iter().map(entry).collect())
}
