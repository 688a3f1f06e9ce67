//! A call as the exchange's events tell it.
//!
//! Nothing is remembered between events but the events themselves: the call is reckoned anew from all of them, sorted by
//! the times that they carry. So it does not matter in which order, how often or how late they arrive, and a lost one
//! costs only what it alone would have said.

use std::collections::BTreeMap;

use aftersales_kit::{text_enum, time::Timestamp};

use super::call::Cause;

text_enum! {
    /// What an event of a call says. Of events of one instant the earlier kind counts first.
    pub enum EventKind {
        /// The caller waits in the queue.
        Queued = "QUEUED",
        /// It rings at an agent.
        Ringing = "RINGING",
        /// The agent answered.
        Answered = "ANSWERED",
        /// On hold.
        Held = "HELD",
        /// Talks again.
        Unheld = "UNHELD",
        /// A leg ended, or the call.
        Ended = "ENDED",
        /// The record that the exchange writes afterwards; its times are the right ones.
        Record = "RECORD",
    }
}

/// An event of a call.
#[derive(Debug, Clone)]
pub struct CallEvent {
    /// The exchange's id of the call.
    pub provider_call_id: String,
    /// The exchange's id of the leg; may be empty.
    pub leg_id: String,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
    /// The agent; empty for nobody's.
    pub agent_id: String,
    /// Why it ended.
    pub cause: Option<Cause>,
    /// Rings until then, when they were counted.
    pub ring_count: Option<i64>,
    /// Of a record: when the caller entered the queue.
    pub queued_at: Option<Timestamp>,
    /// Of a record: when it began to ring.
    pub rang_at: Option<Timestamp>,
    /// Of a record: when it was answered.
    pub answered_at: Option<Timestamp>,
}

/// Which telephone a leg is: the exchange's call and leg; without a leg, its agent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LegKey {
    /// The exchange's call.
    pub provider_call_id: String,
    /// The exchange's leg; may be empty.
    pub leg_id: String,
    /// The agent, when the exchange has no legs.
    agent: String,
}

/// A telephone that rang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// Which.
    pub key: LegKey,
    /// Whose; empty for nobody's.
    pub agent_id: String,
    /// When it began to ring.
    pub rang_at: Option<Timestamp>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why.
    pub cause: Option<Cause>,
    /// Microseconds on hold.
    pub held: i64,
}

impl Leg {
    fn new(key: LegKey) -> Self {
        Self {
            key,
            agent_id: String::new(),
            rang_at: None,
            answered_at: None,
            ended_at: None,
            cause: None,
            held: 0,
        }
    }

    /// Microseconds that it rang.
    pub fn ring(&self) -> i64 {
        let until = self.answered_at.or(self.ended_at);
        until.zip(self.rang_at).map_or(0, |(until, rang)| until.since(rang))
    }

    /// Microseconds of talk.
    pub fn talk(&self) -> i64 {
        let span = self.ended_at.zip(self.answered_at);
        span.map_or(0, |(end, answered)| end.since(answered))
    }

    fn began(&self) -> Option<Timestamp> {
        self.rang_at.or(self.answered_at)
    }
}

/// How far a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Waits.
    Queued,
    /// Rings.
    Ringing,
    /// Talks.
    Talking,
    /// Over.
    Over,
}

/// A call, reckoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// How far it is.
    pub stage: Stage,
    /// When it began: its first ring, else its first sign.
    pub began: Timestamp,
    /// When the caller entered the queue.
    pub queued_at: Option<Timestamp>,
    /// When it was first answered.
    pub answered_at: Option<Timestamp>,
    /// When it was over.
    pub hung_up_at: Option<Timestamp>,
    /// Why.
    pub cause: Option<Cause>,
    /// Somebody talked with the caller, even if nobody said since when.
    pub reached: bool,
    /// Who talked last; empty for nobody.
    pub agent_id: String,
    /// Rings, when they were counted.
    pub ring_count: Option<i64>,
    /// Microseconds that it rang at who answered, or at the last one.
    pub ring: i64,
    /// Microseconds that the caller waited besides.
    pub queue: i64,
    /// Microseconds on hold.
    pub held: i64,
    /// The telephones, in the order of their ringing.
    pub legs: Vec<Leg>,
}

/// An end of one of the exchange's calls.
struct End<'e> {
    at: Timestamp,
    cause: Cause,
    provider_call_id: &'e str,
    /// The whole of the exchange's call ended, not one telephone of it.
    whole: bool,
    /// When the last of those who talked until this end had answered.
    answered_at: Option<Timestamp>,
}

