//! What a date is to a branch: working or not, open when, and who says so.

use std::fmt;

use jiff::civil::{Date, Weekday};

use super::{
    branch::BranchCalendar,
    hours::{DayHours, NO_HOURS},
    law,
};
use crate::time::BusinessDate;

/// Whether an entry makes its date a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// A rest day.
    Off,
    /// A working day, such as a make-up Saturday (调休上班).
    Work,
}

/// An exception from the ordinary week, by a national notice or by the branch itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEntry {
    /// The local date.
    pub date: BusinessDate,
    /// Working day or rest day.
    pub kind: DayKind,
    /// What the day is called, such as 国庆节.
    pub name: String,
    /// Where it comes from, such as `notice 2026` or `branch`.
    pub source: String,
    /// Opening hours of that date. `None`: closed on a rest day, the usual hours on a working day. A rest day with
    /// hours is open (duty) without counting as a working day.
    pub hours: Option<DayHours>,
}

/// A date as it is shown to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayView {
    /// Whether it is a working day of the branch.
    pub working: bool,
    /// When the branch is open; a rest day with hours is duty.
    pub hours: DayHours,
    /// What a holiday or make-up day is called; empty for an ordinary day of the week.
    pub name: String,
    /// A holiday taken from the law, because the year has no notice yet.
    pub by_law: bool,
    /// A notice that is not known yet may still change it.
    pub provisional: bool,
}

/// A date as a branch sees it.
#[derive(Debug, Clone)]
pub(super) struct Day<'a> {
    pub date: BusinessDate,
    pub working: bool,
    pub hours: &'a DayHours,
    /// A notice that is not known yet may still change it.
    pub provisional: bool,
    why: Why<'a>,
}

#[derive(Debug, Clone)]
enum Why<'a> {
    Week,
    Entry(&'a DayEntry),
    Law(&'static str),
}

impl BranchCalendar {
    /// Branch overrides beat the national calendar, which beats the law, which beats the ordinary week.
    pub(super) fn day(&self, date: BusinessDate) -> Day<'_> {
        match self.overrides.get(&date) {
            Some(entry) => self.entered(entry),
            None => self.national_day(date),
        }
    }

    /// What a date is at the branch, to be shown.
    pub fn view(&self, date: BusinessDate) -> DayView {
        let day = self.day(date);
        let (name, by_law) = match day.why {
            Why::Week => ("", false),
            Why::Entry(entry) => (entry.name.as_str(), false),
            Why::Law(name) => (name, true),
        };
        DayView {
            working: day.working,
            hours: day.hours.clone(),
            name: name.to_owned(),
            by_law,
            provisional: day.provisional,
        }
    }

    /// The date without the branch's own exceptions.
    pub(super) fn national_day(&self, date: BusinessDate) -> Day<'_> {
        if let Some(entry) = self.national.get(&date) {
            return self.entered(entry);
        }
        let provisional = !self.noticed_years.contains(&date.date().year());
        match law::holiday(date.date()).filter(|_| provisional) {
            Some(name) => Day {
                date,
                working: false,
                hours: &NO_HOURS,
                provisional,
                why: Why::Law(name),
            },
            None => {
                let weekday = date.date().weekday();
                let (working, hours) = (self.week.works_on(weekday), self.week.on(weekday));
                Day {
                    date,
                    working,
                    hours,
                    provisional,
                    why: Why::Week,
                }
            }
        }
    }

    fn entered<'a>(&'a self, entry: &'a DayEntry) -> Day<'a> {
        let usual = match entry.kind {
            DayKind::Off => &NO_HOURS,
            DayKind::Work => self.week.when_declared_working(entry.date.date()),
        };
        Day {
            date: entry.date,
            working: entry.kind == DayKind::Work,
            hours: entry.hours.as_ref().unwrap_or(usual),
            provisional: false,
            why: Why::Entry(entry),
        }
    }

    /// Whether a legal period may not end on that date (T-3): a public holiday or a weekend that no notice makes a
    /// working day. The branch's own rest days and week do not matter. Also tells whether a notice may change it.
    pub(super) fn legal_rest(&self, date: BusinessDate) -> (bool, bool) {
        let day = self.national_day(date);
        let rest = match day.why {
            Why::Week => is_weekend(date.date()),
            Why::Entry(_) | Why::Law(_) => !day.working,
        };
        (rest, day.provisional)
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Why the date counts or does not, for an explanation.
impl fmt::Display for Day<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.working { "working day" } else { "rest day" };
        match &self.why {
            Why::Week => write!(f, "{kind} of the week")?,
            Why::Entry(entry) => write!(f, "{kind}, {} ({})", entry.name, entry.source)?,
            Why::Law(name) => write!(f, "{kind}, {name} (law)")?,
        }
        if self.provisional {
            f.write_str(", provisional until the year's notice")
        } else {
            Ok(())
        }
    }
}
