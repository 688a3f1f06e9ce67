//! Calls: rung, answered, wrapped up (F-1).

use aftersales_kit::{Error, Refusal, id::BranchId, reasons::INVALID_REQUEST, text_enum, time::Timestamp};
use uuid::Uuid;

use super::{
    missed::{Missed, MissedState},
    reasons::{CALL_ENDED, TIME_IN_FUTURE, TIME_ORDER, WRAP_UP_NEEDS_CONSULTATION, WRAP_UP_NEEDS_TICKET},
    session::{Session, Stage},
    telephone_reasons::{CALL_NOT_ANSWERED, CALL_TAKEN},
};
use aftersales_kit::Reason;

text_enum! {
    /// State of a call.
    pub enum CallState {
        /// The caller waits.
        Queued = "QUEUED",
        /// It rings.
        Ringing = "RINGING",
        /// An agent talks with the caller.
        Answered = "ANSWERED",
        /// Hung up, but not wrapped up (通话小结).
        WrapUp = "WRAP_UP",
        /// Wrapped up.
        Ended = "ENDED",
    }
}

text_enum! {
    /// How a call ended.
    pub enum WrapUp {
        /// A ticket was opened.
        TicketOpened = "TICKET_OPENED",
        /// A consultation was answered or has a follow-up.
        Consulted = "CONSULTED",
        /// The customer asked about an open ticket.
        TicketInquiry = "TICKET_INQUIRY",
        /// The customer declined a paid service.
        Declined = "DECLINED",
        /// A complaint was taken.
        Complaint = "COMPLAINT",
        /// Wrong number.
        WrongNumber = "WRONG_NUMBER",
        /// The caller gave up before the answer.
        Abandoned = "ABANDONED",
    }
}

text_enum! {
    /// Who called whom.
    pub enum Direction {
        /// The customer.
        Inbound = "INBOUND",
        /// The hotline.
        Outbound = "OUTBOUND",
    }
}

text_enum! {
    /// Why a call, or a leg of it, ended.
    pub enum Cause {
        /// They talked and hung up.
        Completed = "COMPLETED",
        /// Given up in the menu.
        AbandonedIvr = "ABANDONED_IVR",
        /// Given up in the queue.
        AbandonedQueue = "ABANDONED_QUEUE",
        /// Given up while it rang.
        AbandonedRinging = "ABANDONED_RINGING",
        /// Nobody answered.
        NoAnswer = "NO_ANSWER",
        /// Busy.
        Busy = "BUSY",
        /// A blocked number.
        RejectedBlocked = "REJECTED_BLOCKED",
        /// The voice box.
        Voicemail = "VOICEMAIL",
        /// The network failed.
        Failed = "FAILED",
        /// Passed on.
        Transferred = "TRANSFERRED",
    }
}

/// What the telephone knows of a call beside who answered when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    /// The exchange; empty for a call that was recorded by hand.
    pub provider: String,
    /// The exchange's id of the call.
    pub provider_call_id: String,
    /// Direction.
    pub direction: Direction,
    /// When the caller entered the queue.
    pub queued_at: Option<Timestamp>,
    /// When the talk ended or the caller gave up.
    pub hung_up_at: Option<Timestamp>,
    /// Why.
    pub cause: Option<Cause>,
    /// Somebody talked with the caller.
    pub reached: bool,
    /// Microseconds that it rang (HOT-03).
    pub ring: i64,
    /// Microseconds that the caller waited besides.
    pub queue: i64,
    /// Microseconds of talk.
    pub talk: i64,
    /// Microseconds on hold.
    pub hold: i64,
    /// Microseconds of wrapping up.
    pub wrap: i64,
    /// Of a missed call: what became of it.
    pub missed: Option<Missed>,
}

impl Telephone {
    /// Of a call that the exchange names so, before anything else is known.
    pub fn named(provider: String, provider_call_id: String, direction: Direction) -> Self {
        Self {
            provider,
            provider_call_id,
            direction,
            queued_at: None,
            hung_up_at: None,
            cause: None,
            reached: false,
            ring: 0,
            queue: 0,
            talk: 0,
            hold: 0,
            wrap: 0,
            missed: None,
        }
    }

    /// Of a call that was recorded by hand.
    pub fn by_hand(rang_at: Timestamp, answered_at: Option<Timestamp>, now: Timestamp) -> Self {
        let given_up = answered_at.is_none();
        Self {
            hung_up_at: given_up.then_some(now),
            cause: given_up.then_some(Cause::AbandonedRinging),
            reached: !given_up,
            ring: answered_at.unwrap_or(now).since(rang_at),
            missed: given_up.then(Missed::open),
            ..Self::named(String::new(), String::new(), Direction::Inbound)
        }
    }
}

