//! One arrival.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::Desk;
use crate::{
    domain::{Arrival, ArrivalId},
    store,
};

/// Reads it.
///
/// # Errors
/// `ARRIVAL_NOT_FOUND`, also for another branch's.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, id: ArrivalId) -> Result<Arrival> {
    store::arrival::get(tx, &desk.sealer, scope, id).await
}
