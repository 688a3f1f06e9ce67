//! Requests for on-site service without a technician (HOT-24), and those among them that were carried over (HOT-47).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx};

use crate::{
    domain::{record::Awaiting, ticket::Ticket},
    store::{
        carry_overs::{self, Filter, Place},
        tickets,
    },
};

/// Up to `limit` of them after a place, each with its ticket.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<(Awaiting, Ticket)>> {
    let mut found = Vec::new();
    for awaiting in carry_overs::page(tx, filter, after, limit).await? {
        let stored = tickets::by_id(tx, &BranchScope::All, awaiting.ticket_id).await?;
        let stored = stored.ok_or_else(|| Error::internal("a request without its ticket"))?;
        found.push((awaiting, stored.ticket));
    }
    Ok(found)
}
