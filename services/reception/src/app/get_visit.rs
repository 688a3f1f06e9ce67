//! One expected visit, by its id or its ticket.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId};

use super::Desk;
use crate::{
    domain::{ExpectedVisit, ExpectedVisitId, reasons::EXPECTED_VISIT_NOT_FOUND},
    store,
};

/// Reads it. When both are named, the visit must be the ticket's.
///
/// # Errors
/// `EXPECTED_VISIT_NOT_FOUND`, also for another branch's.
pub async fn run(
    tx: &mut Tx,
    desk: &Desk,
    scope: &BranchScope,
    id: Option<ExpectedVisitId>,
    ticket: Option<TicketId>,
) -> Result<ExpectedVisit> {
    let visit = match (id, ticket) {
        (Some(id), _) => store::expected_visit::get(tx, &desk.sealer, scope, id).await?,
        (None, Some(ticket)) => store::expected_visit::of_ticket(tx, &desk.sealer, scope, ticket).await?,
        (None, None) => return Err((&EXPECTED_VISIT_NOT_FOUND).into()),
    };
    if ticket.is_some_and(|ticket| ticket != visit.ticket_id) {
        return Err((&EXPECTED_VISIT_NOT_FOUND).into());
    }
    Ok(visit)
}
