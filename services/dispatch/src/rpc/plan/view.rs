//! Plans and their items as the contract shows them.

use std::collections::BTreeMap;

use aftersales_kit::{
    etag,
    id::{AssetId, CustomerId},
    reasons::ROLE_NOT_ALLOWED,
    rpc::Call,
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1 as proto;

use crate::{
    domain::{PlanItem, PlanKind, PlanState, ServicePlan, plan_reasons::PLAN_STATE},
    rpc::view::roles_of,
    wire::Wire,
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.PlanService";

/// How one caller sees plans.
pub struct View(Call);

fn day(date: Option<BusinessDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

impl View {
    /// For who calls.
    pub fn of(call: &Call) -> Self {
        Self(call.clone())
    }

    /// What the caller can do in a state, and why not.
    fn actions(&self, possible: &[&str], state: &str) -> (Vec<String>, String) {
        let available = self.0.available_actions(SERVICE, possible);
        if !available.is_empty() {
            return (available, String::new());
        }
        let mut facts = BTreeMap::new();
        let reason = if possible.is_empty() {
            facts.insert("state".to_owned(), state.to_owned());
            &PLAN_STATE
        } else {
            facts.insert("roles".to_owned(), roles_of(SERVICE, possible));
            &ROLE_NOT_ALLOWED
        };
        (available, self.0.locale.sentence(reason, &facts))
    }

    /// A plan, without its items.
    pub fn plan(&self, it: &ServicePlan) -> proto::Plan {
        let possible: &[&str] = match it.state {
            PlanState::Active => &["EndPlan"],
            PlanState::Ended => &[],
        };
        let (available_actions, readonly_reason) = self.actions(possible, it.state.as_str());
        proto::Plan {
            id: it.id.to_string(),
            branch_id: it.branch_id.to_string(),
            kind: it.kind.to_wire().into(),
            state: it.state.to_wire().into(),
            customer_id: it.machine.customer_id.to_string(),
            asset_id: it.machine.asset_id.to_string(),
            product_line: it.machine.product_line.clone(),
            model: it.machine.model.clone(),
            serial_number: it.machine.serial_number.clone(),
            service_class: it.service_class.to_wire().into(),
            interval_days: i32::try_from(it.interval_days).unwrap_or(i32::MAX),
            next_due: day(it.next_due),
            last_due: day(it.last_due),
            created_by: it.created.1.clone(),
            created_at: Some(it.created.0.to_proto()),
            items: Vec::new(),
            available_actions,
            readonly_reason,
            etag: etag::of(it.version),
        }
    }

    /// An item; `today` tells whether its day is over.
    pub fn item(
        &self,
        it: &PlanItem,
        asset: AssetId,
        customer: CustomerId,
        today: Option<BusinessDate>,
    ) -> proto::PlanItem {
        let possible: &[&str] = match it.is_open() && it.kind == PlanKind::Revisit {
            true => &["RecordRevisit"],
            false => &[],
        };
        let (available_actions, readonly_reason) = self.actions(possible, it.state.as_str());
        let recorded = it.recorded.as_ref();
        proto::PlanItem {
            id: it.id.to_string(),
            plan_id: it.plan_id.to_string(),
            branch_id: it.branch_id.to_string(),
            kind: it.kind.to_wire().into(),
            asset_id: asset.to_string(),
            customer_id: customer.to_string(),
            due_date: it.due_date.to_string(),
            working_date: it.working_date.to_string(),
            state: it.state.to_wire().into(),
            work_order_id: it.work_order_id.map(|id| id.to_string()).unwrap_or_default(),
            opinions: it.opinions.clone(),
            fault: it.fault.clone(),
            recorded_by: recorded.map(|(_, by)| by.clone()).unwrap_or_default(),
            recorded_at: recorded.map(|(at, _)| at.to_proto()),
            overdue: it.is_open() && today.is_some_and(|today| today > it.working_date),
            available_actions,
            readonly_reason,
            etag: etag::of(it.version),
        }
    }
}
