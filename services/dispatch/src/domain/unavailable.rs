//! What can be done to an order now, and what keeps each other action from it.

use aftersales_kit::Refusal;

use super::{
    Action, Actor, State, WorkOrder,
    flow_reasons::{NOTHING_MISSED, REISSUE_EXISTS, WORK_IS_FREE},
    live_reasons::{NEEDS_OTHER_STATE, NOTHING_TO_REPORT},
    reasons::{
        COMPLETION_NOT_REPORTED, PARTS_ALREADY_REQUESTED, PARTS_NOT_SETTLED, PARTS_UNRESOLVED, TECHNICIAN_MISSING,
    },
};

impl WorkOrder {
    /// What the actor can do to the order now; the contract's roles come on top.
    pub fn possible(&self, actor: &Actor) -> Vec<Action> {
        let all = Action::ALL.iter().copied();
        all.filter(|action| self.may(*action, actor).is_ok()).collect()
    }

    /// Why each action is not possible that the actor cannot take now.
    pub fn unavailable(&self, actor: &Actor) -> Vec<(Action, Refusal)> {
        let all = Action::ALL.iter().copied();
        all.filter_map(|action| Some((action, self.may(action, actor).err()?)))
            .collect()
    }

    fn may(&self, action: Action, actor: &Actor) -> Result<(), Refusal> {
        self.owned_by(actor)?;
        if !self.state.admits(action) {
            let states = State::ALL.iter().filter(|state| state.admits(action));
            let names: Vec<&str> = states.map(|state| state.as_str()).collect();
            let refusal = NEEDS_OTHER_STATE.refuse().with("state", self.state);
            return Err(refusal.with("states", names.join(", ")));
        }
        match action {
            Action::TakeBack => self.check_take_back(),
            Action::Appraise => self.check_appraise(),
            Action::RequestReplacement | Action::DecideReplacement | Action::SettleReplacement => {
                self.check_appraisal(action, actor)
            }
            Action::Reopen => self.check_not_pending(),
            Action::Cancel if !self.parts_settled() => Err(self.open_parts()),
            Action::Cancel => self.check_not_pending().and_then(|()| self.check_no_goods_held()),
            Action::ResolveByPhone if !self.parts_settled() => Err(self.open_parts()),
            Action::Confirm => self.may_confirm(),
            Action::Reissue => self.check_reissue(),
            Action::RecordExtraConsent if !self.is_paid() => {
                Err(WORK_IS_FREE.refuse().with("class", self.request.service_class))
            }
            action => self.check_sensible(action, actor),
        }
    }

    fn may_confirm(&self) -> Result<(), Refusal> {
        match self.state {
            State::DoneOnsite => Err(COMPLETION_NOT_REPORTED.refuse()),
            State::PartsSettled => self.check_no_goods_held(),
            _ => Err(PARTS_NOT_SETTLED.refuse().with("state", self.state)),
        }
    }

    /// Refuses to issue an order again of which no visit was missed, or which is issued again already (DSP-29).
    ///
    /// # Errors
    /// `NOTHING_MISSED`, `REISSUE_EXISTS`.
    pub fn check_reissue(&self) -> Result<(), Refusal> {
        if self.missed_visit().is_none() {
            return Err(NOTHING_MISSED.refuse());
        }
        match &self.attached.reissued_as {
            Some(number) => Err(REISSUE_EXISTS.refuse().with("work_order_no", number)),
            None => Ok(()),
        }
    }

    fn check_sensible(&self, action: Action, actor: &Actor) -> Result<(), Refusal> {
        let reason = match action {
            Action::DeclareNoParts if self.state != State::Promised => &PARTS_ALREADY_REQUESTED,
            Action::Depart if self.technician_id.is_none() => &TECHNICIAN_MISSING,
            Action::Depart if self.state != State::Ready && !actor.may_override => &PARTS_UNRESOLVED,
            Action::ReportCompletion if self.visit().is_none_or(|visit| visit.reported.is_some()) => &NOTHING_TO_REPORT,
            Action::ReportAppointment if self.promise().is_none_or(|promise| promise.reported.is_some()) => {
                &NOTHING_TO_REPORT
            }
            Action::InsistSameDay if self.same_day => &NOTHING_TO_REPORT,
            Action::ConfirmManualRead if self.manual_read.is_some() => &NOTHING_TO_REPORT,
            _ => return Ok(()),
        };
        Err(reason.refuse().with("state", self.state))
    }
}
