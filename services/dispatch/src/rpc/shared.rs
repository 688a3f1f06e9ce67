//! What the services of this house do alike: say what is possible, show one's own, find a branch's book.

use std::sync::Arc;

use aftersales_kit::{
    Refusal, Result,
    auth::{Caller, Role},
    reasons::{BRANCH_UNKNOWN, ROLE_NOT_ALLOWED},
    refdata::BranchBook,
    rpc::Call,
};

use super::{Dispatch, convert, view::roles_of};
use crate::domain::score_reasons::SCORE_OF_OTHERS;

/// What this caller may do with a record now, or why nothing.
pub(super) fn actions(
    call: &Call,
    service: &str,
    possible: Result<&'static [&'static str], Refusal>,
) -> (Vec<String>, String) {
    match possible {
        Ok(possible) => offered(call, service, possible, None),
        Err(refusal) => offered(call, service, &[], Some(&refusal)),
    }
}

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
    let sentence = |refusal: &Refusal| call.locale.sentence(refusal.reason, &refusal.metadata);
    if let Some(refusal) = closed {
        return (actions, sentence(refusal));
    }
    let roles = roles_of(service, possible);
    (actions, sentence(&ROLE_NOT_ALLOWED.refuse().with("roles", roles)))
}

/// A technician who is nothing else besides: he sees what is his own.
pub(super) fn sees_own_only(caller: &Caller) -> bool {
    caller.roles.iter().all(|role| role == Role::Technician)
}

/// Passes for one's own, and for everybody who is not only a technician.
///
/// # Errors
/// `SCORE_OF_OTHERS`.
pub(super) fn admit_own(caller: &Caller, technician: &str) -> Result<()> {
    if sees_own_only(caller) && caller.subject != technician {
        return Err((&SCORE_OF_OTHERS).into());
    }
    Ok(())
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
