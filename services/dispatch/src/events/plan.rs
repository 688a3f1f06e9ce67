//! Events of plans (DSP-66, DSP-67). Their subject is the due item.

use aftersales_kit::outbox::NewEvent;
use aftersales_proto::dispatch::v1::{self as proto, DispatchEvent, dispatch_event::Event};

use super::maybe;
use crate::{
    domain::{ItemState, PlanItem, ServicePlan},
    wire::Wire,
};

fn told(item: &PlanItem, name: &str, event: Event) -> NewEvent {
    let payload = DispatchEvent { event: Some(event) };
    NewEvent::new(item.id, item.branch_id.clone(), name, &payload)
}

fn order(item: &PlanItem) -> String {
    item.work_order_id.map(|id| id.to_string()).unwrap_or_default()
}

/// A maintenance or revisit fell due.
pub fn plan_item_due(plan: &ServicePlan, item: &PlanItem) -> NewEvent {
    let fact = proto::PlanItemDue {
        plan_id: plan.id.to_string(),
        plan_item_id: item.id.to_string(),
        branch_id: item.branch_id.to_string(),
        kind: item.kind.to_wire().into(),
        customer_id: plan.machine.customer_id.to_string(),
        asset_id: plan.machine.asset_id.to_string(),
        due_date: item.due_date.to_string(),
        work_order_id: order(item),
    };
    told(item, "PlanItemDue", Event::PlanItemDue(fact))
}

/// A revisit was recorded.
pub fn revisit_recorded(plan: &ServicePlan, item: &PlanItem) -> NewEvent {
    let recorded = item.recorded.as_ref();
    let fact = proto::RevisitRecorded {
        plan_id: plan.id.to_string(),
        plan_item_id: item.id.to_string(),
        branch_id: item.branch_id.to_string(),
        kind: item.kind.to_wire().into(),
        customer_id: plan.machine.customer_id.to_string(),
        asset_id: plan.machine.asset_id.to_string(),
        recorded_by: recorded.map(|(_, by)| by.clone()).unwrap_or_default(),
        recorded_at: maybe(recorded.map(|(at, _)| *at)),
        fault_found: item.state == ItemState::Fault,
        work_order_id: order(item),
        next_due: plan.next_due.map(|date| date.to_string()).unwrap_or_default(),
    };
    told(item, "RevisitRecorded", Event::RevisitRecorded(fact))
}
