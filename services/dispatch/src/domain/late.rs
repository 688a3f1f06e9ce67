//! Facts that are received later than they happened: from phones that were offline.

use aftersales_kit::{Refusal, time::Timestamp};

use super::{Action, Actor, Source, WorkOrder, contact::checked};

/// When something happened, as told with a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// When it happened; now if not said.
    pub at: Option<Timestamp>,
    /// Until when the told time is believed.
    pub trusted_until: Timestamp,
}

/// A fact that was received later than it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateFact {
    /// What was told.
    pub action: Action,
    /// When it happened, as told.
    pub told_at: Timestamp,
    /// When it was received.
    pub received_at: Timestamp,
    /// The told time counts, not the time of receipt.
    pub trusted: bool,
    /// Staff code of who told it.
    pub told_by: String,
    /// It is stored already.
    pub kept: bool,
}

impl WorkOrder {
    /// Since when anything can have happened to the order: a self-received job may be older than its record.
    pub fn begins_at(&self) -> Timestamp {
        match self.source {
            Source::SelfReceived => self.queued_at.min(self.request.first_requested_at),
            Source::CallCentre | Source::Internal => self.queued_at,
        }
    }

    /// The time that counts for a fact: the told one while it may be believed, else the time of receipt. What was
    /// received later than it happened is kept beside it.
    ///
    /// Of a self-received job the told time of the work always counts: it only makes the report later (DSP-34).
    ///
    /// # Errors
    /// `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub(super) fn time_of(
        &mut self,
        action: Action,
        actor: &Actor,
        told: Told,
        after: Timestamp,
        now: Timestamp,
    ) -> Result<Timestamp, Refusal> {
        let Some(at) = told.at else {
            return Ok(now);
        };
        let own_work = self.source == Source::SelfReceived && action != Action::ReportCompletion;
        let trusted = own_work || now <= told.trusted_until;
        // what came too late before this counts from its receipt, which this may well precede
        let moved = self.late.iter().any(|late| !late.trusted && late.received_at == after);
        let floor = if trusted && !moved { after } else { self.begins_at() };
        checked("at", Some(at), floor, now)?;
        if at < now {
            self.late.push(LateFact {
                action,
                told_at: at,
                received_at: now,
                trusted,
                told_by: actor.code.clone(),
                kept: false,
            });
        }
        Ok(if trusted { at.max(after.min(now)) } else { now })
    }
}
