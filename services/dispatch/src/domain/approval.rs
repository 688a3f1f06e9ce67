//! What the approval matrix (权责划分办法) asks for, and who decides.

use aftersales_kit::{Refusal, auth::Roles, time::Timestamp};

use super::{
    Actor,
    approval_reasons::{APPROVER_ROLE, DECISION_REASON_MISSING, OWN_REQUEST},
};

/// Who must approve, as the matrix said when it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    /// The roles of which one decides; none when nobody must.
    pub roles: Roles,
    /// Version of the rule; 0 when there is none.
    pub rule_version: i64,
}

impl Approval {
    /// Somebody must approve.
    pub const fn is_required(&self) -> bool {
        !self.roles.is_empty()
    }
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Staff code; empty when nobody had to approve.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What somebody says on a request.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Approved.
    pub approved: bool,
    /// Why.
    pub reason: String,
}

/// Takes a decision on a request of `requester`: by one of the roles, never by himself, a refusal with its reason.
///
/// # Errors
/// `OWN_REQUEST`, `APPROVER_ROLE`, `DECISION_REASON_MISSING`.
pub fn decide(
    approval: Approval,
    requester: &str,
    decider: &Actor,
    verdict: &Verdict,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    if decider.code == requester {
        return Err(OWN_REQUEST.refuse());
    }
    if approval.roles.bits() & decider.roles.bits() == 0 {
        return Err(APPROVER_ROLE.refuse().with("roles", approval.roles));
    }
    if !verdict.approved && verdict.reason.trim().is_empty() {
        return Err(DECISION_REASON_MISSING.field("reason", "say why it is refused"));
    }
    Ok(Decision {
        at: now,
        by: decider.code.clone(),
        reason: verdict.reason.clone(),
    })
}
