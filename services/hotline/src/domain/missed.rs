//! Missed calls: nobody answered, so somebody calls back (HOT-29).

use aftersales_kit::{Refusal, text_enum, time::Timestamp};

use super::{
    call::PhoneCall,
    telephone_reasons::{CALL_NOT_MISSED, MISSED_CALL_RESOLVED},
};

text_enum! {
    /// Whether somebody still owes a call back.
    pub enum MissedState {
        /// Somebody does.
        Open = "OPEN",
        /// Nobody does.
        Resolved = "RESOLVED",
    }
}

text_enum! {
    /// What became of a missed call.
    pub enum MissedOutcome {
        /// Called back and reached.
        CalledBack = "CALLED_BACK",
        /// Called again and was answered.
        CameAgain = "CAME_AGAIN",
        /// Called back in vain.
        NotReached = "NOT_REACHED",
        /// Nobody to call back.
        NotNeeded = "NOT_NEEDED",
    }
}

/// What became of a missed call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Whether somebody still owes a call back.
    pub state: MissedState,
    /// What became of it.
    pub outcome: Option<MissedOutcome>,
    /// When.
    pub resolved_at: Option<Timestamp>,
    /// By whom; empty when it resolved itself.
    pub resolved_by: String,
}

impl Missed {
    /// Just missed.
    pub fn open() -> Self {
        Self {
            state: MissedState::Open,
            outcome: None,
            resolved_at: None,
            resolved_by: String::new(),
        }
    }

    /// Somebody owes a call back.
    pub fn is_open(&self) -> bool {
        self.state == MissedState::Open
    }
}

impl PhoneCall {
    /// Says what became of a missed call.
    ///
    /// # Errors
    /// `CALL_NOT_MISSED`, `MISSED_CALL_RESOLVED`.
    pub fn resolve_missed(&mut self, outcome: MissedOutcome, by: &str, now: Timestamp) -> Result<(), Refusal> {
        let refused = |reason: &'static aftersales_kit::Reason| reason.refuse().with("call_id", self.id);
        match &self.telephone.missed {
            None => Err(refused(&CALL_NOT_MISSED)),
            Some(missed) if missed.state == MissedState::Resolved => Err(refused(&MISSED_CALL_RESOLVED)),
            Some(_) => {
                self.telephone.missed = Some(Missed {
                    state: MissedState::Resolved,
                    outcome: Some(outcome),
                    resolved_at: Some(now),
                    resolved_by: by.to_owned(),
                });
                Ok(())
            }
        }
    }
}
