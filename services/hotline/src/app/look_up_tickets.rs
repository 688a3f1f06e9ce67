//! The tickets that an agent needs to see when a customer calls (HOT-08, HOT-21).

use aftersales_kit::{
    Result, auth::BranchScope, db::Tx, id::CustomerId, policy::catalogue::HOTLINE_REPEAT_CALL, refdata::BranchBook,
    seal::Sealer, time::Timestamp,
};

use super::seal_texts::{TicketView, open_ticket};
use crate::store::tickets;

/// Newest tickets of a customer that are looked at.
const NEWEST: i64 = 50;

/// What stands open for a customer and what would count as the same matter.
#[derive(Debug, Default)]
pub struct TicketsOfCaller {
    /// Open tickets, newest first.
    pub open: Vec<TicketView>,
    /// Tickets of the last days that a new call would repeat, newest first.
    pub recent: Vec<TicketView>,
}

/// The tickets of a customer as they matter to the branch of `book` at `now`.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    book: &BranchBook,
    customer: CustomerId,
    now: Timestamp,
) -> Result<TicketsOfCaller> {
    let mut found = TicketsOfCaller::default();
    for stored in tickets::of_customer(tx, scope, customer, NEWEST).await? {
        let view = open_ticket(sealer, stored)?;
        if now <= book.reckon(HOTLINE_REPEAT_CALL, view.ticket.opened_at)?.due_at {
            found.recent.push(view.clone());
        }
        if !view.ticket.is_over() {
            found.open.push(view);
        }
    }
    Ok(found)
}
