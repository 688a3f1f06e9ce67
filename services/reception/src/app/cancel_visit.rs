//! A ticket was cancelled: nobody comes for it any more.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId};

use super::Desk;
use crate::{domain::reasons::EXPECTED_VISIT_NOT_FOUND, events, store};

/// Cancels the ticket's expected visit, if there is one and the customer has not come.
pub async fn run(tx: &mut Tx, desk: &Desk, ticket: TicketId) -> Result<()> {
    let found = store::expected_visit::of_ticket(tx, &desk.sealer, &BranchScope::All, ticket).await;
    let mut visit = match found {
        Ok(visit) => visit,
        Err(error) if error.reason() == Some(EXPECTED_VISIT_NOT_FOUND.name) => return Ok(()),
        Err(error) => return Err(error),
    };
    if visit.cancel() {
        store::expected_visit::end(tx, &mut visit).await?;
        tx.emit(events::cancelled(&visit));
    }
    Ok(())
}
