//! Leave as it stands.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

pub use crate::store::leaves::{Filter, of_ids};
use crate::{
    domain::{leave::Leave, reasons::BRANCH_NOT_FOUND},
    store::leaves,
};

/// Leave of a branch, undecided first.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn list(tx: &mut Tx, scope: &BranchScope, filter: &Filter) -> Result<Vec<Leave>> {
    scope.admit(&filter.branch, &BRANCH_NOT_FOUND)?;
    leaves::list(tx, filter).await
}
