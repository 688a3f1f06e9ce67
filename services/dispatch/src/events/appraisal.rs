//! Events of appraisals and replacements (DSP-50).

use aftersales_kit::outbox::NewEvent;
use aftersales_proto::dispatch::v1::{self as proto, AppraisalFacts, dispatch_event::Event};

use super::{event, facts, maybe, time};
use crate::{
    domain::{Appraisal, AppraisalState, WorkOrder},
    wire::{Wire, number},
};

fn appraisal(order: &WorkOrder, it: &Appraisal) -> Option<AppraisalFacts> {
    Some(AppraisalFacts {
        order: facts(order),
        appraisal_id: it.id.to_string(),
        state: it.state.to_wire().into(),
        finding: it.finding.to_wire().into(),
    })
}

/// An appraisal was recorded.
pub fn appraisal_recorded(order: &WorkOrder, it: &Appraisal) -> NewEvent {
    let fact = proto::AppraisalRecorded {
        appraisal: appraisal(order, it),
        appraised_by: it.appraised.1.clone(),
        appraised_at: time(it.appraised.0),
    };
    event(order, "AppraisalRecorded", Event::AppraisalRecorded(fact))
}

/// A replacement was asked for.
pub fn replacement_requested(order: &WorkOrder, it: &Appraisal) -> NewEvent {
    let asked = it.replacement.as_ref();
    let roles = asked.map(|asked| asked.approval.roles.iter().map(i32::from).collect());
    let fact = proto::ReplacementRequested {
        appraisal: appraisal(order, it),
        requested_by: asked.map(|asked| asked.requested.1.clone()).unwrap_or_default(),
        requested_at: maybe(asked.map(|asked| asked.requested.0)),
        value_minor_units: asked.map_or(0, |asked| asked.value),
        approver_roles: roles.unwrap_or_default(),
    };
    event(order, "ReplacementRequested", Event::ReplacementRequested(fact))
}

/// A replacement was approved or refused.
pub fn replacement_decided(order: &WorkOrder, it: &Appraisal) -> NewEvent {
    let decision = it.decision.as_ref();
    let fact = proto::ReplacementDecided {
        appraisal: appraisal(order, it),
        decided_by: decision.map(|decision| decision.by.clone()).unwrap_or_default(),
        decided_at: maybe(decision.map(|decision| decision.at)),
        approved: it.state == AppraisalState::Approved,
    };
    event(order, "ReplacementDecided", Event::ReplacementDecided(fact))
}

/// The customer was told, and agreed to another plan.
pub fn refused_replacement_settled(order: &WorkOrder, it: &Appraisal, by: &str) -> NewEvent {
    let fact = proto::RefusedReplacementSettled {
        appraisal: appraisal(order, it),
        settled_by: by.to_owned(),
        customer_informed_at: maybe(it.informed_at),
        other_plan: number(it.other_plan),
    };
    event(
        order,
        "RefusedReplacementSettled",
        Event::RefusedReplacementSettled(fact),
    )
}
