//! Who came to a branch.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::Desk;
use crate::{
    domain::Arrival,
    store::{self, arrival::ArrivalQuery},
};

/// Lists a branch's arrivals, newest first; none of a branch outside the scope.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, query: &ArrivalQuery) -> Result<Vec<Arrival>> {
    if !scope.contains(&query.branch_id) {
        return Ok(Vec::new());
    }
    store::arrival::list(tx, &desk.sealer, query).await
}
