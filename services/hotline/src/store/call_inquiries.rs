//! Calls in which customers asked about tickets.

use aftersales_kit::{Result, db::Tx, exec, fetch_optional, id::TicketId, time::Timestamp};
use uuid::Uuid;

/// Keeps which ticket a call was about, and whether it repeats the matter (HOT-08).
pub async fn insert(tx: &mut Tx, call: Uuid, ticket: TicketId, repeated: bool, at: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO call_inquiry (call_id, ticket_id, repeated, asked_at) VALUES ($1, $2, $3, $4)";
    exec!(tx, SQL, call, ticket, repeated, at)?;
    Ok(())
}

/// The ticket that a call was about; none when none was named.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Option<TicketId>> {
    const SQL: &str = "SELECT ticket_id FROM call_inquiry WHERE call_id = $1";
    Ok(fetch_optional!(tx, (TicketId,), SQL, call)?.map(|(ticket,)| ticket))
}
