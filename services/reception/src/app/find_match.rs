//! Which expected visit an arriving customer belongs to (REC-74).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{AssetId, BranchId, CustomerId},
    reasons::INVALID_REQUEST,
};

use super::Desk;
use crate::{
    domain::{ExpectedVisit, ExpectedVisitId, Purpose, reasons::EXPECTED_VISIT_NOT_FOUND},
    store,
};

/// Who arrives.
#[derive(Debug, Clone)]
pub struct Arriving {
    /// Branch.
    pub branch_id: BranchId,
    /// The expected visit, when known.
    pub expected_visit_id: Option<ExpectedVisitId>,
    /// The customer.
    pub customer_id: Option<CustomerId>,
    /// The machine.
    pub asset_id: Option<AssetId>,
    /// Why.
    pub purpose: Purpose,
}

/// The visit that was named, or the first one of the customer and his machine that the branch expects. Somebody who
/// only asks or fetches is not the one whom the hotline sent with a machine.
///
/// # Errors
/// `EXPECTED_VISIT_NOT_FOUND`, `EXPECTED_VISIT_STATE`; `INVALID_REQUEST` when customer or asset are not the visit's.
pub async fn run(tx: &mut Tx, desk: &Desk, scope: &BranchScope, who: &Arriving) -> Result<Option<ExpectedVisit>> {
    if let Some(id) = who.expected_visit_id {
        let visit = store::expected_visit::get(tx, &desk.sealer, scope, id).await?;
        check(&visit, who)?;
        return Ok(Some(visit));
    }
    match who.customer_id {
        Some(customer) if who.purpose.brings_a_machine() => {
            store::expected_visit::first_expected(tx, &desk.sealer, &who.branch_id, customer, who.asset_id).await
        }
        _ => Ok(None),
    }
}

fn check(visit: &ExpectedVisit, who: &Arriving) -> Result<()> {
    if visit.branch_id != who.branch_id {
        return Err((&EXPECTED_VISIT_NOT_FOUND).into());
    }
    visit.is_expected()?;
    let mut refusal = INVALID_REQUEST.refuse();
    if who.customer_id.is_some_and(|customer| customer != visit.customer_id) {
        refusal = refusal.field("customer_id", "must be the customer of the expected visit");
    }
    if who.asset_id.is_some_and(|asset| asset != visit.asset_id) {
        refusal = refusal.field("asset_id", "must be the asset of the expected visit");
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal.into())
    }
}
