//! Members of staff as they stand.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::StaffId, seal::Sealer};

pub use crate::store::staff::Filter;
use crate::{
    domain::{
        reasons::{BRANCH_NOT_FOUND, STAFF_NOT_FOUND},
        staff::Member,
    },
    store::{branches, staff},
};

/// One member.
///
/// # Errors
/// `STAFF_NOT_FOUND`.
pub async fn get(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: &StaffId) -> Result<Member> {
    staff::find(tx, sealer, scope, id)
        .await?
        .ok_or_else(|| Error::from(&STAFF_NOT_FOUND))
}

/// Members of a branch by code.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn list(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, filter: &Filter) -> Result<Vec<Member>> {
    scope.admit(&filter.branch, &BRANCH_NOT_FOUND)?;
    if !branches::exists(tx, &filter.branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    staff::list(tx, sealer, filter).await
}
