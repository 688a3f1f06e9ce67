//! The calendar against the rulebook: T-1 to T-8, X-29, part 6 and the instants of the stories.

mod business;
mod deadlines;
mod edges;
mod hours;
mod import;
mod notices;
mod properties;
mod stories;

use super::{BranchCalendar, DayEntry, DayHours, DayKind, WeekHours, Zone, shipped_notices};
use crate::time::{BusinessDate, Timestamp};

/// A date.
fn date(text: &str) -> BusinessDate {
    BusinessDate::parse(text).unwrap()
}

/// An instant as the clock on a Chinese wall shows it.
fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{}:00+08:00", text.replace(' ', "T"))).unwrap()
}

fn hours(text: &str) -> DayHours {
    text.parse().unwrap()
}

fn entry(day: &str, kind: DayKind, open: Option<&str>) -> DayEntry {
    DayEntry {
        date: date(day),
        kind,
        name: "own".into(),
        source: "branch".into(),
        hours: open.map(hours),
    }
}

/// Branch BJ01 of fixture F0 with other hours and exceptions.
fn branch(week: WeekHours, overrides: Vec<DayEntry>) -> BranchCalendar {
    BranchCalendar::with_notices(Zone::shanghai(), week, &shipped_notices().unwrap(), overrides)
}

/// Branch BJ01 of fixture F0: 09:00-18:00 from Monday to Friday and on make-up days.
fn bj01() -> BranchCalendar {
    branch(WeekHours::office(hours("09:00-18:00")), Vec::new())
}

/// A branch that closes for lunch.
fn with_lunch() -> BranchCalendar {
    branch(WeekHours::office(hours("09:00-12:00, 13:30-18:00")), Vec::new())
}
