//! Requests for on-site service without a technician (HOT-24), and those among them that were carried over (HOT-47).

use std::collections::HashMap;

use aftersales_kit::{Result, db::Tx, id::TicketId};
use uuid::Uuid;

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
    let page = carry_overs::page(tx, filter, after, limit).await?;
    let ids: Vec<Uuid> = page.iter().map(|awaiting| awaiting.ticket_id.uuid()).collect();
    let stored = tickets::of_ids(tx, &ids).await?;
    let mut tickets: HashMap<TicketId, Ticket> = stored.into_iter().map(|it| (it.ticket.id, it.ticket)).collect();
    let with_ticket = |awaiting: Awaiting| Some((tickets.remove(&awaiting.ticket_id)?, awaiting));
    let found = page.into_iter().filter_map(with_ticket);
    Ok(found.map(|(ticket, awaiting)| (awaiting, ticket)).collect())
}

/// Some tickets, each with its place among the requests that the filter admits, if it has one.
///
/// # Errors
/// Those of the store.
pub async fn of_ids(tx: &mut Tx, filter: &Filter, ids: &[Uuid]) -> Result<Vec<(Ticket, Option<Awaiting>)>> {
    let waiting = carry_overs::of_ids(tx, ids).await?;
    let mut waiting: HashMap<TicketId, Awaiting> = waiting.into_iter().map(|it| (it.ticket_id, it)).collect();
    let stored = tickets::of_ids(tx, ids).await?.into_iter();
    let with_place = stored.map(|stored| {
        let awaiting = waiting.remove(&stored.ticket.id);
        let admitted = awaiting.filter(|awaiting| filter.admits(&stored.ticket.branch_id, awaiting));
        (stored.ticket, admitted)
    });
    Ok(with_place.collect())
}
