//! Reads what a ticket is charged and on what basis.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId};

use crate::{
    domain::{account::Account, charge::Charge, reasons::TICKET_ACCOUNT_NOT_FOUND},
    store::{accounts, charges},
};

/// The account of a ticket of the scope with its charges, oldest first.
///
/// # Errors
/// `TICKET_ACCOUNT_NOT_FOUND`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, ticket: TicketId) -> Result<(Account, Vec<Charge>)> {
    let account = accounts::find(tx, scope, ticket)
        .await?
        .ok_or(&TICKET_ACCOUNT_NOT_FOUND)?;
    Ok((account, charges::of_ticket(tx, ticket).await?))
}
