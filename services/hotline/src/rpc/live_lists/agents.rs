//! Who is at the telephone, live.

use aftersales_kit::{
    Result,
    db::Tx,
    id::BranchId,
    live::{self, Current, List, Stream},
    outbox::Event,
    rpc::Call,
};
use aftersales_proto::hotline::v1::{self as proto, hotline_event::Event as Fact};

use crate::{
    app::list_agents,
    domain::agent::{Agent, AgentState},
    rpc::{
        agents::{LIST, shown, wanted_state},
        live::{LiveLists, Seen, fact},
    },
};

impl List for Seen<(BranchId, Option<AgentState>)> {
    type Key = String;
    type Place = String;
    type Row = proto::Agent;

    async fn page(&self, tx: &mut Tx, after: Option<&String>, limit: i64) -> Result<Vec<(String, proto::Agent)>> {
        let (branch, state) = &self.filter;
        let after = after.map(String::as_str).unwrap_or_default();
        let found = list_agents::run(tx, branch, *state, after, limit).await?;
        let row = |agent: &Agent| (agent.agent_id.clone(), shown(&self.call, agent));
        Ok(found.iter().map(row).collect())
    }

    /// The agent whose state changed at this branch.
    fn touched(&self, event: &Event) -> Vec<String> {
        match fact(event) {
            Some(Fact::AgentStateChanged(it)) if event.branch_id == self.filter.0.as_str() => vec![it.agent_id],
            _ => Vec::new(),
        }
    }

    async fn current(&self, tx: &mut Tx, codes: &[String]) -> Result<Vec<Current<proto::Agent>>> {
        let (branch, state) = &self.filter;
        let found = list_agents::of_codes(tx, branch, *state, codes).await?;
        let current =
            |(agent, held): &(Agent, bool)| Current::when(*held, &agent.agent_id, || Ok(shown(&self.call, agent)));
        found.iter().map(current).collect()
    }
}

impl LiveLists {
    pub(super) async fn agents(
        &self,
        call: &Call,
        request: proto::WatchAgentsRequest,
    ) -> Result<Stream<proto::WatchAgentsResponse>> {
        let wanted = proto::ListAgentsRequest {
            branch_id: request.branch_id,
            state: request.state,
            ..proto::ListAgentsRequest::default()
        };
        let book = self.0.branch(call, &wanted.branch_id).await?;
        let list = self.seen(call, (book.id().clone(), wanted_state(&wanted)?));
        let answer = live::told!(proto::WatchAgentsResponse, watch_agents_response, AgentRows.agents);
        self.live(call, LIST, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}
