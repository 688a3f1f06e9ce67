//! The repair register of a branch (报修登记簿, HOT-23).

use aftersales_kit::{Result, db::Tx, seal::Sealer};

use super::seal_texts::{TicketView, open_ticket};
use crate::store::tickets::{self, RegisterFilter};

/// Up to `limit` rows after a place in the series.
///
/// # Errors
/// Those of the store.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    filter: &RegisterFilter,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<TicketView>> {
    let stored = tickets::register_page(tx, filter, after.unwrap_or(0), limit).await?;
    stored.into_iter().map(|stored| open_ticket(sealer, stored)).collect()
}
