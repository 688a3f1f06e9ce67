//! The approval matrix.

use aftersales_kit::Result;
use aftersales_proto::registry::v1 as proto;

use super::{date, missing, optional_branch};
use crate::{
    domain::approval::{Action, ApprovalRule, Step},
    events::governance as told,
};

/// An action; `None` when not said.
pub fn approval_action(action: proto::ApprovalAction) -> Option<Action> {
    Action::ALL
        .iter()
        .copied()
        .find(|known| told::approval_action(*known) == action)
}

/// A rule to put.
pub fn approval_rule(rule: &proto::ApprovalRule, by: &str) -> Result<ApprovalRule> {
    Ok(ApprovalRule {
        action: approval_action(rule.action()).ok_or_else(|| missing("rule.action"))?,
        branch: optional_branch(&rule.branch_id)?,
        steps: rule.steps.iter().map(step).collect(),
        effective_from: date("rule.effective_from", &rule.effective_from)?,
        version: 0,
        put_by: by.to_owned(),
    })
}

/// Roles once each, in the order of their numbers.
fn step(step: &proto::ApprovalStep) -> Step {
    let mut roles = step.roles.clone();
    roles.sort_unstable();
    roles.dedup();
    Step {
        from: step.from_minor_units,
        roles,
    }
}

/// A rule as the contract has it.
pub fn approval_rule_to_proto(rule: &ApprovalRule) -> proto::ApprovalRule {
    let step = |step: &Step| proto::ApprovalStep {
        from_minor_units: step.from,
        roles: step.roles.clone(),
    };
    proto::ApprovalRule {
        action: told::approval_action(rule.action).into(),
        branch_id: rule.branch.as_ref().map(ToString::to_string).unwrap_or_default(),
        steps: rule.steps.iter().map(step).collect(),
        effective_from: rule.effective_from.to_string(),
        version: rule.version,
        put_by: rule.put_by.clone(),
    }
}
