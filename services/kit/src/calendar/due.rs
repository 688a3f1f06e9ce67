//! A computed deadline and how it came about.

use std::fmt;

use super::{day::Day, error::CalendarError, zone::within};
use crate::time::{BusinessDate, Timestamp};

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last instant at which it is still kept. 24:00 is the first instant of the next local date.
    pub at: Timestamp,
    /// The local business date that the deadline belongs to; with 24:00 the day that ends then (T-7).
    pub date: BusinessDate,
    /// A day that was looked at lies in a year without a notice: importing the notice may move the deadline.
    pub provisional: bool,
    /// The dates that were looked at, in order.
    pub steps: Vec<Step>,
}

/// One date of the way to a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The local date.
    pub date: BusinessDate,
    /// What it is and what was taken from it, in English.
    pub text: String,
    /// Whether it counted towards the deadline.
    pub counted: bool,
}

/// The date and what it is, such as `2026-10-01 rest day, 国庆节 (notice 2026)`.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date, self.text)
    }
}

/// The steps of a deadline while it is being reckoned.
#[derive(Debug, Default)]
pub(super) struct Trail {
    provisional: bool,
    steps: Vec<Step>,
}

impl Trail {
    /// Notes a day of the calendar; `what` was taken from it, nothing if it did not count.
    pub fn look(&mut self, day: &Day<'_>, what: Option<String>) {
        self.provisional |= day.provisional;
        let counted = what.is_some();
        let text = match what {
            Some(what) => format!("{day}: {what}"),
            None => day.to_string(),
        };
        self.steps.push(Step {
            date: day.date,
            text,
            counted,
        });
    }

    /// Notes a date for which the calendar was not asked, or only whether it is a legal rest day.
    pub fn note(&mut self, date: BusinessDate, text: String, counted: bool) {
        self.steps.push(Step { date, text, counted });
    }

    /// A notice may change a day that was looked at.
    pub fn doubt(&mut self, provisional: bool) {
        self.provisional |= provisional;
    }

    /// The deadline at the end of the way.
    pub fn due(self, at: Timestamp, date: BusinessDate) -> Result<Due, CalendarError> {
        Ok(Due {
            at: within(at)?,
            date,
            provisional: self.provisional,
            steps: self.steps,
        })
    }
}
