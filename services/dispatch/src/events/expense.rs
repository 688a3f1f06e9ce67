//! Events of claims of reimbursement. Their subject is the claim.

use aftersales_kit::outbox::NewEvent;
use aftersales_proto::dispatch::v1::{self as proto, DispatchEvent, ExpenseFacts, dispatch_event::Event};

use super::{maybe, time};
use crate::{domain::Expense, wire::Wire};

fn facts(it: &Expense) -> Option<ExpenseFacts> {
    let order = it.spent.work_order_id.as_ref();
    Some(ExpenseFacts {
        expense_id: it.id.to_string(),
        expense_no: it.number.clone(),
        branch_id: it.branch_id.to_string(),
        claimed_by: it.claimed.1.clone(),
        kind: it.spent.kind.to_wire().into(),
        amount_minor_units: it.spent.amount,
        state: it.state.to_wire().into(),
        work_order_id: order.map(ToString::to_string).unwrap_or_default(),
    })
}

fn told(it: &Expense, name: &str, event: Event) -> NewEvent {
    let payload = DispatchEvent { event: Some(event) };
    NewEvent::new(it.id, it.branch_id.clone(), name, &payload)
}

/// A claim was submitted.
pub fn expense_claimed(it: &Expense) -> NewEvent {
    let fact = proto::ExpenseClaimed {
        expense: facts(it),
        claimed_at: time(it.claimed.0),
    };
    told(it, "ExpenseClaimed", Event::ExpenseClaimed(fact))
}

/// A claim was approved or refused.
pub fn expense_decided(it: &Expense, approved: bool) -> NewEvent {
    let decision = it.decision.as_ref();
    let fact = proto::ExpenseDecided {
        expense: facts(it),
        decided_by: decision.map(|decision| decision.by.clone()).unwrap_or_default(),
        decided_at: maybe(decision.map(|decision| decision.at)),
        approved,
    };
    told(it, "ExpenseDecided", Event::ExpenseDecided(fact))
}

/// A claim was paid out.
pub fn expense_reimbursed(it: &Expense) -> NewEvent {
    let fact = proto::ExpenseReimbursed {
        expense: facts(it),
        reimbursed_by: it.reimbursed.as_ref().map(|(_, by)| by.clone()).unwrap_or_default(),
        reimbursed_at: maybe(it.reimbursed.as_ref().map(|(at, _)| *at)),
    };
    told(it, "ExpenseReimbursed", Event::ExpenseReimbursed(fact))
}
