//! A technician's figures of a month (CBK-13, DSP-59).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, StaffId},
    reasons::BRANCH_UNKNOWN,
};

use crate::{
    domain::kpi::{Figures, Month},
    store,
};

/// Reads them. Visits count in the month in which they took place.
///
/// # Errors
/// `BRANCH_UNKNOWN` for a branch outside the scope.
pub async fn run(
    tx: &mut Tx,
    scope: &BranchScope,
    branch: &BranchId,
    technician: &StaffId,
    month: Month,
) -> Result<Figures> {
    scope.admit(branch, &BRANCH_UNKNOWN)?;
    store::figures::of_technician(tx, branch, technician.as_str(), month).await
}
