//! Every change of a branch's profile, staff, calendar and policies (T-8).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::BranchId};

pub use crate::store::changes::BranchChange;
use crate::{
    domain::reasons::BRANCH_NOT_FOUND,
    store::{branches, changes},
};

/// Changes of a branch before a version, newest first.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn run(
    tx: &mut Tx,
    scope: &BranchScope,
    branch: &BranchId,
    (before, limit): (i64, i64),
) -> Result<Vec<BranchChange>> {
    scope.admit(branch, &BRANCH_NOT_FOUND)?;
    if !branches::exists(tx, branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    changes::of_branch(tx, branch, before, limit).await
}
