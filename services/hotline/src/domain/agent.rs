//! Agents at the telephone: what they do, said by themselves or by the calls.

use aftersales_kit::{Refusal, id::BranchId, text_enum, time::Timestamp};
use uuid::Uuid;

use super::telephone_reasons::AGENT_STATE_FOLLOWS_CALLS;

text_enum! {
    /// State of an agent.
    pub enum AgentState {
        /// Takes calls.
        Available = "AVAILABLE",
        /// It rings at him.
        Ringing = "RINGING",
        /// Talks.
        Talking = "TALKING",
        /// Tidies up after a call (整理记录).
        WrapUp = "WRAP_UP",
        /// On a break.
        Break = "BREAK",
        /// Not at the telephone.
        Offline = "OFFLINE",
    }
}

impl AgentState {
    /// Passes for states that people say; the others follow the calls.
    ///
    /// # Errors
    /// `AGENT_STATE_FOLLOWS_CALLS`.
    pub fn admit_by_hand(self) -> Result<(), Refusal> {
        match self {
            Self::Ringing | Self::Talking => {
                Err(AGENT_STATE_FOLLOWS_CALLS.field("state", "must be AVAILABLE, WRAP_UP, BREAK or OFFLINE"))
            }
            Self::Available | Self::WrapUp | Self::Break | Self::Offline => Ok(()),
        }
    }
}

/// The present stretch of an agent's time.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Id of the stretch.
    pub id: Uuid,
    /// Branch.
    pub branch_id: BranchId,
    /// Staff code.
    pub agent_id: String,
    /// State.
    pub state: AgentState,
    /// Call that the state follows.
    pub call_id: Option<Uuid>,
    /// Since when.
    pub since: Timestamp,
    /// Version of the record.
    pub version: i64,
}

/// What a call does to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pull {
    /// It rings at him.
    Rings,
    /// He answered.
    Talks,
    /// He has hung up and owes the wrap-up.
    HangsUp,
    /// It rings no longer, or the call went on without him.
    LetsGo,
    /// He wrapped it up.
    WrapsUp,
}

/// The state that a call's news puts an agent into; none leaves him as he is. News older than the present state is
/// history: it moves nobody back.
pub fn pulled(present: Option<&Agent>, call: Uuid, pull: Pull, at: Timestamp) -> Option<AgentState> {
    if present.is_some_and(|agent| at < agent.since) {
        return None;
    }
    let state = present.map_or(AgentState::Offline, |agent| agent.state);
    let same = present.is_some_and(|agent| agent.call_id == Some(call));
    match (pull, state) {
        (Pull::Rings, AgentState::Available) => Some(AgentState::Ringing),
        (Pull::Talks, _) => Some(AgentState::Talking),
        (Pull::HangsUp, AgentState::Talking) if same => Some(AgentState::WrapUp),
        (Pull::LetsGo, AgentState::Ringing | AgentState::Talking) if same => Some(AgentState::Available),
        (Pull::WrapsUp, AgentState::Talking | AgentState::WrapUp | AgentState::Ringing) if same => {
            Some(AgentState::Available)
        }
        _ => None,
    }
}
