//! RPCs of agents at the telephone.

use aftersales_kit::{Result, auth::Role, etag, page::page_size, rpc::Call};
use aftersales_proto::hotline::v1::{
    self as proto, AgentState as Said, ListAgentsRequest, ListAgentsResponse, SetAgentStateRequest,
    SetAgentStateResponse,
};

use super::{TELEPHONY, Telephony, convert, decode::word};
use crate::{
    app::{
        list_agents,
        set_agent_state::{self, SetAgentState},
    },
    domain::{
        agent::{Agent, AgentState},
        telephone_reasons::OTHER_AGENT,
    },
    events::proto_value,
};

/// Name of the list in its page tokens.
pub(super) const LIST: &str = "hotline.agents";

/// Staff code of the agent whom a request means: the caller, unless one of `others` names somebody else.
///
/// # Errors
/// `OTHER_AGENT`.
pub(super) fn meant(call: &Call, named: &str, others: &[Role]) -> Result<String> {
    if named.is_empty() || named == call.caller.subject {
        return Ok(call.caller.subject.clone());
    }
    if others.iter().any(|role| call.caller.roles.has(*role)) {
        return Ok(named.to_owned());
    }
    Err(OTHER_AGENT.refuse().with("agent_id", named).into())
}

impl Telephony {
    pub(super) async fn set_agent_state(
        &self,
        call: &Call,
        request: SetAgentStateRequest,
    ) -> Result<SetAgentStateResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let cmd = SetAgentState {
            agent_id: meant(call, &request.agent_id, &[Role::Chief])?,
            state: word!(AgentState, request.state(), "AGENT_STATE_", "state")?,
            etag: request.etag.clone(),
        };
        let caller = call.clone();
        self.hotline
            .kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let agent = set_agent_state::run(tx, &book, cmd).await?;
                    Ok(SetAgentStateResponse {
                        agent: Some(shown(&caller, &agent)),
                    })
                })
            })
            .await
    }

    pub(super) async fn list_agents(&self, call: &Call, request: ListAgentsRequest) -> Result<ListAgentsResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let (size, pages) = (page_size(request.page_size), &self.hotline.env.pages);
        let wanted = ListAgentsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after: Option<String> = pages.key(LIST, &wanted, &request.page_token)?;
        let state = wanted_state(&request)?;
        let mut tx = self.hotline.read().await?;
        let found = list_agents::run(&mut tx, book.id(), state, &after.unwrap_or_default(), size + 1).await?;
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, |agent| agent.agent_id.clone())?;
        Ok(ListAgentsResponse {
            agents: found.iter().map(|agent| shown(call, agent)).collect(),
            next_page_token,
        })
    }
}

/// The state that a request for the list means; none is all but OFFLINE.
pub(super) fn wanted_state(request: &ListAgentsRequest) -> Result<Option<AgentState>> {
    Ok(match request.state() {
        Said::Unspecified => None,
        said => Some(word!(AgentState, said, "AGENT_STATE_", "state")?),
    })
}

/// An agent as a caller sees him.
pub(super) fn shown(call: &Call, agent: &Agent) -> proto::Agent {
    let own = meant(call, &agent.agent_id, &[Role::Chief]).is_ok();
    let possible: &[&str] = if own { &["SetAgentState"] } else { &[] };
    let (available_actions, readonly_reason) = convert::actions_of(call, &[TELEPHONY], possible, Some(&OTHER_AGENT));
    proto::Agent {
        agent_id: agent.agent_id.clone(),
        branch_id: agent.branch_id.to_string(),
        state: proto_value!(AgentState, "AGENT_STATE_", agent.state),
        since: convert::instant(agent.since),
        call_id: convert::text(agent.call_id),
        etag: etag::of(agent.version),
        available_actions,
        readonly_reason,
    }
}
