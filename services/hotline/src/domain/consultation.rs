//! Consultations: none ends without an answer or somebody who owes one (HOT-16).

use aftersales_kit::{
    Error, Reason, Refusal,
    id::{BranchId, CustomerId, TicketId},
    reasons::INVALID_REQUEST,
    text_enum,
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    article::Question,
    reasons::{
        ANSWER_AND_FOLLOW_UP, CONSULTATION_ANSWERED, CUSTOMER_NOT_INFORMED, FOLLOW_UP_IN_PAST, TARGET_BRANCH_MISSING,
    },
};

/// Kind of the deadline of an open follow-up.
pub const FOLLOW_UP: &str = "consultation_follow_up";

text_enum! {
    /// Kind of a consultation.
    pub enum ConsultationKind {
        /// Technical question (HOT-15).
        Technical = "TECHNICAL",
        /// Before a purchase (HOT-15).
        Presale = "PRESALE",
        /// Guidance to the branch (HOT-14).
        CarryInGuidance = "CARRY_IN_GUIDANCE",
        /// Complaint, taken down for the callback service.
        Complaint = "COMPLAINT",
        /// Anything else.
        Other = "OTHER",
    }
}

text_enum! {
    /// State of a consultation.
    pub enum ConsultationState {
        /// Somebody owes an answer (HOT-16).
        FollowUpOpen = "FOLLOW_UP_OPEN",
        /// Answered.
        Answered = "ANSWERED",
    }
}

/// A consultation record (客户咨询记录表) without what was said in it.
#[derive(Debug, Clone)]
pub struct Consultation {
    /// Its id.
    pub id: Uuid,
    /// Number in the branch's series, such as `BJ01-C-000001`.
    pub number: String,
    /// Branch.
    pub branch_id: BranchId,
    /// State.
    pub state: ConsultationState,
    /// Kind.
    pub kind: ConsultationKind,
    /// Call in which it was asked.
    pub call_id: Option<Uuid>,
    /// Ticket of a carry-in guidance.
    pub ticket_id: Option<TicketId>,
    /// Customer, when known.
    pub customer_id: Option<CustomerId>,
    /// Branch that the customer was guided to.
    pub target_branch_id: Option<BranchId>,
    /// Who took it.
    pub agent_id: String,
    /// Who owes the answer, and by when.
    pub follow_up: Option<FollowUp>,
    /// When recorded.
    pub recorded_at: Timestamp,
    /// When answered.
    pub answered_at: Option<Timestamp>,
    /// Who answered.
    pub answered_by: String,
    /// The frequent question that it was about (HOT-20, HOT-44).
    pub question_ref: Question,
    /// Version of the record.
    pub version: i64,
}

/// Who owes an answer, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Staff code.
    pub owner: String,
    /// By when.
    pub due_at: Timestamp,
}

/// What is checked before a consultation is recorded.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Kind.
    pub kind: ConsultationKind,
    /// Answer; empty when somebody owes one.
    pub answer: &'a str,
    /// Who owes it.
    pub follow_up: Option<&'a FollowUp>,
    /// Whether that person works at the branch.
    pub owner_works_here: bool,
    /// Branch that the customer was guided to.
    pub target: Option<&'a BranchId>,
}

impl Asked<'_> {
    /// Passes with an answer or somebody who owes one (HOT-16), and with a branch for a guided customer (HOT-14).
    ///
    /// # Errors
    /// `ANSWER_AND_FOLLOW_UP`, `FOLLOW_UP_IN_PAST`, `TARGET_BRANCH_MISSING`, `INVALID_REQUEST`.
    pub fn check(self, now: Timestamp) -> Result<(), Refusal> {
        let answered = !self.answer.trim().is_empty();
        if answered && self.follow_up.is_some() {
            return Err(ANSWER_AND_FOLLOW_UP.field("follow_up", "must be empty beside an answer"));
        }
        if !answered && self.follow_up.is_none() {
            return Err(INVALID_REQUEST.field("answer", "must hold a visible character when there is no follow-up"));
        }
        if self.follow_up.is_some_and(|follow_up| follow_up.due_at <= now) {
            let refusal = FOLLOW_UP_IN_PAST.field("follow_up.due_at", "must be later than now");
            return Err(refusal.with("now", now));
        }
        if self.follow_up.is_some() && !self.owner_works_here {
            return Err(INVALID_REQUEST.field("follow_up.owner", "is no member of staff of this branch"));
        }
        if self.kind == ConsultationKind::CarryInGuidance && self.target.is_none() {
            return Err(TARGET_BRANCH_MISSING.field("target_branch_id", "must be filled in"));
        }
        Ok(())
    }
}

impl Consultation {
    /// What may be done with it now.
    pub fn possible(&self) -> &'static [&'static str] {
        match self.state {
            ConsultationState::FollowUpOpen => &["AnswerConsultation"],
            ConsultationState::Answered => &[],
        }
    }

    /// Why nothing may be done with it any more.
    pub fn readonly(&self) -> Option<&'static Reason> {
        (self.state == ConsultationState::Answered).then_some(&CONSULTATION_ANSWERED)
    }

    /// Records the answer that was told to the customer (HOT-16).
    ///
    /// # Errors
    /// `CONSULTATION_ANSWERED`, `CUSTOMER_NOT_INFORMED`.
    pub fn answer(&mut self, by: &str, customer_informed: bool, now: Timestamp) -> Result<(), Error> {
        if self.state == ConsultationState::Answered {
            return Err(CONSULTATION_ANSWERED.refuse().with("consultation_id", self.id).into());
        }
        if !customer_informed {
            return Err(CUSTOMER_NOT_INFORMED.field("customer_informed", "must be true").into());
        }
        self.state = ConsultationState::Answered;
        self.answered_at = Some(now);
        self.answered_by = by.to_owned();
        Ok(())
    }
}

/// The key that lists are sorted by: open ones by their due time, then the answered ones, newest first.
pub fn listed(consultation: &Consultation) -> i64 {
    match (&consultation.follow_up, consultation.state) {
        (Some(follow_up), ConsultationState::FollowUpOpen) => follow_up.due_at.micros(),
        _ => ANSWERED_FROM.saturating_sub(consultation.recorded_at.micros()),
    }
}

/// Past every due time of the years 1 to 9999, in microseconds.
const ANSWERED_FROM: i64 = 1_000_000_000_000_000_000;
