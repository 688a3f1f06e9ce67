//! Corrects a closed ticket or an archived voucher by an amendment beside it.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, seal::Sealer};

use super::{seal_texts, tell_timeline};
use crate::{
    domain::{
        amendment::{Amendment, Correction, Document},
        reasons::TICKET_NOT_FOUND,
    },
    events,
    store::{
        amendments::{self, Stored},
        tickets,
    },
};

/// A correction.
#[derive(Debug)]
pub struct AmendTicket {
    /// Ticket.
    pub id: TicketId,
    /// What is amended.
    pub document: Document,
    /// Which entry.
    pub what: String,
    /// What is corrected.
    pub correction: Correction,
    /// Who amends.
    pub by: String,
}

/// Adds the amendment.
///
/// # Errors
/// `TICKET_NOT_FOUND`, `NOT_YET_CLOSED`, `AMENDS_NOTHING`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, cmd: AmendTicket) -> Result<Amendment> {
    let ticket = tickets::by_id(tx, scope, cmd.id)
        .await?
        .ok_or(&TICKET_NOT_FOUND)?
        .ticket;
    let mut amendment = Amendment {
        number: 0,
        document: cmd.document,
        what: cmd.what,
        correction: cmd.correction,
        by: cmd.by,
        at: tx.now(),
    };
    amendment.check(&ticket)?;
    amendment.number = amendments::next_number(tx, ticket.id).await?;
    let stored = Stored {
        number: amendment.number,
        document: amendment.document,
        what: amendment.what.clone(),
        sealed: seal_texts::seal_value(sealer, &amendment.correction, place(ticket.id))?,
        amended_by: amendment.by.clone(),
        amended_at: amendment.at,
    };
    amendments::insert(tx, ticket.id, &stored).await?;
    tx.emit(events::ticket_amended(&ticket, &amendment));
    tell_timeline::own(tx).await?;
    Ok(amendment)
}

/// The amendments of a ticket, oldest first.
///
/// # Errors
/// `TICKET_NOT_FOUND`.
pub async fn list(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: TicketId) -> Result<Vec<Amendment>> {
    tickets::by_id(tx, scope, id).await?.ok_or(&TICKET_NOT_FOUND)?;
    let open = |stored: Stored| {
        Ok(Amendment {
            number: stored.number,
            document: stored.document,
            what: stored.what,
            correction: seal_texts::open_value(sealer, &stored.sealed, place(id))?,
            by: stored.amended_by,
            at: stored.amended_at,
        })
    };
    amendments::of_ticket(tx, id).await?.into_iter().map(open).collect()
}

const fn place(ticket: TicketId) -> seal_texts::Place<TicketId> {
    seal_texts::of_ticket(ticket, "amendment")
}
