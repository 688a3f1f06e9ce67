//! Optimistic versions as etags.

use crate::{Result, reasons::STALE_ETAG};

/// The etag of a record's version.
pub fn of(version: i64) -> String {
    format!("\"{version}\"")
}

/// Refuses when the caller named an etag and it is not the current one (check X2).
///
/// # Errors
/// `STALE_ETAG`.
pub fn check(given: &str, version: i64) -> Result<()> {
    if given.is_empty() || given == of(version) {
        return Ok(());
    }
    Err(STALE_ETAG.refuse().with("etag", of(version)).into())
}

/// Refuses when a version-checked update touched no row: somebody else was faster.
///
/// # Errors
/// `STALE_ETAG`.
pub fn changed(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(STALE_ETAG.refuse().into())
    }
}