/// The call that these events tell; none without events.
pub fn reckon(events: &[CallEvent]) -> Option<Session> {
    let mut events: Vec<&CallEvent> = events.iter().collect();
    events.sort_by_key(|event| {
        let names = (&event.provider_call_id, &event.leg_id, &event.agent_id);
        (event.at, event.kind, names, event.cause)
    });
    let first = events.first()?.at;
    let mut legs = legs(&events);
    let ends = ends(&events, &legs);
    close(&mut legs, &ends);
    Some(whole(&events, legs, &ends, first))
}

fn key(event: &CallEvent) -> LegKey {
    LegKey {
        provider_call_id: event.provider_call_id.clone(),
        leg_id: event.leg_id.clone(),
        agent: if event.leg_id.is_empty() {
            event.agent_id.clone()
        } else {
            String::new()
        },
    }
}

fn legs(events: &[&CallEvent]) -> Vec<Leg> {
    let mut legs: Vec<Leg> = Vec::new();
    let mut holds: BTreeMap<LegKey, Timestamp> = BTreeMap::new();
    for event in events {
        let of_leg = match event.kind {
            EventKind::Queued | EventKind::Record => false,
            EventKind::Ended => !event.leg_id.is_empty(),
            EventKind::Ringing | EventKind::Answered | EventKind::Held | EventKind::Unheld => true,
        };
        if !of_leg {
            continue;
        }
        let leg = leg_of(&mut legs, key(event));
        if !event.agent_id.is_empty() {
            leg.agent_id.clone_from(&event.agent_id);
        }
        match event.kind {
            EventKind::Ringing => leg.rang_at = leg.rang_at.or(Some(event.at)),
            EventKind::Answered => leg.answered_at = leg.answered_at.or(Some(event.at)),
            EventKind::Held => _ = holds.entry(key(event)).or_insert(event.at),
            EventKind::Unheld => leg.held += holds.remove(&key(event)).map_or(0, |from| event.at.since(from)),
            EventKind::Ended => (leg.ended_at, leg.cause) = (Some(event.at), event.cause),
            EventKind::Queued | EventKind::Record => {}
        }
    }
    correct(&mut legs, events);
    legs.sort_by_key(|leg| (leg.began().or(leg.ended_at), leg.key.clone()));
    for leg in &mut legs {
        if let (Some(from), Some(end)) = (holds.get(&leg.key), leg.ended_at) {
            leg.held += end.since(*from);
        }
    }
    legs
}

fn leg_of(legs: &mut Vec<Leg>, key: LegKey) -> &mut Leg {
    let at = legs.iter().position(|leg| leg.key == key).unwrap_or(legs.len());
    if at == legs.len() {
        legs.push(Leg::new(key));
    }
    &mut legs[at]
}

/// Puts the times of the exchange's records in place of those of its events.
fn correct(legs: &mut Vec<Leg>, events: &[&CallEvent]) {
    for record in events.iter().filter(|event| event.kind == EventKind::Record) {
        let own = key(record);
        let of_call = |leg: &&Leg| leg.key.provider_call_id == record.provider_call_id;
        let named = legs.iter().find(|leg| leg.key == own);
        let named = named.or_else(|| legs.iter().filter(of_call).find(|leg| leg.answered_at.is_some()));
        let named = named.or_else(|| legs.iter().find(of_call)).map(|leg| leg.key.clone());
        let leg = leg_of(legs, named.unwrap_or(own));
        if leg.agent_id.is_empty() {
            leg.agent_id.clone_from(&record.agent_id);
        }
        leg.rang_at = record.rang_at.or(leg.rang_at);
        leg.answered_at = record.answered_at.or(leg.answered_at);
        if !record.leg_id.is_empty() {
            (leg.ended_at, leg.cause) = (Some(record.at), record.cause.or(leg.cause));
        }
    }
}

/// What ends the exchange's calls. A telephone that was not answered, was busy or passed the call on ends by itself
/// only. A record knows better than the events before it.
fn ends<'e>(events: &[&'e CallEvent], legs: &[Leg]) -> Vec<End<'e>> {
    let recorded = |event: &CallEvent| {
        let same = |other: &&&CallEvent| other.provider_call_id == event.provider_call_id;
        events.iter().filter(same).any(|other| other.kind == EventKind::Record)
    };
    let mut ends = Vec::new();
    for event in events {
        let cause = match event.kind {
            EventKind::Ended if !recorded(event) => event.cause.unwrap_or(Cause::Completed),
            EventKind::Record => event.cause.unwrap_or(match event.answered_at {
                Some(_) => Cause::Completed,
                None => Cause::NoAnswer,
            }),
            _ => continue,
        };
        let whole = event.leg_id.is_empty();
        if !whole && matches!(cause, Cause::NoAnswer | Cause::Busy | Cause::Transferred) {
            continue;
        }
        let talked = legs.iter().filter(|leg| {
            leg.key.provider_call_id == event.provider_call_id && (whole || leg.key.leg_id == event.leg_id)
        });
        ends.push(End {
            at: event.at,
            cause,
            provider_call_id: &event.provider_call_id,
            whole,
            answered_at: talked.filter_map(|leg| leg.answered_at).max(),
        });
    }
    ends
}

