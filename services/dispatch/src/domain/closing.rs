//! What comes after the visit: report, confirmation, reopening, cancelling, closing.

use aftersales_kit::{Refusal, time::Timestamp};

use super::{
    Action, Actor, Attempt, CancelReason, Channel, ContactResult, State, Told, Visit, WorkOrder,
    reasons::{COMPLETION_NOT_REPORTED, PARTS_NOT_SETTLED, VOUCHER_NOT_RETURNED},
};

impl WorkOrder {
    /// Reports completion or absence (DSP-25, DSP-33): DONE_ONSITE to REPORTED; an absence stays where it is.
    /// `None` when it was reported before.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub fn report_completion(&mut self, actor: &Actor, told: Told, now: Timestamp) -> Result<Option<Visit>, Refusal> {
        self.admit(Action::ReportCompletion)?;
        self.owned_by(actor)?;
        let visit = self.visit_mut()?;
        if visit.reported.is_some() {
            return Ok(None);
        }
        let after = visit.completed_at.unwrap_or(visit.promise.promised_at);
        let at = self.time_of(Action::ReportCompletion, actor, told, after, now)?;
        let visit = self.visit_mut()?;
        visit.reported = Some((at, actor.code.clone()));
        let visit = visit.clone();
        if self.state == State::DoneOnsite {
            self.state = State::Reported;
        }
        Ok(Some(visit))
    }

    /// Confirms the repair sheet (DSP-10) once completion is reported, the parts are settled (DSP-09) and the signed
    /// voucher is back (DSP-38).
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `COMPLETION_NOT_REPORTED`, `PARTS_NOT_SETTLED`, `GOODS_IN_CUSTODY`,
    /// `VOUCHER_NOT_RETURNED`.
    pub fn confirm(&mut self, actor: &Actor, voucher_returned: bool, now: Timestamp) -> Result<(), Refusal> {
        self.admit(Action::Confirm)?;
        match self.state {
            State::DoneOnsite => return Err(COMPLETION_NOT_REPORTED.refuse()),
            State::Reported => return Err(self.open_parts()),
            _ => self.check_no_goods_held()?,
        }
        if !voucher_returned && self.has_voucher() {
            return Err(VOUCHER_NOT_RETURNED.field("voucher_returned", "the signed voucher must be back"));
        }
        self.state = if self.has_callback() {
            State::Confirmed
        } else {
            State::Closed
        };
        self.confirmed = Some((now, actor.code.clone()));
        Ok(())
    }

    /// The customer signed something that must come back: nobody did where nobody went or nobody asked for it.
    pub fn has_voucher(&self) -> bool {
        !self.request.is_internal() && self.phoned.is_none()
    }

    pub(super) fn open_parts(&self) -> Refusal {
        let open = self.parts.iter().filter(|line| !line.settled);
        let open: Vec<&str> = open.map(|line| line.part_no.as_str()).collect();
        PARTS_NOT_SETTLED.refuse().with("parts", open.join(", "))
    }

    /// The customer called, or a solution is there: on to visit n+1. An order that was returned goes on with the same
    /// visit: CONTACTED when a technician has it, RECEIVED otherwise. Gives the call as a contact.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`.
    pub fn reopen(&mut self, actor: &Actor, note: String, now: Timestamp) -> Result<Attempt, Refusal> {
        self.admit(Action::Reopen)?;
        let called = Attempt {
            at: now,
            by: actor.code.clone(),
            channel: Channel::Phone,
            result: ContactResult::Reached,
            note,
            fault_judgement: String::new(),
        };
        self.contacts.push(called.clone());
        self.go_on(now);
        Ok(called)
    }

    fn go_on(&mut self, now: Timestamp) {
        if self.visit().is_some_and(|visit| visit.completed_at.is_some()) {
            return self.next_visit(now);
        }
        self.state = if self.technician_id.is_some() {
            State::Contacted
        } else {
            State::Received
        };
        self.waiting = None;
        self.visit_from = now;
        self.phoned = None;
    }

    /// Cancels before the work is done. Issued parts and the customer's goods come back first.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `PARTS_NOT_SETTLED`, `APPROVAL_PENDING`, `GOODS_IN_CUSTODY`.
    pub fn cancel(&mut self, reason: CancelReason, note: String) -> Result<(), Refusal> {
        self.admit(Action::Cancel)?;
        if !self.parts_settled() {
            return Err(self.open_parts());
        }
        self.check_not_pending()?;
        self.check_no_goods_held()?;
        self.end_cancelled(reason);
        self.cancel_note = note;
        Ok(())
    }

    /// The hotline cancelled the ticket. Work that is not done yet ends, with parts still out: they are settled in the
    /// parts service. Work that is done is carried on, and so is an order whose goods are in custody, until they are
    /// given back; the fact is kept. `true` when the order ended.
    pub fn follow_ticket_cancelled(&mut self, at: Timestamp) -> bool {
        self.ticket_cancelled_at = Some(at);
        let ends = self.state.admits(Action::Cancel) && self.check_no_goods_held().is_ok();
        if ends {
            self.end_cancelled(CancelReason::TicketCancelled);
        }
        ends
    }

    fn end_cancelled(&mut self, reason: CancelReason) {
        self.state = State::Cancelled;
        self.waiting = None;
        self.cancel_reason = Some(reason);
    }

    /// The callback ended: CONFIRMED to CLOSED. `false` in any other state.
    pub fn close(&mut self) -> bool {
        let closes = self.state == State::Confirmed;
        if closes {
            self.state = State::Closed;
        }
        closes
    }

    /// The callback found that another visit is needed: CONFIRMED to CONTACTED, visit n+1 (DSP-32). `false` in any
    /// other state.
    pub fn revisit(&mut self, at: Timestamp) -> bool {
        let needed = self.state == State::Confirmed;
        if needed {
            self.next_visit(at);
            self.confirmed = None;
        }
        needed
    }
}
