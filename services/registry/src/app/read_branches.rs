//! Branches as they stand (REC-11, HOT-10).

use aftersales_kit::{Error, Result, db::Tx, id::BranchId, seal::Sealer};

pub use crate::store::branches::Filter;
use crate::{
    domain::{branch::Branch, reasons::BRANCH_NOT_FOUND},
    store::branches,
};

/// One branch.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn get(tx: &mut Tx, sealer: &Sealer, id: &BranchId) -> Result<Branch> {
    let found = branches::find(tx, sealer, id).await?;
    found.ok_or_else(|| Error::from(BRANCH_NOT_FOUND.refuse().with("branch_id", id)))
}

/// Branches by code.
///
/// # Errors
/// Those of the store.
pub async fn list(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Branch>> {
    branches::list(tx, sealer, filter).await
}