/// A recording of a talk, by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Where it lies.
    pub uri: String,
    /// When it begins.
    pub started_at: Timestamp,
    /// Seconds.
    pub duration_seconds: i64,
    /// SHA-256 in hexadecimal digits; may be empty.
    pub sha256: String,
    /// The caller agreed.
    pub consented: bool,
    /// Last local date on which it may be kept, `YYYY-MM-DD`; may be empty.
    pub retain_until: String,
}

/// How many rings are few enough, and how long one is (HOT-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RingRule {
    /// Most rings.
    pub rings: i64,
    /// Microseconds from one ring to the next.
    pub cycle: i64,
}

impl RingRule {
    /// The rings of so many microseconds; a begun one counts.
    pub fn rings_in(self, micros: i64) -> i64 {
        micros.div_euclid(self.cycle.max(1)) + i64::from(micros.rem_euclid(self.cycle.max(1)) > 0)
    }

    /// Microseconds of the most rings.
    pub fn limit(self) -> i64 {
        self.rings.saturating_mul(self.cycle)
    }
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneCall {
    /// Its id.
    pub id: Uuid,
    /// Branch.
    pub branch_id: BranchId,
    /// Line that rang (HOT-29).
    pub line_id: String,
    /// State.
    pub state: CallState,
    /// Rings.
    pub ring_count: i64,
    /// Answered within the rings of the policy (HOT-03).
    pub within_rings: bool,
    /// When it began to ring.
    pub rang_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// Who answered.
    pub agent_id: String,
    /// When it was wrapped up.
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub wrap_up: Option<WrapUp>,
    /// What the telephone knows besides.
    pub telephone: Telephone,
    /// Version of the record.
    pub version: i64,
}

/// The times of a call as they were reported.
#[derive(Debug, Clone, Copy)]
pub struct Ringing {
    /// When it began to ring; none is now.
    pub rang_at: Option<Timestamp>,
    /// When it was answered; none is now, unless it was not.
    pub answered_at: Option<Timestamp>,
    /// The caller gave up.
    pub not_answered: bool,
}

impl Ringing {
    /// When it rang and when it was answered.
    ///
    /// # Errors
    /// `TIME_IN_FUTURE`, `TIME_ORDER`, `INVALID_REQUEST` for an answer of a call that was not answered.
    pub fn times(self, now: Timestamp) -> Result<(Timestamp, Option<Timestamp>), Error> {
        let late = [("rang_at", self.rang_at), ("answered_at", self.answered_at)];
        let late = late.into_iter().filter(|(_, at)| at.is_some_and(|at| at > now));
        let late: Vec<&str> = late.map(|(field, _)| field).collect();
        if !late.is_empty() {
            let refusal = late.into_iter().fold(TIME_IN_FUTURE.refuse(), |refusal, field| {
                refusal.field(field, "must not be later than now")
            });
            return Err(refusal.with("now", now).into());
        }
        if self.not_answered {
            return match self.answered_at {
                Some(_) => Err(INVALID_REQUEST
                    .field("answered_at", "must be empty when nobody answered")
                    .into()),
                None => Ok((self.rang_at.unwrap_or(now), None)),
            };
        }
        let answered = self.answered_at.unwrap_or(now);
        let rang = self.rang_at.unwrap_or(answered);
        if answered < rang {
            return Err(TIME_ORDER.field("answered_at", "must not be before rang_at").into());
        }
        Ok((rang, Some(answered)))
    }
}

impl PhoneCall {
    /// What may be done with it now.
    pub fn possible(&self) -> &'static [&'static str] {
        match self.state {
            CallState::Queued | CallState::Ringing => &["TakeCall"],
            CallState::Answered | CallState::WrapUp => &["RecordNeed", "EndCall"],
            CallState::Ended => &[],
        }
    }

