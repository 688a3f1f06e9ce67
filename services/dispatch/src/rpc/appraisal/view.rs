//! An appraisal as the contract shows it.

use aftersales_kit::{etag, rpc::Call};
use aftersales_proto::dispatch::v1 as proto;

use crate::{
    domain::{Actor, Appraisal, Replacement},
    events::money,
    rpc::{actor, shared::offered},
    wire::{Wire, number},
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.AppraisalService";

/// How one caller sees appraisals.
pub struct View {
    call: Call,
    actor: Actor,
}

impl View {
    /// For who calls.
    pub fn of(call: &Call) -> Self {
        Self {
            call: call.clone(),
            actor: actor(&call.caller),
        }
    }

    /// The appraisal, with what the caller can do to it.
    pub fn appraisal(&self, it: &Appraisal) -> proto::Appraisal {
        let possible = it.possible(&self.actor);
        let names: Vec<&str> = possible.iter().map(|action| action.as_str()).collect();
        let kept = possible.is_empty().then(|| it.kept());
        let (available_actions, readonly_reason) = offered(&self.call, SERVICE, &names, kept.as_ref());
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
