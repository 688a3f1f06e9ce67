//! A length of time as a policy states it.

use std::{fmt, str::FromStr};

use super::{
    error::PolicyError,
    value::{Kind, bad},
};
use crate::{
    calendar::{BranchCalendar, CalendarError, ClockMode, Due},
    time::Timestamp,
};

/// Largest amount that a text form may state, in any unit.
const MAX_AMOUNT: u32 = 10_000;

/// A length of time, with the way in which it is counted (rules T-1 to T-6).
///
/// Text forms: `30 min business`, `24 h wall`, `2 wd`, `60 d`, `1 month`, `3 months`, `1 year`, `same day`, `closing`;
/// `60 d shift` and `24 months shift` for legal periods that do not end on a rest day. Amounts are 1 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// Minutes of a clock (T-2).
    Minutes {
        /// How many.
        amount: u32,
        /// Wall clock or opening time.
        clock: ClockMode,
    },
    /// Hours of a clock (T-2).
    Hours {
        /// How many.
        amount: u32,
        /// Wall clock or opening time.
        clock: ClockMode,
    },
    /// Working days until closing time (T-1).
    WorkingDays(u32),
    /// Calendar days until 24:00 (T-3).
    Days {
        /// How many.
        amount: u32,
        /// Whether a last day that is a legal rest day gives way to the day after the rest.
        shift: bool,
    },
    /// Months until 24:00 of the corresponding day (T-4); a year is 12.
    Months {
        /// How many.
        amount: u32,
        /// As for days.
        shift: bool,
    },
    /// Until 24:00 of the same day (T-5).
    SameDay,
    /// Until the next closing time of a working day (T-6).
    Closing,
}

impl Span {
    /// The deadline that lies this span after an instant at a branch.
    ///
    /// # Errors
    /// Those of the calendar: out of range, no working day, no opening time.
    pub fn due(self, calendar: &BranchCalendar, from: Timestamp) -> Result<Due, CalendarError> {
        match self {
            Self::Minutes { amount, clock } => calendar.hours(from, amount, clock),
            Self::Hours { amount, clock } => calendar.hours(from, amount.saturating_mul(60), clock),
            Self::WorkingDays(amount) => calendar.working_days(from, amount),
            Self::Days { amount, shift } => calendar.calendar_days(from, amount, shift),
            Self::Months { amount, shift } => calendar.months(calendar.zone().date_of(from)?, amount, shift),
            Self::SameDay => calendar.end_of_day(from),
            Self::Closing => calendar.next_closing(from),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shifted = |shift: bool| if shift { " shift" } else { "" };
        match *self {
            Self::Minutes { amount, clock } => write!(f, "{amount} min {clock}"),
            Self::Hours { amount, clock } => write!(f, "{amount} h {clock}"),
            Self::WorkingDays(amount) => write!(f, "{amount} wd"),
            Self::Days { amount, shift } => write!(f, "{amount} d{}", shifted(shift)),
            Self::Months { amount: 1, shift } => write!(f, "1 month{}", shifted(shift)),
            Self::Months { amount, shift } => write!(f, "{amount} months{}", shifted(shift)),
            Self::SameDay => f.write_str("same day"),
            Self::Closing => f.write_str("closing"),
        }
    }
}

impl FromStr for Span {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        parse(&words).ok_or_else(|| bad(Kind::Span, text))
    }
}

fn parse(words: &[&str]) -> Option<Span> {
    let (first, unit, rest) = match words {
        ["same", "day"] => return Some(Span::SameDay),
        ["closing"] => return Some(Span::Closing),
        [first, unit, rest @ ..] => (first, *unit, rest),
        _ => return None,
    };
    let amount = amount(first)?;
    match (unit, rest) {
        ("min", [clock]) => Some(Span::Minutes {
            amount,
            clock: mode(clock)?,
        }),
        ("h", [clock]) => Some(Span::Hours {
            amount,
            clock: mode(clock)?,
        }),
        ("wd", []) => Some(Span::WorkingDays(amount)),
        ("d", rest) => Some(Span::Days {
            amount,
            shift: shift(rest)?,
        }),
        ("month" | "months", rest) => Some(Span::Months {
            amount,
            shift: shift(rest)?,
        }),
        ("year" | "years", rest) => Some(Span::Months {
            amount: amount.saturating_mul(12),
            shift: shift(rest)?,
        }),
        _ => None,
    }
    .filter(|span| !matches!(span, Span::Months { amount, .. } if *amount > MAX_AMOUNT))
}

fn amount(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|amount| digits && (1..=MAX_AMOUNT).contains(amount))
}

fn mode(text: &str) -> Option<ClockMode> {
    match text {
        "wall" => Some(ClockMode::Wall),
        "business" => Some(ClockMode::Business),
        _ => None,
    }
}

fn shift(words: &[&str]) -> Option<bool> {
    match words {
        [] => Some(false),
        ["shift"] => Some(true),
        _ => None,
    }
}
