//! Reads the price list in force (BIL-04).

use aftersales_kit::{Result, db::Tx, id::BranchId, time::Timestamp};

use crate::{
    domain::{price_list::PriceList, reasons::PRICE_LIST_NOT_FOUND},
    store::price_lists,
};

/// The list that holds for a branch of the caller's at an instant: its own, else the company's.
///
/// # Errors
/// `PRICE_LIST_NOT_FOUND`.
pub async fn run(tx: &mut Tx, branch: &BranchId, at: Timestamp) -> Result<PriceList> {
    Ok(price_lists::in_force(tx, branch, at)
        .await?
        .ok_or(&PRICE_LIST_NOT_FOUND)?)
}
