//! The sealed copies of contacts, one for each open ticket.

use aftersales_kit::{Result, db::Tx, exec, id::TicketId};

/// Keeps a ticket's contact; `sealed` is what the sealer made of it.
pub async fn insert(tx: &mut Tx, ticket: TicketId, sealed: &[u8]) -> Result<()> {
    exec!(
        tx,
        "INSERT INTO ticket_contact (ticket_id, sealed) VALUES ($1, $2)",
        ticket,
        sealed
    )?;
    Ok(())
}

/// Deletes a ticket's contact.
pub async fn delete(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    exec!(tx, "DELETE FROM ticket_contact WHERE ticket_id = $1", ticket)?;
    Ok(())
}
