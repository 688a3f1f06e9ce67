//! Who is expected at a branch.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::Desk;
use crate::{
    domain::ExpectedVisit,
    store::{self, expected_visit::VisitQuery},
};

/// Lists a branch's visits by expected day; none of a branch outside the scope.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, query: &VisitQuery) -> Result<Vec<ExpectedVisit>> {
    if !scope.contains(&query.branch_id) {
        return Ok(Vec::new());
    }
    store::expected_visit::list(tx, &desk.sealer, query).await
}
