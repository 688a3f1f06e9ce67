//! Says what an agent does (整理记录, 休息): who has a call that is not wrapped up stays with it (HOT-05).

use aftersales_kit::{Error, Result, db::Tx, etag, refdata::BranchBook};

use super::{move_agent, report_call_event::works_here};
use crate::{
    domain::{
        agent::{Agent, AgentState},
        telephone_reasons::{AGENT_NOT_HERE, CALL_NOT_WRAPPED_UP},
    },
    store::{agents, calls},
};

/// What an agent does.
#[derive(Debug)]
pub struct SetAgentState {
    /// Staff code.
    pub agent_id: String,
    /// State.
    pub state: AgentState,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Says it at the branch of `book`. The state that stands already stays.
///
/// # Errors
/// `AGENT_STATE_FOLLOWS_CALLS`, `AGENT_NOT_HERE`, `CALL_NOT_WRAPPED_UP`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, book: &BranchBook, cmd: SetAgentState) -> Result<Agent> {
    cmd.state.admit_by_hand()?;
    if !works_here(book, &cmd.agent_id) {
        let refusal = AGENT_NOT_HERE.field("agent_id", "is no member of staff of this branch");
        return Err(refusal
            .with("agent_id", &cmd.agent_id)
            .with("branch_id", book.id())
            .into());
    }
    agents::hold(tx, book.id(), &cmd.agent_id).await?;
    let present = agents::present(tx, book.id(), &cmd.agent_id).await?;
    etag::check(&cmd.etag, present.as_ref().map_or(0, |agent| agent.version))?;
    let unwrapped = calls::unwrapped(tx, book.id(), &cmd.agent_id).await?;
    if let Some(call) = unwrapped.filter(|_| cmd.state != AgentState::WrapUp) {
        return Err(Error::from(CALL_NOT_WRAPPED_UP.refuse().with("call_id", call)));
    }
    match present {
        Some(agent) if agent.state == cmd.state => Ok(agent),
        present => {
            let now = tx.now();
            move_agent::begin(tx, present, book.id(), &cmd.agent_id, cmd.state, unwrapped, now).await
        }
    }
}
