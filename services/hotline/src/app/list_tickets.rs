//! Tickets, newest first.

use aftersales_kit::{Result, db::Tx, id::TicketId, seal::Sealer, time::Timestamp};
use uuid::Uuid;

use super::seal_texts::{TicketView, open_ticket};
use crate::store::tickets::{self, Filter};

/// A page's key: when the last ticket was opened, and its id.
pub type Key = (Timestamp, TicketId);

/// Up to `limit` tickets before a key.
///
/// # Errors
/// Those of the store.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    filter: &Filter,
    before: Option<Key>,
    limit: i64,
) -> Result<Vec<TicketView>> {
    let before = before.unwrap_or((Timestamp::MAX, TicketId::from_uuid(Uuid::max())));
    let stored = tickets::page(tx, filter, before, limit).await?;
    stored.into_iter().map(|stored| open_ticket(sealer, stored)).collect()
}
