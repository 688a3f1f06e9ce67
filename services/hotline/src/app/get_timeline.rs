//! What happened to a ticket, from all services.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    domain::{reasons::TICKET_NOT_FOUND, timeline::Entry},
    store::{tickets, timeline},
};

/// A page's key: when the last entry happened, and its event id.
pub type Key = (Timestamp, Uuid);

/// Up to `limit` entries after a key. A ticket that another service opened has a timeline before it is known here.
///
/// # Errors
/// `TICKET_NOT_FOUND`.
pub async fn run(
    tx: &mut Tx,
    scope: &BranchScope,
    ticket: TicketId,
    after: Option<Key>,
    limit: i64,
) -> Result<Vec<Entry>> {
    admit(tx, scope, ticket).await?;
    let after = after.unwrap_or((Timestamp::MIN, Uuid::nil()));
    timeline::page(tx, ticket, after, limit).await
}

async fn admit(tx: &mut Tx, scope: &BranchScope, ticket: TicketId) -> Result<()> {
    let known = tickets::by_id(tx, &BranchScope::All, ticket).await?;
    let branch = match known {
        Some(stored) => Some(stored.ticket.branch_id),
        None => timeline::first_branch(tx, ticket)
            .await?
            .and_then(|code| BranchId::parse(&code).ok()),
    };
    scope.admit(&branch.ok_or(&TICKET_NOT_FOUND)?, &TICKET_NOT_FOUND)
}
