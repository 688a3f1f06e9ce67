//! An entry leaves the fault catalogue (DSP-64).

use aftersales_kit::{Result, db::Tx, etag};

use crate::{
    domain::fault_entry::{FaultEntry, FaultEntryId},
    store::fault_entries,
};

/// Takes an entry out of the catalogue; one that is out stays out.
///
/// # Errors
/// `FAULT_ENTRY_NOT_FOUND`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, id: FaultEntryId, given: &str, by: &str) -> Result<FaultEntry> {
    let newest = fault_entries::get(tx, id, None).await?;
    etag::check(given, newest.version)?;
    let Some(last) = newest.withdraw(by, tx.now()) else {
        return Ok(newest);
    };
    fault_entries::insert(tx, &last).await?;
    Ok(last)
}
