//! Reaching the customer (DSP-02, DSP-03, DSP-20, DSP-24).

use std::collections::BTreeSet;

use aftersales_kit::{
    Refusal, Result,
    reasons::INVALID_REQUEST,
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};

use super::{
    Action, Actor, Channel, ContactOwner, ContactResult, State, Told, WorkOrder,
    reasons::{ATTEMPTS_MISSING, ENGINEER_IN_STATION, TIME_IN_FUTURE, TIME_ORDER},
};

/// An attempt to reach the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// Staff code.
    pub by: String,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub result: ContactResult,
    /// Note.
    pub note: String,
    /// What the fault is thought to be.
    pub fault_judgement: String,
}

/// An attempt as told.
#[derive(Debug, Clone)]
pub struct NewAttempt {
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub result: ContactResult,
    /// Note.
    pub note: String,
    /// What the fault is thought to be (DSP-03).
    pub fault_judgement: String,
}

impl WorkOrder {
    /// Logs an attempt. Reaching the customer leads ASSIGNED to CONTACTED and RECEIVED to CONTACTED_BY_COORDINATOR.
    /// Gives whether it is the first contact.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `ENGINEER_IN_STATION`, `TIME_IN_FUTURE`, `TIME_ORDER`,
    /// `INVALID_REQUEST` without a judgement of the fault.
    pub fn log_contact(
        &mut self,
        actor: &Actor,
        new: NewAttempt,
        told: Told,
        engineer_in: bool,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        self.admit(Action::LogContact)?;
        self.owned_by(actor)?;
        if self.state == State::Received && engineer_in {
            return Err(ENGINEER_IN_STATION.refuse());
        }
        let at = self.time_of(Action::LogContact, actor, told, self.begins_at(), now)?;
        let reached = new.result == ContactResult::Reached;
        if reached && new.fault_judgement.trim().is_empty() {
            return Err(INVALID_REQUEST.field("fault_judgement", "must be filled in when the customer was reached"));
        }
        let first = reached && !self.was_reached();
        self.contacts.push(Attempt {
            at,
            by: actor.code.clone(),
            channel: new.channel,
            result: new.result,
            note: new.note,
            fault_judgement: new.fault_judgement,
        });
        match self.state {
            State::Received if reached => {
                self.state = State::ContactedByCoordinator;
                self.contact_owner = Some(ContactOwner::Coordinator);
            }
            State::Assigned if reached => self.state = State::Contacted,
            _ => {}
        }
        Ok(first)
    }

    /// Whether the customer was reached at least once.
    pub fn was_reached(&self) -> bool {
        self.contacts
            .iter()
            .any(|attempt| attempt.result == ContactResult::Reached)
    }

    /// Gives the order back because the customer does not answer: at least one attempt on each of `days` consecutive
    /// working days, the last of them since he was last reached (DSP-24). Gives when.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `ATTEMPTS_MISSING`; those of the calendar.
    pub fn return_unreachable(
        &mut self,
        actor: &Actor,
        told: Told,
        reason: String,
        days: i64,
        book: &BranchBook,
        now: Timestamp,
    ) -> Result<Timestamp> {
        self.admit(Action::ReturnUnreachable)?;
        self.owned_by(actor)?;
        let at = self.time_of(Action::ReturnUnreachable, actor, told, self.begins_at(), now)?;
        let longest = longest_run(&self.vain_dates(book)?, book)?;
        if longest < days {
            let refusal = ATTEMPTS_MISSING.refuse().with("days", days).with("attempted", longest);
            return Err(refusal.into());
        }
        self.state = State::UnreachableReturned;
        self.waiting = None;
        self.return_reason = reason;
        Ok(at)
    }

    /// Local dates of the attempts in vain since the customer was last reached and since this visit became due.
    fn vain_dates(&self, book: &BranchBook) -> Result<BTreeSet<BusinessDate>> {
        let reached = self
            .contacts
            .iter()
            .filter(|attempt| attempt.result == ContactResult::Reached);
        let since = reached.map(|attempt| attempt.at).max();
        let vain = self.contacts.iter().filter(|attempt| {
            attempt.result == ContactResult::NoAnswer
                && attempt.at >= self.visit_from
                && since.is_none_or(|since| attempt.at > since)
        });
        vain.map(|attempt| book.date_of(attempt.at)).collect()
    }
}

/// Most working days in a row among the dates.
fn longest_run(dates: &BTreeSet<BusinessDate>, book: &BranchBook) -> Result<i64> {
    let calendar = book.calendar();
    let (mut longest, mut run, mut expected) = (0, 0, None);
    for date in dates.iter().copied().filter(|date| calendar.is_working_day(*date)) {
        run = if expected == Some(date) { run + 1 } else { 1 };
        longest = longest.max(run);
        expected = calendar.next_working_day(date).ok();
    }
    Ok(longest)
}

/// The time in a field: now if not said, never in the future and never before what it follows.
///
/// # Errors
/// `TIME_IN_FUTURE`, `TIME_ORDER`.
pub(super) fn checked(
    field: &str,
    told: Option<Timestamp>,
    after: Timestamp,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    let Some(at) = told else {
        return Ok(now);
    };
    if at > now {
        return Err(TIME_IN_FUTURE.field(field, "lies in the future").with("now", now));
    }
    if at < after {
        return Err(TIME_ORDER
            .field(field, "lies before what it follows")
            .with("not_before", after));
    }
    Ok(at)
}
