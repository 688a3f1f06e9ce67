//! What every service beside the work orders' own does alike: forward, and say what is possible.

use std::{collections::BTreeMap, sync::Arc};

use aftersales_kit::{
    Refusal, Result,
    reasons::{BRANCH_UNKNOWN, ROLE_NOT_ALLOWED},
    refdata::BranchBook,
    rpc::Call,
};

use super::{Dispatch, convert};

/// Implements a service of the contract: each method decodes nothing, calls its namesake and encodes its answer.
macro_rules! forward {
    ($service:ident for $type:ident { $($name:ident($request:ident) -> $response:ident;)+ }) => {
        #[tonic::async_trait]
        impl $service for $type {
            $(
                async fn $name(
                    &self,
                    request: tonic::Request<proto::$request>,
                ) -> Result<tonic::Response<proto::$response>, tonic::Status> {
                    let call = Call::of(&request);
                    call.reply($type::$name(self, &call, request.into_inner()).await)
                }
            )+
        }
    };
}
pub(super) use forward;

/// What a caller can do to a record, and why not: the methods that its state allows or `closed`, then the role.
pub(super) fn offered(
    call: &Call,
    service: &str,
    possible: &[&str],
    closed: Option<&Refusal>,
) -> (Vec<String>, String) {
    let actions = call.available_actions(service, possible);
    if !actions.is_empty() {
        return (actions, String::new());
    }
    let (none, facts) = (
        BTreeMap::new(),
        closed.map(|refusal| (refusal.reason, &refusal.metadata)),
    );
    let (reason, facts) = facts.unwrap_or((&ROLE_NOT_ALLOWED, &none));
    (actions, call.locale.sentence(reason, facts))
}

pub(super) fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

pub(super) fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl Dispatch {
    /// The book of one of the caller's branches.
    pub(super) async fn book(&self, call: &Call, code: &str) -> Result<Arc<BranchBook>> {
        let branch = convert::branch(code)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        self.kit.branch(&branch).await
    }
}
