//! An approval matrix of the test's own: from which amount on which role approves.

use std::sync::{Arc, Mutex};

use aftersales_kit::{
    auth::Role,
    testing::fake::{Answers, unary},
};
use aftersales_proto::registry::v1::{FindApproversRequest, FindApproversResponse};
use futures::future::BoxFuture;
use tonic::{
    body::Body,
    codegen::http::{Request, Response},
};

/// Stands in for the registry's approval matrix; without a rule nobody must approve.
#[derive(Default)]
pub struct FakeMatrix(Mutex<Option<(i64, Role)>>);

impl FakeMatrix {
    /// From this amount in fen on, the role approves.
    pub fn reserve(&self, from: i64, role: Role) {
        *self.0.lock().unwrap() = Some((from, role));
    }
}

impl Answers for FakeMatrix {
    const SERVICE: &'static str = "aftersales.registry.v1.GovernanceService";

    fn answer(self: Arc<Self>, method: &str, request: Request<Body>) -> Option<BoxFuture<'static, Response<Body>>> {
        (method == "FindApprovers").then(|| {
            unary(request, move |asked: FindApproversRequest| {
                let rule = self.0.lock().unwrap().filter(|(from, _)| asked.minor_units >= *from);
                Ok(FindApproversResponse {
                    required: rule.is_some(),
                    roles: rule.map(|(_, role)| role.into()).into_iter().collect(),
                    rule_version: rule.map_or(0, |_| 3),
                })
            })
        })
    }
}
