//! What the hotline tells of telephones and agents, and how a screen reads it.

use aftersales_kit::{
    Result,
    id::BranchId,
    outbox::{Event as Logged, NewEvent},
    time::Timestamp,
};
use aftersales_proto::hotline::v1::{
    AgentStateChanged, CallAnswered, CallCause, CallChanged, CallCorrected, CallLegEnded, CallRang, HotlineEvent,
    MissedCallResolved, NeedRecorded, RecordingPlayed, hotline_event::Event,
};
use prost::Name;
use uuid::Uuid;

use super::{event, facts::read, instant, names::proto_value, stored_name, text};
use crate::domain::{
    agent::{Agent, AgentState},
    call::{Cause, PhoneCall},
    missed::MissedOutcome,
    need::Need,
    pop::PopKind,
    recording::Play,
    session::Leg,
};

fn cause(cause: Option<Cause>) -> i32 {
    cause.map_or(0, |cause| proto_value!(CallCause, "CALL_CAUSE_", cause))
}

/// It rings at an agent.
pub fn call_rang(call: &PhoneCall, leg: &Leg) -> NewEvent {
    let fact = CallRang {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        line_id: call.line_id.clone(),
        agent_id: leg.agent_id.clone(),
        leg_id: leg.key.leg_id.clone(),
        rang_at: leg.rang_at.and_then(instant),
    };
    event(call.id, &call.branch_id, "CallRang", Event::CallRang(fact))
}

/// An agent answered.
pub fn call_answered(call: &PhoneCall, leg: &Leg) -> NewEvent {
    let fact = CallAnswered {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        line_id: call.line_id.clone(),
        agent_id: leg.agent_id.clone(),
        leg_id: leg.key.leg_id.clone(),
        answered_at: leg.answered_at.and_then(instant),
    };
    event(call.id, &call.branch_id, "CallAnswered", Event::CallAnswered(fact))
}

/// A call is over at an agent.
pub fn call_leg_ended(call: &PhoneCall, leg: &Leg) -> NewEvent {
    let fact = CallLegEnded {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        line_id: call.line_id.clone(),
        agent_id: leg.agent_id.clone(),
        leg_id: leg.key.leg_id.clone(),
        ended_at: leg.ended_at.and_then(instant),
        cause: cause(leg.cause),
    };
    event(call.id, &call.branch_id, "CallLegEnded", Event::CallLegEnded(fact))
}

/// The exchange corrected a call that had been told.
pub fn call_corrected(call: &PhoneCall) -> NewEvent {
    let fact = CallCorrected {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        line_id: call.line_id.clone(),
        agent_id: call.agent_id.clone(),
        queued_at: call.telephone.queued_at.and_then(instant),
        rang_at: instant(call.rang_at),
        answered_at: call.answered_at.and_then(instant),
        hung_up_at: call.telephone.hung_up_at.and_then(instant),
        cause: cause(call.telephone.cause),
    };
    event(call.id, &call.branch_id, "CallCorrected", Event::CallCorrected(fact))
}

/// Something of a call changed that no other event tells.
pub fn call_changed(call: Uuid, branch: &BranchId) -> NewEvent {
    let fact = CallChanged {
        call_id: call.to_string(),
        branch_id: branch.to_string(),
    };
    event(call, branch, "CallChanged", Event::CallChanged(fact))
}

/// What the customer of a call needs was recorded (HOT-05).
pub fn need_recorded(call: &PhoneCall, need: &Need) -> NewEvent {
    let fact = NeedRecorded {
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        kind: need.kind.map_or(0, |kind| proto_value!(NeedKind, "NEED_KIND_", kind)),
        customer_id: text(need.customer_id),
        asset_id: text(need.asset_id),
        fault_kind: need
            .fault_kind
            .map_or(0, |fault| proto_value!(FaultKind, "FAULT_KIND_", fault)),
        recorded_by: need.recorded_by.clone(),
        recorded_at: instant(need.recorded_at),
    };
    event(call.id, &call.branch_id, "NeedRecorded", Event::NeedRecorded(fact))
}

