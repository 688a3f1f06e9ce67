//! How a visit ends (DSP-07, DSP-08, DSP-33, DSP-37, DSP-48).

use aftersales_kit::{Reason, Refusal, time::Timestamp};

use super::{
    Action, Actor, AnswerLater, Delivery, Dissatisfaction, LeadsTo, Outcome, Payment, Plan, Satisfaction,
    SignatureMethod, State, Told, Visit, Waiting, WorkOrder,
    contact::checked,
    reasons::{
        ABSENT_OUTSIDE_WINDOW, NEXT_STEP_NOT_TOLD, NOT_CLEANED, NOTE_NOT_LEFT, PLAN_NOT_AGREED,
        SATISFACTION_REASON_MISSING, SIGNATURE_MISSING, SYSTEM_NOT_ACCEPTED,
    },
};

/// What the customer confirmed when signing; the name of who signed is personal data and kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignOff {
    /// Whether documents were delivered; none when there was no sign-off.
    pub delivered: Option<Delivery>,
    /// Satisfaction.
    pub satisfaction: Option<Satisfaction>,
    /// The system is accepted and works.
    pub accepted: bool,
    /// Why not satisfied.
    pub reasons: Vec<Dissatisfaction>,
    /// Suggestions.
    pub suggestions: String,
    /// When and how it was signed.
    pub signature: Option<(Timestamp, SignatureMethod)>,
}

/// A machine that works again.
#[derive(Debug, Clone)]
pub struct Repaired {
    /// What was found.
    pub findings: String,
    /// What was done.
    pub work_done: String,
    /// The machine was cleaned.
    pub cleaned: bool,
    /// What the customer confirmed.
    pub sign_off: Option<SignOff>,
}

/// A machine that does not work yet.
#[derive(Debug, Clone)]
pub struct NotRepaired {
    /// What was found.
    pub findings: String,
    /// What was done.
    pub work_done: String,
    /// What follows.
    pub plan: Plan,
    /// The plan in words.
    pub plan_detail: String,
    /// The customer agrees.
    pub consents: bool,
    /// When the customer was told the next step.
    pub informed_at: Option<Timestamp>,
    /// When and how it was signed.
    pub signature: Option<(Timestamp, SignatureMethod)>,
}

/// Nobody was there.
#[derive(Debug, Clone, Copy)]
pub struct Absent {
    /// When the customer was called.
    pub call_attempted_at: Timestamp,
    /// A note was left.
    pub note_left: bool,
}

/// What came of a visit, as told.
#[derive(Debug, Clone)]
pub enum Result {
    /// Repaired.
    Repaired(Repaired),
    /// Not repaired.
    NotRepaired(NotRepaired),
    /// Nobody was there.
    Absent(Absent),
}

/// A visit that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The visit.
    pub visit: Visit,
    /// When it ended.
    pub at: Timestamp,
    /// Completion or absence is to be reported the same day.
    pub must_report: bool,
}

impl WorkOrder {
    /// Ends the visit: DONE_ONSITE; CONTACTED for visit n+1 or WAITING_SOLUTION by the plan; WAITING_CUSTOMER.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `TIME_IN_FUTURE`, `TIME_ORDER`, `COLLECTION_NOT_AGREED`, what a paid
    /// visit lacks, and everything that the outcome lacks, all at once: the first as the reason, each as a violation;
    /// `INVALID_REQUEST` for a demand of somebody who was not there (DSP-63).
    pub fn complete_visit(
        &mut self,
        actor: &Actor,
        told: Told,
        result: Result,
        payment: Payment,
        demand: Option<AnswerLater>,
        now: Timestamp,
    ) -> core::result::Result<Ended, Refusal> {
        self.admit(Action::Complete)?;
        self.owned_by(actor)?;
        let visit = self.visit_mut()?;
        let arrived = visit.arrived_at.unwrap_or(visit.promise.promised_at);
        let at = self.time_of(Action::Complete, actor, told, arrived, now)?;
        if matches!(result, Result::Repaired(_)) {
            self.check_payment(&payment)?;
        }
        let internal = self.request.is_internal();
        let visit = self.visit_mut()?;
        match result {
            Result::Repaired(repaired) => {
                visit.repaired(repaired, internal, now)?;
                visit.paid.payment = payment;
            }
            Result::NotRepaired(not_repaired) => visit.not_repaired(not_repaired, arrived, now)?,
            Result::Absent(absent) => visit.absent(absent, arrived, now)?,
        }
        if let Some(demand) = demand {
            visit.keep_demand(demand, at)?;
        }
        visit.completed_at = Some(at);
        let (visit, must_report) = (visit.clone(), visit.outcome != Some(Outcome::NotRepaired));
        self.follow_outcome(&visit, at);
        Ok(Ended { visit, at, must_report })
    }

    fn follow_outcome(&mut self, visit: &Visit, at: Timestamp) {
        match (visit.outcome, visit.plan.map(Plan::leads_to)) {
            (Some(Outcome::NotRepaired), Some(LeadsTo::NextVisit)) => self.next_visit(at),
            (Some(Outcome::NotRepaired), Some(LeadsTo::Solution(waiting))) => {
                self.state = State::WaitingSolution;
                self.waiting = waiting;
            }
            (Some(Outcome::CustomerAbsent), _) => {
                self.state = State::WaitingCustomer;
                self.waiting = Some(Waiting::Customer);
            }
            _ => self.state = State::DoneOnsite,
        }
    }

