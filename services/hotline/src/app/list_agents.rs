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

/// Some agents of a branch by their staff codes, each with whether the list holds him.
///
/// # Errors
/// Those of the store.
pub async fn of_codes(
    tx: &mut Tx,
    branch: &BranchId,
    state: Option<AgentState>,
    codes: &[String],
) -> Result<Vec<(Agent, bool)>> {
    let mut found = Vec::new();
    for code in codes {
        if let Some(agent) = agents::present(tx, branch, code).await? {
            let held = state.map_or(agent.state != AgentState::Offline, |state| state == agent.state);
            found.push((agent, held));
        }
    }
    Ok(found)
}
