//! Assets as they stand, with the branch whose calendar their periods are reckoned by.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{AssetId, BranchId, CustomerId},
    time::BusinessDate,
};

use crate::{
    domain::{
        asset::Asset,
        reasons::{ASSET_NOT_FOUND, CUSTOMER_NOT_FOUND},
    },
    store::{assets, customers},
};

/// One asset.
///
/// # Errors
/// `ASSET_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: AssetId) -> Result<Asset> {
    assets::find(tx, scope, id)
        .await?
        .ok_or_else(|| Error::from(&ASSET_NOT_FOUND))
}

/// The branch of a customer.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`.
pub async fn branch_of(tx: &mut Tx, scope: &BranchScope, customer: CustomerId) -> Result<BranchId> {
    customers::branch_of(tx, scope, customer)
        .await?
        .ok_or_else(|| Error::from(&CUSTOMER_NOT_FOUND))
}

/// Assets of a customer of the scope, newest invoice first, after the given one.
///
/// # Errors
/// Those of the store.
pub async fn list(
    tx: &mut Tx,
    customer: CustomerId,
    after: Option<(BusinessDate, AssetId)>,
    limit: i64,
) -> Result<Vec<Asset>> {
    assets::of_customer(tx, customer, after, limit).await
}
