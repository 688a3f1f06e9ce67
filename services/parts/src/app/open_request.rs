//! A request that is about to change: found in the scope, and read in the turn of its place.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag};

use crate::{
    domain::{ids::PartsRequestId, reasons::PARTS_REQUEST_NOT_FOUND, request::PartsRequest},
    store::{
        ledger::{self, Turn},
        requests,
    },
};

/// A request of the scope as nobody else can change it any more in this transaction.
///
/// # Errors
/// `PARTS_REQUEST_NOT_FOUND`, `STALE_ETAG`.
pub async fn take(tx: &mut Tx, scope: &BranchScope, id: PartsRequestId, etag: &str) -> Result<(Turn, PartsRequest)> {
    let turn = ledger::take_turn_of_request(tx, id)
        .await?
        .ok_or(&PARTS_REQUEST_NOT_FOUND)?;
    let request = requests::find(tx, scope, id).await?.ok_or(&PARTS_REQUEST_NOT_FOUND)?;
    etag::check(etag, request.version)?;
    Ok((turn, request))
}
