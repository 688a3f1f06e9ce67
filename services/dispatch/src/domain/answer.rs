//! A demand of an angry customer that is not answered on the spot (DSP-63).

use aftersales_kit::{Refusal, reasons::INVALID_REQUEST, time::Timestamp};

use super::{Outcome, Visit, reasons::TIME_ORDER, words::AnswerTopic};

/// What is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLater {
    /// What it is about.
    pub topic: AnswerTopic,
    /// What the customer demands.
    pub demand: String,
    /// By when, as agreed with the customer; none is by policy.
    pub by: Option<Timestamp>,
}

impl Visit {
    /// Keeps what the customer demanded in a visit that ended at `ended`.
    ///
    /// # Errors
    /// `INVALID_REQUEST` when nobody was there; `TIME_ORDER`.
    pub(super) fn keep_demand(&mut self, demand: AnswerLater, ended: Timestamp) -> Result<(), Refusal> {
        if self.outcome == Some(Outcome::CustomerAbsent) {
            return Err(INVALID_REQUEST.field("answer_later", "is for a customer who was there"));
        }
        if demand.by.is_some_and(|by| by <= ended) {
            return Err(TIME_ORDER.field("answer_later.answer_by", "must be after the end of the visit"));
        }
        self.answer_later = Some(demand);
        Ok(())
    }
}
