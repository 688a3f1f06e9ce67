//! The fault catalogue grows (DSP-64).

use aftersales_kit::{Result, db::Tx, etag};

use crate::{
    domain::fault_entry::{Fault, FaultEntry, FaultEntryId},
    store::fault_entries,
};

/// Adds an entry, or a version of the one named; the newest put again stays as it is.
///
/// # Errors
/// `FAULT_ENTRY_NOT_FOUND`, `STALE_ETAG`, `FAULT_ENTRY_WITHDRAWN`.
pub async fn run(tx: &mut Tx, id: Option<FaultEntryId>, given: &str, fault: Fault, by: &str) -> Result<FaultEntry> {
    let now = tx.now();
    let Some(id) = id else {
        let entry = FaultEntry::first(fault, by, now);
        fault_entries::insert(tx, &entry).await?;
        return Ok(entry);
    };
    let newest = fault_entries::get(tx, id, None).await?;
    etag::check(given, newest.version)?;
    let Some(next) = newest.next(fault, by, now)? else {
        return Ok(newest);
    };
    fault_entries::insert(tx, &next).await?;
    Ok(next)
}
