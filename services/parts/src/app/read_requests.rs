//! Reads requests.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

pub use crate::store::requests::RequestFilter;
use crate::{
    domain::{ids::PartsRequestId, reasons::PARTS_REQUEST_NOT_FOUND, request::PartsRequest},
    store::requests,
};

/// A request of the scope.
///
/// # Errors
/// `PARTS_REQUEST_NOT_FOUND`.
pub async fn one(tx: &mut Tx, scope: &BranchScope, id: PartsRequestId) -> Result<PartsRequest> {
    Ok(requests::find(tx, scope, id).await?.ok_or(&PARTS_REQUEST_NOT_FOUND)?)
}

/// A page of requests of the scope.
pub async fn page(tx: &mut Tx, scope: &BranchScope, filter: &RequestFilter<'_>) -> Result<Vec<PartsRequest>> {
    requests::list(tx, scope, filter).await
}
