//! What intakes hold beside their tickets, and when customers' data were confirmed.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    exec, fetch_optional,
    id::{BranchId, CustomerId, TicketId},
    time::Timestamp,
};

use crate::domain::record::IntakeRecord;

/// Keeps a ticket's record.
pub async fn insert(tx: &mut Tx, ticket: TicketId, record: &IntakeRecord) -> Result<()> {
    let text = serde_json::to_string(record)
        .map_err(|source| Error::internal_from("could not write an intake record", source))?;
    exec!(
        tx,
        "INSERT INTO intake_record (ticket_id, record) VALUES ($1, $2)",
        ticket,
        text
    )?;
    Ok(())
}

/// A ticket's record; an empty one for a ticket that was opened without.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<IntakeRecord> {
    const SQL: &str = "SELECT record FROM intake_record WHERE ticket_id = $1";
    match fetch_optional!(tx, (String,), SQL, ticket)? {
        None => Ok(IntakeRecord::default()),
        Some((text,)) => serde_json::from_str(&text)
            .map_err(|source| Error::internal_from("could not read an intake record", source)),
    }
}

/// Records that a customer's data were confirmed (HOT-32, X-21).
pub async fn confirm_profile(
    tx: &mut Tx,
    customer: CustomerId,
    branch: &BranchId,
    by: &str,
    at: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO profile_confirmation (customer_id, branch_id, confirmed_at, confirmed_by)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (customer_id) DO UPDATE
        SET branch_id = excluded.branch_id, confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by";
    exec!(tx, SQL, customer, branch, at, by)?;
    Ok(())
}

/// When a customer's data were confirmed last.
pub async fn profile_confirmed_at(tx: &mut Tx, customer: CustomerId) -> Result<Option<Timestamp>> {
    const SQL: &str = "SELECT confirmed_at FROM profile_confirmation WHERE customer_id = $1";
    Ok(fetch_optional!(tx, (Timestamp,), SQL, customer)?.map(|(at,)| at))
}