/// Somebody asked for a recording.
pub fn recording_played(call: &PhoneCall, play: &Play) -> NewEvent {
    let fact = RecordingPlayed {
        play_id: play.id.to_string(),
        call_id: call.id.to_string(),
        branch_id: call.branch_id.to_string(),
        played_by: play.by.clone(),
        played_at: instant(play.at),
    };
    event(
        call.id,
        &call.branch_id,
        "RecordingPlayed",
        Event::RecordingPlayed(fact),
    )
}

/// An agent's state changed.
pub fn agent_state_changed(agent: &Agent, from: AgentState) -> NewEvent {
    let fact = AgentStateChanged {
        agent_id: agent.agent_id.clone(),
        branch_id: agent.branch_id.to_string(),
        from: proto_value!(AgentState, "AGENT_STATE_", from),
        to: proto_value!(AgentState, "AGENT_STATE_", agent.state),
        since: instant(agent.since),
        call_id: text(agent.call_id),
    };
    event(
        &agent.agent_id,
        &agent.branch_id,
        "AgentStateChanged",
        Event::AgentStateChanged(fact),
    )
}

/// Something became of a missed call (HOT-29).
pub fn missed_call_resolved(
    call: Uuid,
    branch: &BranchId,
    outcome: MissedOutcome,
    by: &str,
    at: Timestamp,
) -> NewEvent {
    let fact = MissedCallResolved {
        call_id: call.to_string(),
        branch_id: branch.to_string(),
        outcome: proto_value!(MissedCallOutcome, "MISSED_CALL_OUTCOME_", outcome),
        resolved_by: by.to_owned(),
        resolved_at: instant(at),
    };
    event(call, branch, "MissedCallResolved", Event::MissedCallResolved(fact))
}

/// What an event of the log says about a telephone of an agent.
#[derive(Debug)]
pub struct LegNews {
    /// Call.
    pub call_id: String,
    /// Line.
    pub line_id: String,
    /// Agent.
    pub agent_id: String,
    /// The exchange's leg.
    pub leg_id: String,
    /// What happened.
    pub kind: PopKind,
    /// When.
    pub at: Option<Timestamp>,
    /// Why it ended.
    pub cause: Option<Cause>,
}

/// Reads what an event of the hotline's log says about a telephone; none when it says nothing.
///
/// # Errors
/// `Internal` for a payload that is not of its type.
pub fn leg_news(logged: &Logged) -> Result<Option<LegNews>> {
    if logged.payload_type != HotlineEvent::full_name() {
        return Ok(None);
    }
    let at = |at: Option<prost_types::Timestamp>| at.as_ref().and_then(Timestamp::from_proto);
    Ok(match read::<HotlineEvent>(&logged.payload)?.event {
        Some(Event::CallRang(it)) => Some(LegNews {
            call_id: it.call_id,
            line_id: it.line_id,
            agent_id: it.agent_id,
            leg_id: it.leg_id,
            kind: PopKind::Ringing,
            at: at(it.rang_at),
            cause: None,
        }),
        Some(Event::CallAnswered(it)) => Some(LegNews {
            call_id: it.call_id,
            line_id: it.line_id,
            agent_id: it.agent_id,
            leg_id: it.leg_id,
            kind: PopKind::Answered,
            at: at(it.answered_at),
            cause: None,
        }),
        Some(Event::CallLegEnded(it)) => Some(LegNews {
            cause: known_cause(it.cause()),
            call_id: it.call_id,
            line_id: it.line_id,
            agent_id: it.agent_id,
            leg_id: it.leg_id,
            kind: PopKind::Ended,
            at: at(it.ended_at),
        }),
        _ => None,
    })
}

fn known_cause(cause: CallCause) -> Option<Cause> {
    Cause::parse(stored_name(cause.as_str_name(), "CALL_CAUSE_"))
}
