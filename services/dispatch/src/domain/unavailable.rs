//! What keeps an action from an order now: the other half of [`WorkOrder::possible`].

use aftersales_kit::Refusal;

use super::{
    Action, Actor, State, WorkOrder,
    live_reasons::{NEEDS_OTHER_STATE, NOTHING_TO_REPORT},
    reasons::{
        COMPLETION_NOT_REPORTED, PARTS_ALREADY_REQUESTED, PARTS_NOT_SETTLED, PARTS_UNRESOLVED, TECHNICIAN_MISSING,
    },
};

impl WorkOrder {
    /// Why each action is not possible that the actor cannot take now.
    pub fn unavailable(&self, actor: &Actor) -> Vec<(Action, Refusal)> {
        let possible = self.possible(actor);
        let kept = Action::ALL.iter().filter(|action| !possible.contains(action));
        kept.map(|action| (*action, self.keeps(*action, actor))).collect()
    }

    fn keeps(&self, action: Action, actor: &Actor) -> Refusal {
        if let Err(refusal) = self.owned_by(actor) {
            return refusal;
        }
        if !self.state.admits(action) {
            let states = State::ALL.iter().filter(|state| state.admits(action));
            let names: Vec<&str> = states.map(|state| state.as_str()).collect();
            let refusal = NEEDS_OTHER_STATE.refuse().with("state", self.state);
            return refusal.with("states", names.join(", "));
        }
        let reason = match action {
            Action::DeclareNoParts => &PARTS_ALREADY_REQUESTED,
            Action::Depart if self.technician_id.is_none() => &TECHNICIAN_MISSING,
            Action::Depart => &PARTS_UNRESOLVED,
            Action::Confirm if self.state == State::DoneOnsite => &COMPLETION_NOT_REPORTED,
            Action::Confirm => &PARTS_NOT_SETTLED,
            _ => &NOTHING_TO_REPORT,
        };
        reason.refuse().with("state", self.state)
    }
}
