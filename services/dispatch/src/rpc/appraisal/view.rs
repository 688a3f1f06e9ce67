//! An appraisal as the contract shows it.

use std::collections::BTreeMap;

use aftersales_kit::{etag, reasons::ROLE_NOT_ALLOWED, rpc::Call};
use aftersales_proto::dispatch::v1 as proto;

use crate::{
    domain::{
        Appraisal, AppraisalState, Decider, Replacement,
        approval_reasons::{APPRAISAL_STATE, APPROVER_ROLE},
    },
    events::money,
    rpc::{convert::decider, view::roles_of},
    wire::{Wire, number},
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.AppraisalService";

/// How one caller sees appraisals.
pub struct View {
    call: Call,
    decider: Decider,
}

impl View {
    /// For who calls.
    pub fn of(call: &Call) -> Self {
        Self {
            call: call.clone(),
            decider: decider(call),
        }
    }

    /// The appraisal, with what the caller can do to it.
    pub fn appraisal(&self, it: &Appraisal) -> proto::Appraisal {
        let possible = it.possible(&self.decider);
        let names: Vec<&str> = possible.iter().map(|action| action.as_str()).collect();
        let available_actions = self.call.available_actions(SERVICE, &names);
        let readonly_reason = match available_actions.is_empty() {
            true => self.readonly_reason(it, &names),
            false => String::new(),
        };
        let decision = it.decision.as_ref();
        proto::Appraisal {
            id: it.id.to_string(),
            branch_id: it.branch_id.to_string(),
            work_order_id: it.work_order_id.to_string(),
            ticket_id: it.ticket_id.to_string(),
            state: it.state.to_wire().into(),
            finding: it.finding.to_wire().into(),
            evidence: it.evidence.clone(),
            evidence_references: it.references.clone(),
            appraised_by: it.appraised.1.clone(),
            appraised_at: Some(it.appraised.0.to_proto()),
            decided_by: decision.map(|decision| decision.by.clone()).unwrap_or_default(),
            decided_at: decision.map(|decision| decision.at.to_proto()),
            decision_reason: decision.map(|decision| decision.reason.clone()).unwrap_or_default(),
            customer_informed_at: it.informed_at.map(|at| at.to_proto()),
            other_plan: number(it.other_plan),
            available_actions,
            readonly_reason,
            etag: etag::of(it.version),
            ..asked(it.replacement.as_ref())
        }
    }

    /// Why the caller can do nothing: the decision is others', the state, or the role.
    fn readonly_reason(&self, it: &Appraisal, possible: &[&str]) -> String {
        let mut facts = BTreeMap::new();
        let waiting = it
            .replacement
            .as_ref()
            .filter(|_| it.state == AppraisalState::PendingApproval);
        let reason = if let Some(asked) = waiting {
            facts.insert("roles".to_owned(), asked.approval.roles.to_string());
            &APPROVER_ROLE
        } else if possible.is_empty() {
            facts.insert("state".to_owned(), it.state.to_string());
            &APPRAISAL_STATE
        } else {
            facts.insert("roles".to_owned(), roles_of(SERVICE, possible));
            &ROLE_NOT_ALLOWED
        };
        self.call.locale.sentence(reason, &facts)
    }
}

fn asked(replacement: Option<&Replacement>) -> proto::Appraisal {
    let Some(asked) = replacement else {
        return proto::Appraisal::default();
    };
    proto::Appraisal {
        product: asked.product.clone(),
        value: Some(money(asked.value)),
        request_reason: asked.reason.clone(),
        requested_by: asked.requested.1.clone(),
        requested_at: Some(asked.requested.0.to_proto()),
        approver_roles: asked.approval.roles.iter().map(i32::from).collect(),
        rule_version: asked.approval.rule_version,
        ..proto::Appraisal::default()
    }
}
