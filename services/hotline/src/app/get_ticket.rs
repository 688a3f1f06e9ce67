//! A ticket, by its id or its register number.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, seal::Sealer};

use super::seal_texts::{TicketView, open_ticket};
use crate::{
    domain::{
        contact::Contact,
        reasons::{TICKET_CLOSED, TICKET_NOT_FOUND},
    },
    store::tickets,
};

/// How a ticket is named.
#[derive(Debug, Clone)]
pub enum TicketName {
    /// By id.
    Id(TicketId),
    /// By register number.
    RegisterNo(String),
}

/// The ticket of that name.
///
/// # Errors
/// `TICKET_NOT_FOUND`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, name: &TicketName) -> Result<TicketView> {
    let found = match name {
        TicketName::Id(id) => tickets::by_id(tx, scope, *id).await?,
        TicketName::RegisterNo(no) => tickets::by_register_no(tx, scope, no).await?,
    };
    open_ticket(sealer, found.ok_or(&TICKET_NOT_FOUND)?)
}

/// An open ticket with its contact, for the services whose people call or visit.
///
/// # Errors
/// `TICKET_NOT_FOUND`, `TICKET_CLOSED`.
pub async fn contact(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: TicketId) -> Result<(TicketView, Contact)> {
    let mut view = run(tx, sealer, scope, &TicketName::Id(id)).await?;
    match view.contact.take() {
        Some(contact) if !view.ticket.is_over() => Ok((view, contact)),
        _ => Err(TICKET_CLOSED
            .refuse()
            .with("ticket_id", id)
            .with("state", view.ticket.state)
            .into()),
    }
}