    /// Another visit is to be arranged (DSP-32).
    pub(super) fn next_visit(&mut self, from: Timestamp) {
        self.state = State::Contacted;
        self.waiting = None;
        self.visit_number += 1;
        self.visit_from = from;
        self.no_parts_needed = false;
    }
}

impl Visit {
    /// Internal work has no customer who would sign (DSP-51, DSP-52, DSP-54).
    fn repaired(&mut self, told: Repaired, internal: bool, now: Timestamp) -> core::result::Result<(), Refusal> {
        let sign_off = told.sign_off.unwrap_or_default();
        let unexplained = sign_off.satisfaction == Some(Satisfaction::Dissatisfied) && sign_off.reasons.is_empty();
        all_of(&[
            (
                !told.cleaned && !internal,
                &NOT_CLEANED,
                "repaired.cleaned",
                "the machine must be cleaned",
            ),
            (
                sign_off.signature.is_none() && !internal,
                &SIGNATURE_MISSING,
                "repaired.sign_off.signature",
                "the customer must sign",
            ),
            (
                !sign_off.accepted && !internal,
                &SYSTEM_NOT_ACCEPTED,
                "repaired.sign_off.system_accepted",
                "the customer must accept",
            ),
            (
                unexplained,
                &SATISFACTION_REASON_MISSING,
                "repaired.sign_off.reasons",
                "say why not satisfied",
            ),
        ])?;
        check_signed("repaired.sign_off.signature.signed_at", sign_off.signature, now)?;
        self.outcome = Some(Outcome::Repaired);
        self.findings = told.findings;
        self.work_done = told.work_done;
        self.cleaned = told.cleaned;
        self.sign_off = sign_off;
        Ok(())
    }

    fn not_repaired(
        &mut self,
        told: NotRepaired,
        arrived: Timestamp,
        now: Timestamp,
    ) -> core::result::Result<(), Refusal> {
        let uninformed = told.plan != Plan::SecondVisit && told.informed_at.is_none();
        let unsigned = told.plan == Plan::TakeBack && told.signature.is_none();
        all_of(&[
            (
                !told.consents,
                &PLAN_NOT_AGREED,
                "not_repaired.customer_consents",
                "the customer must agree to the plan",
            ),
            (
                uninformed,
                &NEXT_STEP_NOT_TOLD,
                "not_repaired.customer_informed_at",
                "say when the customer was told",
            ),
            (
                unsigned,
                &SIGNATURE_MISSING,
                "not_repaired.signature",
                "the customer must sign for goods taken back",
            ),
        ])?;
        if told.informed_at.is_some() {
            checked("not_repaired.customer_informed_at", told.informed_at, arrived, now)?;
        }
        check_signed("not_repaired.signature.signed_at", told.signature, now)?;
        self.outcome = Some(Outcome::NotRepaired);
        self.plan = Some(told.plan);
        self.plan_detail = told.plan_detail;
        self.findings = told.findings;
        self.work_done = told.work_done;
        self.customer_informed_at = told.informed_at;
        self.sign_off.signature = told.signature;
        Ok(())
    }

    fn absent(&mut self, told: Absent, arrived: Timestamp, now: Timestamp) -> core::result::Result<(), Refusal> {
        let window = self.promise.window;
        let outside = arrived < window.start || arrived > window.end;
        all_of(&[
            (
                outside,
                &ABSENT_OUTSIDE_WINDOW,
                "customer_absent",
                "the technician did not arrive inside the window",
            ),
            (
                !told.note_left,
                &NOTE_NOT_LEFT,
                "customer_absent.note_left",
                "a note must be left",
            ),
        ])?;
        checked(
            "customer_absent.call_attempted_at",
            Some(told.call_attempted_at),
            arrived,
            now,
        )?;
        self.outcome = Some(Outcome::CustomerAbsent);
        self.note_left = true;
        self.call_attempted_at = Some(told.call_attempted_at);
        Ok(())
    }
}

/// Refuses a signature of the future.
fn check_signed(
    field: &str,
    signature: Option<(Timestamp, SignatureMethod)>,
    now: Timestamp,
) -> core::result::Result<(), Refusal> {
    match signature {
        Some((at, _)) => checked(field, Some(at), Timestamp::MIN, now).map(drop),
        None => Ok(()),
    }
}

/// One requirement of an outcome: whether it is broken, and what to say then.
pub(super) type Requirement = (bool, &'static Reason, &'static str, &'static str);

/// Refuses with the first broken requirement as the reason and every broken one as a violation.
pub(super) fn all_of(requirements: &[Requirement]) -> core::result::Result<(), Refusal> {
    let mut broken = requirements.iter().filter(|(broken, ..)| *broken);
    let Some((_, first, field, text)) = broken.next() else {
        return Ok(());
    };
    let mut refusal = first.field(*field, *text);
    for (_, reason, field, text) in broken {
        refusal.violations.extend(reason.field(*field, *text).violations);
    }
    Err(refusal)
}
