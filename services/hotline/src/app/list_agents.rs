//! Who is at the telephone.

use aftersales_kit::{Result, db::Tx, id::BranchId};

use crate::{
    domain::agent::{Agent, AgentState},
    store::agents,
};

/// Up to `limit` agents of a branch after a staff code.
///
/// # Errors
/// Those of the store.
pub async fn run(
    tx: &mut Tx,
    branch: &BranchId,
    state: Option<AgentState>,
    after: &str,
    limit: i64,
) -> Result<Vec<Agent>> {
    agents::page(tx, branch, state, after, limit).await
}
