//! Calls of a branch, newest first: also those that nobody has wrapped up (HOT-05).

use aftersales_kit::{Result, db::Tx, seal::Sealer, time::Timestamp};
use uuid::Uuid;

use super::get_call::{self, CallView};
use crate::{
    domain::reasons::TIME_ORDER,
    store::calls::{self, Filter},
};

/// Up to `limit` calls before a key.
///
/// # Errors
/// `TIME_ORDER`; those of the store.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    filter: &Filter,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<CallView>> {
    if filter.before <= filter.from {
        return Err(TIME_ORDER.field("before", "must be later than from").into());
    }
    let mut found = Vec::new();
    for stored in calls::page(tx, filter, before, limit).await? {
        found.push(get_call::view(tx, sealer, stored).await?);
    }
    Ok(found)
}
