//! Sets minimum and maximum of a part at a place (PRA-06).

use aftersales_kit::{
    Result,
    db::Tx,
    etag,
    id::{BranchId, PartNo},
};

use crate::{
    domain::{
        reasons::PART_NOT_FOUND,
        stock::{Stock, check_limits},
    },
    store::{ledger, parts, stocks},
};

/// The stock with its new limits. The place is one of the caller's.
///
/// # Errors
/// `LIMITS_ORDER`, `PART_NOT_FOUND`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, branch: &BranchId, part_no: &PartNo, limits: (i64, i64), etag: &str) -> Result<Stock> {
    let (min, max) = limits;
    check_limits(min, max)?;
    parts::find(tx, part_no).await?.ok_or(&PART_NOT_FOUND)?;
    ledger::take_turn(tx, branch).await?;
    let stock = stocks::get(tx, branch, part_no).await?;
    etag::check(etag, stock.version)?;
    stocks::ensure(tx, branch, std::slice::from_ref(part_no)).await?;
    stocks::set_limits(tx, &stock, min, max).await?;
    stocks::get(tx, branch, part_no).await
}
