//! What dispatch asks of other services before a transaction begins.

use aftersales_kit::{
    Result,
    auth::Roles,
    id::BranchId,
    peer::{PeerChannel, PeerError},
    rpc::Call,
    service::Env,
};
use aftersales_proto::registry::v1::{
    ApprovalAction, ResolveApprovalRequest, governance_service_client::GovernanceServiceClient,
};

use crate::{NAME, domain::Approval};

const REGISTRY: &str = "registry";

/// The registry's approval matrix (权责划分办法, X-17).
#[derive(Clone)]
pub struct Matrix(GovernanceServiceClient<PeerChannel>);

impl Matrix {
    /// As this process reaches it.
    pub fn new(env: &Env) -> Self {
        Self(GovernanceServiceClient::new(env.peers.channel(NAME, REGISTRY)))
    }

    /// Who must approve an action of an amount in fen at a branch.
    ///
    /// # Errors
    /// `Unavailable` when the registry does not answer; its refusals.
    pub async fn ask(&self, call: &Call, branch: &BranchId, action: ApprovalAction, fen: i64) -> Result<Approval> {
        let request = call.forward(ResolveApprovalRequest {
            branch_id: branch.to_string(),
            action: action.into(),
            minor_units: fen,
        });
        let answer = self.0.clone().resolve_approval(request).await;
        let answer = answer
            .map_err(|status| PeerError::from_status(REGISTRY, status))?
            .into_inner();
        let roles: Roles = answer.roles().filter(|_| answer.required).collect();
        Ok(Approval {
            roles,
            rule_version: answer.rule_version,
        })
    }
}