    /// Why nothing may be done with it any more.
    pub fn readonly(&self) -> Option<&'static Reason> {
        (self.state == CallState::Ended).then_some(&CALL_ENDED)
    }

    /// Passes once somebody has answered and until it is wrapped up (HOT-19: answer first, then record).
    ///
    /// # Errors
    /// `CALL_NOT_ANSWERED`, `CALL_ENDED`.
    pub fn admit_work(&self) -> Result<(), Refusal> {
        match self.state {
            CallState::Ended => Err(CALL_ENDED.refuse().with("call_id", self.id).with("state", self.state)),
            _ => self.admit_record(),
        }
    }

    /// Passes once somebody has answered, also after the wrap-up.
    ///
    /// # Errors
    /// `CALL_NOT_ANSWERED`.
    pub fn admit_record(&self) -> Result<(), Refusal> {
        let waits = matches!(self.state, CallState::Queued | CallState::Ringing);
        if waits || !self.telephone.reached {
            let refusal = CALL_NOT_ANSWERED.refuse().with("call_id", self.id);
            return Err(refusal.with("state", self.state));
        }
        Ok(())
    }

    /// Passes while somebody may still answer.
    ///
    /// # Errors
    /// `CALL_TAKEN`, `CALL_ENDED`.
    pub fn admit_taking(&self) -> Result<(), Refusal> {
        match self.state {
            CallState::Queued | CallState::Ringing => Ok(()),
            CallState::Answered => Err(CALL_TAKEN.refuse().with("agent_id", &self.agent_id)),
            CallState::WrapUp | CallState::Ended => Err(CALL_ENDED.refuse().with("call_id", self.id)),
        }
    }

    /// Wraps the call up (HOT-12: a repair request only with its ticket).
    ///
    /// # Errors
    /// `CALL_NOT_ANSWERED`, `CALL_ENDED`, `WRAP_UP_NEEDS_TICKET`, `WRAP_UP_NEEDS_CONSULTATION`.
    pub fn end(
        &mut self,
        wrap_up: WrapUp,
        has_ticket: bool,
        has_consultation: bool,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.admit_work()?;
        if wrap_up == WrapUp::TicketOpened && !has_ticket {
            return Err(WRAP_UP_NEEDS_TICKET.refuse().with("call_id", self.id));
        }
        if matches!(wrap_up, WrapUp::Consulted | WrapUp::Complaint) && !has_consultation {
            return Err(WRAP_UP_NEEDS_CONSULTATION.refuse().with("call_id", self.id));
        }
        self.state = CallState::Ended;
        self.wrap_up = Some(wrap_up);
        self.ended_at = Some(now.max(self.rang_at));
        self.reckon_spans();
        Ok(())
    }

    /// Follows what the exchange told. A wrap-up stands whatever it tells later; giving up does not when somebody
    /// answered after all.
    pub fn follow(&mut self, session: &Session, rule: RingRule) {
        let wrapped = self.state == CallState::Ended && self.telephone.reached;
        self.rang_at = session.began;
        self.answered_at = session.answered_at;
        self.agent_id.clone_from(&session.agent_id);
        let telephone = &mut self.telephone;
        telephone.queued_at = session.queued_at;
        telephone.hung_up_at = session.hung_up_at;
        telephone.cause = session.cause;
        telephone.reached = session.reached;
        (telephone.ring, telephone.queue, telephone.hold) = (session.ring, session.queue, session.held);
        self.ring_count = session.ring_count.unwrap_or_else(|| rule.rings_in(session.ring));
        self.within_rings = session.answered_at.is_some() && self.ring_count <= rule.rings;
        if !wrapped {
            (self.state, self.wrap_up) = match session.stage {
                Stage::Queued => (CallState::Queued, None),
                Stage::Ringing => (CallState::Ringing, None),
                Stage::Talking => (CallState::Answered, None),
                Stage::Over if session.reached => (CallState::WrapUp, None),
                Stage::Over => (CallState::Ended, Some(WrapUp::Abandoned)),
            };
            self.ended_at = session.hung_up_at.filter(|_| self.state == CallState::Ended);
        }
        self.reckon_spans();
        self.reckon_missed();
    }

    /// Talk until hung up, wrap-up from then on; who wraps up without the exchange's word has hung up.
    fn reckon_spans(&mut self) {
        let end = self.telephone.hung_up_at.or(self.ended_at);
        let span = |from: Option<Timestamp>, to: Option<Timestamp>| from.zip(to).map_or(0, |(from, to)| to.since(from));
        self.telephone.talk = span(self.answered_at, end);
        self.telephone.wrap = if self.telephone.reached {
            span(self.telephone.hung_up_at, self.ended_at)
        } else {
            0
        };
    }

    /// A customer's call that is over without a talk is to be called back, unless the number is blocked.
    fn reckon_missed(&mut self) {
        let telephone = &mut self.telephone;
        let over = self.state == CallState::Ended && !telephone.reached;
        let blocked = telephone.cause == Some(Cause::RejectedBlocked);
        let missed = over && !blocked && telephone.direction == Direction::Inbound;
        telephone.missed = match telephone.missed.take() {
            None if missed => Some(Missed::open()),
            Some(open) if open.state == MissedState::Open && !missed => None,
            same => same,
        };
    }
}
