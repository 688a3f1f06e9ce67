//! Reads stock and its ledger. The place is one of the caller's.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, PartNo},
};

pub use crate::store::ledger::MovementFilter;
use crate::{
    domain::{movement::Movement, reasons::PART_NOT_FOUND, stock::Stock},
    store::{ledger, parts, stocks},
};

/// Stock of a part at a place; zero when it was never there.
///
/// # Errors
/// `PART_NOT_FOUND`.
pub async fn one(tx: &mut Tx, branch: &BranchId, part_no: &PartNo) -> Result<Stock> {
    parts::find(tx, part_no).await?.ok_or(&PART_NOT_FOUND)?;
    stocks::get(tx, branch, part_no).await
}

/// A page of a place's stock after the part number `after`.
pub async fn page(tx: &mut Tx, branch: &BranchId, short_only: bool, after: &str, limit: i64) -> Result<Vec<Stock>> {
    stocks::list(tx, branch, short_only, after, limit).await
}

/// A page of a place's ledger.
pub async fn movements(tx: &mut Tx, filter: &MovementFilter<'_>) -> Result<Vec<Movement>> {
    ledger::list(tx, filter).await
}
