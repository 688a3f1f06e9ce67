//! Corrections beside closed tickets and archived vouchers.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all, fetch_one,
    id::TicketId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::amendment::Document;

/// The next number among a ticket's amendments; the ticket is kept for this transaction, so that it is given once.
pub async fn next_number(tx: &mut Tx, ticket: TicketId) -> Result<i64> {
    exec!(tx, "UPDATE ticket SET version = version WHERE id = $1", ticket)?;
    const SQL: &str = "SELECT COUNT(*) + 1 FROM amendment WHERE ticket_id = $1";
    Ok(fetch_one!(tx, (i64,), SQL, ticket)?.0)
}

/// An amendment as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub struct Stored {
    /// Number.
    pub number: i64,
    /// What is amended.
    pub document: Document,
    /// Which entry.
    pub what: String,
    /// What is corrected, sealed.
    pub sealed: Vec<u8>,
    /// Who amended.
    pub amended_by: String,
    /// When.
    pub amended_at: Timestamp,
}

/// Adds an amendment.
pub async fn insert(tx: &mut Tx, ticket: TicketId, it: &Stored) -> Result<()> {
    const SQL: &str = "
        INSERT INTO amendment (ticket_id, number, document, what, sealed, amended_by, amended_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let sealed = it.sealed.as_slice();
    exec!(
        tx,
        SQL,
        ticket,
        it.number,
        it.document,
        &it.what,
        sealed,
        &it.amended_by,
        it.amended_at
    )?;
    Ok(())
}

/// The amendments of a ticket, oldest first.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Stored>> {
    const SQL: &str = "
        SELECT number, document, what, sealed, amended_by, amended_at
        FROM amendment
        WHERE ticket_id = $1
        ORDER BY number";
    fetch_all!(tx, Stored, SQL, ticket)
}

/// How many amendments some tickets have; those without are not among them.
pub async fn counts(tx: &mut Tx, tickets: &[Uuid]) -> Result<HashMap<TicketId, i64>> {
    const SQL: &str = "SELECT ticket_id, COUNT(*) FROM amendment WHERE ticket_id {in} GROUP BY ticket_id";
    Ok(fetch_many::<(TicketId, i64)>(tx, SQL, tickets)
        .await?
        .into_iter()
        .collect())
}