/// Ends the telephones that nobody said had ended: those of a call that ended as a whole, those that rang in vain when
/// somebody hung up, and those whose caller had been passed on to who hung up last.
fn close(legs: &mut [Leg], ends: &[End<'_>]) {
    for leg in legs.iter_mut().filter(|leg| leg.ended_at.is_none()) {
        let closes = |end: &&End<'_>| {
            let own = end.provider_call_id == leg.key.provider_call_id && (end.whole || leg.answered_at.is_none());
            let passed_on = leg.answered_at.is_some() && end.answered_at > leg.answered_at;
            (own || passed_on) && leg.began().is_none_or(|began| began <= end.at)
        };
        if let Some(end) = ends.iter().filter(closes).min_by_key(|end| end.at) {
            leg.ended_at = Some(end.at);
            leg.cause = Some(match (leg.answered_at, end.cause) {
                (_, Cause::Transferred) => Cause::Transferred,
                (Some(_), _) => Cause::Completed,
                (None, Cause::Completed) => Cause::NoAnswer,
                (None, cause) => cause,
            });
        }
    }
}

fn whole(events: &[&CallEvent], legs: Vec<Leg>, ends: &[End<'_>], first: Timestamp) -> Session {
    let queued = |event: &&CallEvent| match event.kind {
        EventKind::Queued => Some(event.at),
        _ => event.queued_at,
    };
    let recorded = events.iter().filter_map(|event| event.queued_at).min();
    let queued_at = recorded.or_else(|| events.iter().filter_map(queued).min());
    let rang_at = legs.iter().filter_map(|leg| leg.rang_at).min();
    let answered_at = legs.iter().filter_map(|leg| leg.answered_at).min();
    let last = ends
        .iter()
        .filter(|end| end.cause != Cause::Transferred)
        .max_by_key(|end| end.at);
    let over = last.filter(|_| legs.iter().all(|leg| leg.ended_at.is_some()));
    let over = over.map(|end| (end.at, end.cause));
    let reached = answered_at.is_some() || over.is_some_and(|(_, cause)| cause == Cause::Completed);
    let stage = match (over, answered_at) {
        (Some(_), _) => Stage::Over,
        (None, Some(_)) => Stage::Talking,
        (None, None) if rang_at.is_some() => Stage::Ringing,
        (None, None) => Stage::Queued,
    };
    let (ring, queue) = waits(&legs, queued_at, rang_at, answered_at.or(over.map(|(at, _)| at)));
    Session {
        stage,
        began: rang_at.or(queued_at).unwrap_or(first),
        queued_at,
        answered_at,
        hung_up_at: over.map(|(at, _)| at.max(answered_at.unwrap_or(at))),
        cause: over.map(|(_, cause)| if reached { talked(cause) } else { cause }),
        reached,
        agent_id: who(&legs, reached),
        ring_count: events.iter().filter_map(|event| event.ring_count).max(),
        ring,
        queue,
        held: legs.iter().map(|leg| leg.held).sum(),
        legs,
    }
}

/// A call in which somebody talked was not given up, whatever the exchange says.
fn talked(cause: Cause) -> Cause {
    match cause {
        Cause::Failed => Cause::Failed,
        _ => Cause::Completed,
    }
}

/// Who talked last.
fn who(legs: &[Leg], reached: bool) -> String {
    let answered = legs
        .iter()
        .filter(|leg| leg.answered_at.is_some() && !leg.agent_id.is_empty());
    let last = answered.max_by_key(|leg| leg.answered_at);
    let last = last.or_else(|| legs.iter().rev().find(|leg| reached && !leg.agent_id.is_empty()));
    last.map(|leg| leg.agent_id.clone()).unwrap_or_default()
}

/// How long it rang at who answered first, or at the last one, and how long the caller waited besides.
fn waits(
    legs: &[Leg],
    queued_at: Option<Timestamp>,
    rang_at: Option<Timestamp>,
    until: Option<Timestamp>,
) -> (i64, i64) {
    let Some(until) = until else {
        return (0, 0);
    };
    let first = legs
        .iter()
        .filter(|leg| leg.answered_at.is_some())
        .min_by_key(|leg| leg.answered_at);
    let ring = match first.or(legs.last()).and_then(|leg| leg.rang_at) {
        Some(rang) => until.since(rang),
        None => rang_at.map_or(0, |rang| until.since(rang)),
    };
    let from = queued_at.into_iter().chain(rang_at).min();
    let waited = from.map_or(0, |from| until.since(from));
    (ring, waited.saturating_sub(ring).max(0))
}
