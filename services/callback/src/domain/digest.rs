//! The digest of complaints for a meeting (例会, X-32, CBK-45).

use std::collections::BTreeMap;

use aftersales_kit::{
    Refusal,
    id::TicketId,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{Dissatisfaction, reasons::RANGE_INVALID};

/// Longest range of a digest in days.
const LONGEST_DAYS: i32 = 366;

/// Where a complaint came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// When the customer was called back.
    Callback,
    /// With the hotline.
    Hotline,
}

/// A complaint of the digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it came up.
    pub source: Source,
    /// Callback task id or consultation id.
    pub id: Uuid,
    /// Ticket.
    pub ticket_id: Option<TicketId>,
    /// Number of the work order or of the consultation.
    pub number: String,
    /// When it came up.
    pub reported_at: Timestamp,
    /// Whose service it is about; may be empty.
    pub technician_id: String,
    /// Types.
    pub types: Vec<Dissatisfaction>,
    /// The measure; empty while there is none.
    pub solution: String,
    /// Who carries it; may be empty.
    pub owner: String,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// When the measure was set or the customer answered.
    pub solved_at: Option<Timestamp>,
}

impl Entry {
    /// Still open.
    pub fn is_open(&self) -> bool {
        self.solved_at.is_none()
    }

    /// Place in the digest: open ones first, then oldest first.
    pub fn key(&self) -> (bool, Timestamp, Uuid) {
        (!self.is_open(), self.reported_at, self.id)
    }
}

/// What a digest says over all pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Came up in the range.
    pub reported: i64,
    /// Of those, solved.
    pub solved: i64,
    /// Open, those from before included.
    pub open: i64,
    /// Those of the range by type; `None` when nobody said.
    pub types: BTreeMap<Option<Dissatisfaction>, i64>,
}

impl Totals {
    /// Of the entries of a digest whose range begins at `from`.
    pub fn of(entries: &[Entry], from: Timestamp) -> Self {
        let mut totals = Self::default();
        for entry in entries {
            totals.open += i64::from(entry.is_open());
            if entry.reported_at < from {
                continue;
            }
            totals.reported += 1;
            totals.solved += i64::from(!entry.is_open());
            for kind in &entry.types {
                *totals.types.entry(Some(*kind)).or_default() += 1;
            }
            if entry.types.is_empty() {
                *totals.types.entry(None).or_default() += 1;
            }
        }
        totals
    }
}

/// Refuses a range that ends before it begins, or is longer than a year.
///
/// # Errors
/// `RANGE_INVALID`.
pub fn check_range(from: BusinessDate, to: BusinessDate) -> Result<(), Refusal> {
    if to < from {
        return Err(RANGE_INVALID.field("to", "must not be before from"));
    }
    let days = from.date().until(to.date()).map_or(i32::MAX, |span| span.get_days());
    if days > LONGEST_DAYS {
        return Err(RANGE_INVALID.field("to", "must be at most a year after from"));
    }
    Ok(())
}
