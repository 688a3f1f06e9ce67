//! One visit: setting out and being there (DSP-04, DSP-06).

use aftersales_kit::{Refusal, id::StaffId, time::Timestamp};

use super::{
    Action, Actor, AnswerLater, DepartureCheck, Outcome, Paid, Plan, Promise, SignOff, State, Told, WorkOrder,
    reasons::{PARTS_UNRESOLVED, TECHNICIAN_MISSING},
};

/// One visit of a work order; it begins with its promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Number, from 1.
    pub number: i64,
    /// The technician.
    pub technician_id: Option<StaffId>,
    /// What was promised.
    pub promise: Promise,
    /// When the technician set out.
    pub departed_at: Option<Timestamp>,
    /// Why he set out with parts unresolved; empty when they were not.
    pub override_reason: String,
    /// When he arrived.
    pub arrived_at: Option<Timestamp>,
    /// When the visit ended.
    pub completed_at: Option<Timestamp>,
    /// Outcome.
    pub outcome: Option<Outcome>,
    /// What follows when not repaired.
    pub plan: Option<Plan>,
    /// The plan in words.
    pub plan_detail: String,
    /// What was found.
    pub findings: String,
    /// What was done.
    pub work_done: String,
    /// The machine was cleaned (DSP-08).
    pub cleaned: bool,
    /// A note was left (DSP-33).
    pub note_left: bool,
    /// When the absent customer was called (DSP-33).
    pub call_attempted_at: Option<Timestamp>,
    /// When the customer was told the next step (DSP-71).
    pub customer_informed_at: Option<Timestamp>,
    /// The sign-off (DSP-37, DSP-48).
    pub sign_off: SignOff,
    /// When completion was reported, and by whom (DSP-25).
    pub reported: Option<(Timestamp, String)>,
    /// Those who come along.
    pub crew: Vec<StaffId>,
    /// Why it stands although somebody is not available; empty when everybody is.
    pub availability_override: String,
    /// Its money side (DSP-65).
    pub paid: Paid,
    /// What is answered later (DSP-63).
    pub answer_later: Option<AnswerLater>,
}

impl Visit {
    /// A visit that is promised and nothing more.
    pub(super) fn promised(number: i64, technician_id: Option<StaffId>, promise: Promise) -> Self {
        Self {
            number,
            technician_id,
            promise,
            departed_at: None,
            override_reason: String::new(),
            arrived_at: None,
            completed_at: None,
            outcome: None,
            plan: None,
            plan_detail: String::new(),
            findings: String::new(),
            work_done: String::new(),
            cleaned: false,
            note_left: false,
            call_attempted_at: None,
            customer_informed_at: None,
            sign_off: SignOff::default(),
            reported: None,
            crew: Vec::new(),
            availability_override: String::new(),
            paid: Paid::default(),
            answer_later: None,
        }
    }

    /// Arrived not after the window's end.
    pub fn on_time(&self) -> bool {
        self.arrived_at.is_some_and(|at| at <= self.promise.window.end)
    }
}

impl WorkOrder {
    /// The technician sets out: READY to EN_ROUTE. With parts unresolved only when the coordinator or the chief says
    /// why (DSP-04).
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TECHNICIAN_MISSING`, `PARTS_UNRESOLVED`, `TIME_IN_FUTURE`,
    /// `TIME_ORDER`; for a paid visit `INVOICE_NOT_BROUGHT`, `PRICE_LIST_NOT_BROUGHT` (DSP-65).
    pub fn depart(
        &mut self,
        actor: &Actor,
        told: Told,
        check: DepartureCheck,
        reason: &str,
        now: Timestamp,
    ) -> Result<Timestamp, Refusal> {
        self.admit(Action::Depart)?;
        self.owned_by(actor)?;
        if self.technician_id.is_none() {
            return Err(TECHNICIAN_MISSING.refuse());
        }
        let overridden = actor.may_override && !reason.trim().is_empty();
        if self.state != State::Ready && !overridden {
            return Err(PARTS_UNRESOLVED.refuse().with("state", self.state));
        }
        self.check_taken_along(check)?;
        let after = self.visit_from.max(self.begins_at());
        let at = self.time_of(Action::Depart, actor, told, after, now)?;
        let unresolved = self.state != State::Ready;
        let visit = self.visit_mut()?;
        visit.paid.check = check;
        visit.departed_at = Some(at);
        if unresolved {
            visit.override_reason = reason.trim().to_owned();
        }
        self.state = State::EnRoute;
        self.waiting = None;
        Ok(at)
    }

    /// The technician is there: EN_ROUTE to ON_SITE. Gives when he arrived.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub fn arrive(&mut self, actor: &Actor, told: Told, now: Timestamp) -> Result<Timestamp, Refusal> {
        self.admit(Action::Arrive)?;
        self.owned_by(actor)?;
        let visit = self.visit_mut()?;
        let departed = visit.departed_at.unwrap_or(visit.promise.promised_at);
        let at = self.time_of(Action::Arrive, actor, told, departed, now)?;
        let visit = self.visit_mut()?;
        visit.arrived_at = Some(at);
        self.state = State::OnSite;
        Ok(at)
    }
}
