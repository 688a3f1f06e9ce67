//! Cancels a ticket before the work is done.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::TicketId, seal::Sealer, sla};

use super::{
    get_ticket::{self, TicketName},
    seal_texts::{TicketView, of_ticket, seal},
    tell_customer, tell_timeline,
};
use crate::{
    domain::ticket::CancelReason,
    events,
    store::{contacts, tickets},
};

/// A wish to cancel.
#[derive(Debug)]
pub struct CancelTicket {
    /// Ticket.
    pub id: TicketId,
    /// Why.
    pub reason: CancelReason,
    /// In the customer's words.
    pub note: String,
    /// Who cancels.
    pub by: String,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Cancels the ticket: its deadlines end, its row becomes void, its contact is deleted.
///
/// # Errors
/// `TICKET_NOT_FOUND`, `TICKET_NOT_CANCELLABLE`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, cmd: CancelTicket) -> Result<TicketView> {
    let now = tx.now();
    let mut view = get_ticket::run(tx, sealer, scope, &TicketName::Id(cmd.id)).await?;
    etag::check(&cmd.etag, view.ticket.version)?;
    view.ticket.cancel(cmd.reason, now)?;
    tickets::update(tx, &mut view.ticket).await?;
    if let Some(note) = seal(sealer, &cmd.note, of_ticket(cmd.id, "cancel_note"))? {
        tickets::note_cancellation(tx, cmd.id, &note).await?;
    }
    contacts::delete(tx, cmd.id).await?;
    tell_customer::close_of_ticket(tx, &view.ticket).await?;
    view.contact = None;
    tx.emit(events::ticket_cancelled(&view.ticket, &cmd.by));
    sla::cancel_all(tx, cmd.id.uuid(), "the ticket was cancelled").await?;
    tell_timeline::own(tx).await?;
    Ok(view)
}
