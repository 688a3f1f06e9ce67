//! A claim as the contract shows it.

use aftersales_kit::{etag, rpc::Call};
use aftersales_proto::dispatch::v1 as proto;

use crate::{
    domain::{Actor, Expense},
    events::money,
    rpc::{actor, shared::offered},
    wire::Wire,
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.ExpenseService";

/// How one caller sees claims.
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

    /// The claim, with what the caller can do to it.
    pub fn expense(&self, it: &Expense) -> proto::Expense {
        let possible = it.possible(&self.actor);
        let names: Vec<&str> = possible.iter().map(|action| action.as_str()).collect();
        let kept = possible.is_empty().then(|| it.kept());
        let (available_actions, readonly_reason) = offered(&self.call, SERVICE, &names, kept.as_ref());
        let (decision, paid) = (it.decision.as_ref(), it.reimbursed.as_ref());
        proto::Expense {
            id: it.id.to_string(),
            expense_no: it.number.clone(),
            branch_id: it.branch_id.to_string(),
            claimed_by: it.claimed.1.clone(),
            claimed_at: Some(it.claimed.0.to_proto()),
            state: it.state.to_wire().into(),
            kind: it.spent.kind.to_wire().into(),
            description: it.spent.description.clone(),
            amount: Some(money(it.spent.amount)),
            receipt_reference: it.spent.receipt.clone(),
            spent_on: it.spent.on.to_string(),
            work_order_id: it.spent.work_order_id.map(|id| id.to_string()).unwrap_or_default(),
            approver_roles: it.approval.roles.iter().map(i32::from).collect(),
            rule_version: it.approval.rule_version,
            decided_by: decision.map(|decision| decision.by.clone()).unwrap_or_default(),
            decided_at: decision.map(|decision| decision.at.to_proto()),
            decision_reason: decision.map(|decision| decision.reason.clone()).unwrap_or_default(),
            reimbursed_by: paid.map(|(_, by)| by.clone()).unwrap_or_default(),
            reimbursed_at: paid.map(|(at, _)| at.to_proto()),
            payment_reference: it.payment.clone(),
            available_actions,
            readonly_reason,
            etag: etag::of(it.version),
        }
    }
}
