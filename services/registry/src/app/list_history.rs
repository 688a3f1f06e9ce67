//! Every change of a branch's profile, staff, calendar and policies (T-8).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::BranchId, seal::Sealer};

pub use crate::store::changes::BranchChange;
use crate::{
    domain::{branch::Branch, reasons::BRANCH_NOT_FOUND},
    store::{branches, changes},
};

/// Changes of a branch before a version, newest first; beside one of its profile the branch as it stood then.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    branch: &BranchId,
    (before, limit): (i64, i64),
) -> Result<Vec<(BranchChange, Option<Branch>)>> {
    scope.admit(branch, &BRANCH_NOT_FOUND)?;
    if !branches::exists(tx, branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    let changes = changes::of_branch(tx, branch, before, limit).await?;
    let (Some(last), Some(first)) = (changes.first(), changes.last()) else {
        return Ok(Vec::new());
    };
    let mut kept = branches::kept(tx, sealer, branch, (first.version, last.version)).await?;
    let beside = |change: BranchChange| {
        let profile = kept.remove(&change.version);
        (change, profile)
    };
    Ok(changes.into_iter().map(beside).collect())
}
