//! Records a charge on a ticket from the price list in force (BIL-04, BIL-06, BIL-07, BIL-10, BIL-13).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::TicketId};

use crate::{
    domain::{
        account::Account,
        charge::{Ask, Charge},
        ids::ChargeId,
        reasons::TICKET_ACCOUNT_NOT_FOUND,
    },
    events,
    store::{accounts, charges, price_lists},
};

/// Who charges which ticket.
pub struct Charging {
    /// Ticket.
    pub ticket: TicketId,
    /// What is charged.
    pub ask: Ask,
    /// Staff code.
    pub by: String,
    /// The etag of the account that the caller knows; may be empty.
    pub etag: String,
}

/// The charge, and the account after it with all its charges.
///
/// # Errors
/// `TICKET_ACCOUNT_NOT_FOUND`, `STALE_ETAG`, `CLASS_C_IS_FREE`, `ACCOUNT_CLOSED`, and those of [`Ask::reckon`] and
/// [`Account::charge`].
pub async fn run(tx: &mut Tx, scope: &BranchScope, charging: Charging) -> Result<(Charge, Account, Vec<Charge>)> {
    let Charging { ticket, ask, by, etag } = charging;
    let mut account = accounts::take(tx, scope, ticket)
        .await?
        .ok_or(&TICKET_ACCOUNT_NOT_FOUND)?;
    etag::check(&etag, account.version)?;
    account.admit()?;
    let now = tx.now();
    let in_force = price_lists::in_force(tx, &account.branch, now).await?;
    let reckoned = ask.reckon(in_force.as_ref())?;
    account.charge(&reckoned)?;
    let charge = Charge {
        id: ChargeId::new(),
        ticket_id: ticket,
        work_order: ask.work_order,
        price_list: reckoned.price_list,
        lines: reckoned.lines,
        amount: reckoned.amount,
        recorded_by: by,
        recorded_at: now,
    };
    charges::insert(tx, &charge).await?;
    accounts::update(tx, &mut account).await?;
    tx.emit(events::charge_recorded(&charge, &account));
    let all = charges::of_ticket(tx, ticket).await?;
    Ok((charge, account, all))
}
