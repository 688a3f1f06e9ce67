//! What is known of an order that may count.

use aftersales_kit::{
    id::{TicketId, WorkOrderId},
    text_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::Item;

text_enum! {
    /// Answer of the customer (CBK-07).
    pub enum Answer {
        /// Yes.
        Yes = "YES",
        /// No.
        No = "NO",
        /// The customer cannot say; the order was called back all the same.
        Unknown = "UNKNOWN",
    }
}

/// Why an order does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Exclusion {
    /// A self-received job reported more than two days late (DSP-34).
    LateSelfReport,
    /// An appeal was decided so (DSP-57).
    Appeal,
    /// The order was cancelled.
    Cancelled,
}

/// What the callback of a visit brought (CBK-07, CBK-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// Contacted within one working day?
    pub contacted: Answer,
    /// On time?
    pub on_time: Answer,
    /// Satisfied?
    pub satisfied: Answer,
    /// Attitude, skill, time of arrival, promises; 1 to 4 each.
    pub marks: [i64; 4],
}

/// An order by its visit of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFacts {
    /// The order.
    pub id: WorkOrderId,
    /// Its number.
    pub number: String,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Staff code of who made the visit; may be empty.
    pub technician_id: String,
    /// The visit that it counts by.
    pub visit_number: i64,
    /// When the technician arrived.
    pub visited_at: Timestamp,
    /// The order was cancelled.
    pub cancelled: bool,
    /// Reported too late by who received it himself.
    pub late_self_report: bool,
    /// An appeal took it out.
    pub appealed: bool,
    /// What the callback brought.
    pub survey: Option<Survey>,
    /// The customer complained of his own accord.
    pub complained: bool,
    /// A service was missed.
    pub missed: bool,
}

impl OrderFacts {
    /// Why it does not count.
    pub fn exclusion(&self) -> Option<Exclusion> {
        match self {
            Self { cancelled: true, .. } => Some(Exclusion::Cancelled),
            Self {
                late_self_report: true, ..
            } => Some(Exclusion::LateSelfReport),
            Self { appealed: true, .. } => Some(Exclusion::Appeal),
            _ => None,
        }
    }

    /// Whether an item has a bad answer.
    pub fn is_bad(&self, item: Item) -> bool {
        let no = |answer: fn(&Survey) -> Answer| self.survey.as_ref().is_some_and(|it| answer(it) == Answer::No);
        match item {
            Item::Contacted => no(|survey| survey.contacted),
            Item::OnTime => no(|survey| survey.on_time),
            Item::Satisfied => no(|survey| survey.satisfied),
            Item::Complained => self.complained,
            Item::Missed => self.missed,
        }
    }
}
