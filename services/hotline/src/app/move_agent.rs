//! Moves agents from state to state as calls pull them.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{self, BranchId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    domain::agent::{self, Agent, AgentState, Pull},
    events,
    store::{agents, calls},
};

/// Moves an agent by the news of a call, if it moves him.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn run(tx: &mut Tx, branch: &BranchId, agent: &str, call: Uuid, pull: Pull, at: Timestamp) -> Result<()> {
    agents::hold(tx, branch, agent).await?;
    let present = agents::present(tx, branch, agent).await?;
    let at = at.min(tx.now());
    let Some(state) = agent::pulled(present.as_ref(), call, pull, at) else {
        return Ok(());
    };
    if state != AgentState::Available {
        begin(tx, present, branch, agent, state, Some(call), at).await?;
        return Ok(());
    }
    // nobody is ready again before the last of his calls is wrapped up (HOT-05)
    let owed = calls::unwrapped(tx, branch, agent).await?;
    let state = if owed.is_some() { AgentState::WrapUp } else { state };
    begin(tx, present, branch, agent, state, owed, at).await?;
    Ok(())
}

/// Begins the next stretch of an agent's time.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn begin(
    tx: &mut Tx,
    present: Option<Agent>,
    branch: &BranchId,
    agent: &str,
    state: AgentState,
    call: Option<Uuid>,
    since: Timestamp,
) -> Result<Agent> {
    let next = Agent {
        id: id::new_uuid(),
        branch_id: branch.clone(),
        agent_id: agent.to_owned(),
        state,
        call_id: call,
        since: present.as_ref().map_or(since, |present| since.max(present.since)),
        version: present.as_ref().map_or(1, |present| present.version + 1),
    };
    agents::begin(tx, present.as_ref(), &next).await?;
    let from = present.map_or(AgentState::Offline, |present| present.state);
    tx.emit(events::telephone::agent_state_changed(&next, from));
    Ok(next)
}
