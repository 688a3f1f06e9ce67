//! A need that the telephone served (电话完成服务), and what came of a service (DSP-46, DSP-47).

use aftersales_kit::{Refusal, time::Timestamp};

use super::{Action, Actor, Outcome, Plan, ServiceResult, State, Told, WorkOrder};

impl WorkOrder {
    /// The telephone served the need: nobody goes, and the sheet is to be confirmed. Gives when.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `PARTS_NOT_SETTLED`, `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub fn resolve_by_phone(
        &mut self,
        actor: &Actor,
        told: Told,
        findings: String,
        now: Timestamp,
    ) -> Result<Timestamp, Refusal> {
        self.admit(Action::ResolveByPhone)?;
        self.owned_by(actor)?;
        if !self.parts_settled() {
            return Err(self.open_parts());
        }
        let at = self.time_of(Action::ResolveByPhone, actor, told, self.begins_at(), now)?;
        self.phoned = Some((at, actor.code.clone()));
        self.phone_findings = findings;
        self.state = State::PartsSettled;
        self.waiting = None;
        Ok(at)
    }

    /// Ticks that the product's manual was read (DSP-62). `false` when it was before.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`.
    pub fn read_manual(&mut self, actor: &Actor, now: Timestamp) -> Result<bool, Refusal> {
        self.admit(Action::ConfirmManualRead)?;
        self.owned_by(actor)?;
        if self.manual_read.is_some() {
            return Ok(false);
        }
        self.manual_read = Some((now, actor.code.clone()));
        Ok(true)
    }

    /// What came of the service; none while it is not over (DSP-47).
    pub fn result(&self) -> Option<ServiceResult> {
        if self.phoned.is_some() {
            return Some(ServiceResult::ByPhone);
        }
        let last = self.visits.iter().rev().find(|visit| visit.outcome.is_some())?;
        if let Some(goods) = self.taken_goods().filter(|goods| goods.delivered) {
            return Some(match goods.unrepaired {
                true => ServiceResult::NotCompletedOther,
                false => ServiceResult::Completed,
            });
        }
        Some(match (last.outcome?, last.plan) {
            (Outcome::Repaired, _) => ServiceResult::Completed,
            (Outcome::NotRepaired, Some(Plan::TakeBack | Plan::Replace)) => ServiceResult::ReturnOrReplace,
            (Outcome::NotRepaired | Outcome::CustomerAbsent, _) => ServiceResult::NotCompletedOther,
        })
    }
}
