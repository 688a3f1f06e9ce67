//! Keeps up with the hotline: a ticket has an account with its basis (BIL-01), and the account ends with the ticket.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId};

use crate::{domain::account::Account, events, store::accounts};

/// A ticket was opened. A ticket that has an account keeps it.
pub async fn opened(tx: &mut Tx, account: Account) -> Result<()> {
    if accounts::insert(tx, &account).await? {
        tx.emit(events::account_opened(&account));
    }
    Ok(())
}

/// A ticket was closed or cancelled.
pub async fn ended(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    let Some(mut account) = accounts::take(tx, &BranchScope::All, ticket).await? else {
        return Ok(());
    };
    if account.close() {
        accounts::update(tx, &mut account).await?;
        let now = tx.now();
        tx.emit(events::account_closed(&account, now));
    }
    Ok(())
}
