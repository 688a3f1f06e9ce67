//! Calls: rung, answered, wrapped up (F-1).

use aftersales_kit::{Error, Refusal, id::BranchId, reasons::INVALID_REQUEST, text_enum, time::Timestamp};
use uuid::Uuid;

use super::reasons::{CALL_ENDED, TIME_IN_FUTURE, TIME_ORDER, WRAP_UP_NEEDS_CONSULTATION, WRAP_UP_NEEDS_TICKET};
use aftersales_kit::Reason;

text_enum! {
    /// State of a call.
    pub enum CallState {
        /// An agent talks with the caller.
        Answered = "ANSWERED",
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

/// A call.
#[derive(Debug, Clone)]
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
            CallState::Answered => &["EndCall"],
            CallState::Ended => &[],
        }
    }

    /// Why nothing may be done with it any more.
    pub fn readonly(&self) -> Option<&'static Reason> {
        (self.state == CallState::Ended).then_some(&CALL_ENDED)
    }

    /// Passes while somebody talks.
    ///
    /// # Errors
    /// `CALL_ENDED`.
    pub fn admit_work(&self) -> Result<(), Refusal> {
        match self.state {
            CallState::Answered => Ok(()),
            CallState::Ended => Err(CALL_ENDED.refuse().with("call_id", self.id)),
        }
    }

    /// Wraps the call up (HOT-12: a repair request only with its ticket).
    ///
    /// # Errors
    /// `CALL_ENDED`, `WRAP_UP_NEEDS_TICKET`, `WRAP_UP_NEEDS_CONSULTATION`.
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
        if wrap_up == WrapUp::Consulted && !has_consultation {
            return Err(WRAP_UP_NEEDS_CONSULTATION.refuse().with("call_id", self.id));
        }
        self.state = CallState::Ended;
        self.wrap_up = Some(wrap_up);
        self.ended_at = Some(now.max(self.rang_at));
        Ok(())
    }
}
