//! An approval matrix of the test's own: from which amount on which role approves.

use std::sync::{Arc, Mutex};

use aftersales_kit::auth::Role;
use aftersales_proto::registry::v1::{
    ResolveApprovalRequest, ResolveApprovalResponse, governance_service_server::GovernanceService,
};
use tonic::{Request, Response, Status};

/// Stands in for the registry's approval matrix; without a rule nobody must approve.
#[derive(Clone, Default)]
pub struct FakeMatrix(Arc<Mutex<Option<(i64, Role)>>>);

impl FakeMatrix {
    /// From this amount in fen on, the role approves.
    pub fn reserve(&self, from: i64, role: Role) {
        *self.0.lock().unwrap() = Some((from, role));
    }
}

#[tonic::async_trait]
impl GovernanceService for FakeMatrix {
    async fn resolve_approval(
        &self,
        request: Request<ResolveApprovalRequest>,
    ) -> Result<Response<ResolveApprovalResponse>, Status> {
        let amount = request.into_inner().minor_units;
        let rule = self.0.lock().unwrap().filter(|(from, _)| amount >= *from);
        Ok(Response::new(ResolveApprovalResponse {
            required: rule.is_some(),
            roles: rule.map(|(_, role)| role.into()).into_iter().collect(),
            rule_version: rule.map_or(0, |_| 3),
        }))
    }
}
