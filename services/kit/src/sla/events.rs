//! What the ledger tells the world.

use aftersales_proto::sla::v1::{
    DeadlineEnded, DeadlineEvent, DeadlineFacts, DeadlineMet, DeadlineMissRevoked, DeadlineMissed, DeadlineRecomputed,
    DeadlineStarted, deadline_event::Event,
};

use super::Deadline;
use crate::{outbox::NewEvent, time::Timestamp};

fn facts(deadline: &Deadline) -> Option<DeadlineFacts> {
    Some(DeadlineFacts {
        deadline_id: deadline.id.to_string(),
        kind: deadline.kind.clone(),
        ticket_id: deadline.ticket_id.to_string(),
        subject_id: deadline.subject.to_string(),
        branch_id: deadline.branch_id.to_string(),
        started_at: Some(deadline.started_at.to_proto()),
        due_at: Some(deadline.due_at.to_proto()),
        policy_key: deadline.policy_key.clone(),
        policy_version: deadline.policy_version,
        provisional: deadline.provisional,
    })
}

fn event(deadline: &Deadline, name: &str, event: Event) -> NewEvent {
    let payload = DeadlineEvent { event: Some(event) };
    NewEvent::new(deadline.ticket_id, deadline.branch_id.clone(), name, &payload)
}

pub(super) fn started(deadline: &Deadline) -> NewEvent {
    let fact = DeadlineStarted {
        deadline: facts(deadline),
    };
    event(deadline, "DeadlineStarted", Event::Started(fact))
}

pub(super) fn met(deadline: &Deadline, at: Timestamp) -> NewEvent {
    let fact = DeadlineMet {
        deadline: facts(deadline),
        met_at: Some(at.to_proto()),
    };
    event(deadline, "DeadlineMet", Event::Met(fact))
}

pub(super) fn missed(deadline: &Deadline) -> NewEvent {
    let fact = DeadlineMissed {
        deadline: facts(deadline),
    };
    event(deadline, "DeadlineMissed", Event::Missed(fact))
}

pub(super) fn miss_revoked(deadline: &Deadline, at: Timestamp, now: Timestamp) -> NewEvent {
    let fact = DeadlineMissRevoked {
        deadline: facts(deadline),
        met_at: Some(at.to_proto()),
        revoked_at: Some(now.to_proto()),
    };
    event(deadline, "DeadlineMissRevoked", Event::MissRevoked(fact))
}

pub(super) fn recomputed(deadline: &Deadline, old: Timestamp, cause: &str) -> NewEvent {
    let fact = DeadlineRecomputed {
        deadline: facts(deadline),
        old_due_at: Some(old.to_proto()),
        cause: cause.to_owned(),
    };
    event(deadline, "DeadlineRecomputed", Event::Recomputed(fact))
}

pub(super) fn ended(deadline: &Deadline, at: Timestamp, reason: &str) -> NewEvent {
    let fact = DeadlineEnded {
        deadline: facts(deadline),
        ended_at: Some(at.to_proto()),
        reason: reason.to_owned(),
    };
    event(deadline, "DeadlineEnded", Event::Ended(fact))
}
