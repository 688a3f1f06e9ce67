//! A policy's value and its text form, which is how it is put, stored and shown.

use std::fmt;

use super::{error::PolicyError, span::Span};
use crate::calendar::{DayHours, Period};

/// What kind of value a policy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A length of time.
    Span,
    /// A count.
    Int,
    /// An amount of money.
    Money,
    /// A share.
    Ratio,
    /// A list of names shown to people.
    Labels,
    /// Named parts of the day.
    DayParts,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Span => {
                "a length of time such as \"2 h business\", \"24 h wall\", \"2 wd\", \"60 d\" or \"same day\""
            }
            Self::Int => "a whole number from 0 to 1000000",
            Self::Money => "an amount such as \"50.00 CNY\"",
            Self::Ratio => "a share from 0 to 100 such as \"12.5 %\"",
            Self::Labels => "a list of different names such as \"很满意 | 满意\"",
            Self::DayParts => "a list of parts of the day such as \"AM 09:30-11:30, PM 14:30-17:00\"",
        })
    }
}

/// The value of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyValue {
    /// No value: the rule that needs it cannot be applied before one is put. Text form `none`.
    None,
    /// A length of time, see [`Span`].
    Span(Span),
    /// A count, `3`.
    Int(i64),
    /// Money in fen, `50.00 CNY`.
    Money(i64),
    /// A share in basis points (hundredths of a percent), `12.5 %`.
    Ratio(i64),
    /// Names in order, `很满意 | 满意 | 一般 | 不满意`.
    Labels(Vec<String>),
    /// Parts of the day in order, `AM 09:30-11:30, PM 14:30-17:00`.
    DayParts(Vec<DayPart>),
}

/// A named part of the day, such as the morning hours in which customers may be called (CBK-25, Q-9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPart {
    /// Its code: a capital, then capitals and digits, at most 16.
    pub name: String,
    /// When it is, in local time.
    pub period: Period,
}

impl PolicyValue {
    /// Reads the text form of a value of that kind; `none` is read for every kind.
    ///
    /// # Errors
    /// `BadValue`.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, PolicyError> {
        if text.trim() == "none" {
            return Ok(Self::None);
        }
        let value = match kind {
            Kind::Span => text.parse().ok().map(Self::Span),
            Kind::Int => decimal(text.trim(), 0, 1_000_000).map(Self::Int),
            Kind::Money => amount(text, "CNY").map(Self::Money),
            Kind::Ratio => share(text).map(Self::Ratio),
            Kind::Labels => labels(text).map(Self::Labels),
            Kind::DayParts => day_parts(text).map(Self::DayParts),
        };
        value.ok_or_else(|| bad(kind, text))
    }

    /// Its kind; `None` for no value.
    pub const fn kind(&self) -> Option<Kind> {
        match self {
            Self::None => None,
            Self::Span(_) => Some(Kind::Span),
            Self::Int(_) => Some(Kind::Int),
            Self::Money(_) => Some(Kind::Money),
            Self::Ratio(_) => Some(Kind::Ratio),
            Self::Labels(_) => Some(Kind::Labels),
            Self::DayParts(_) => Some(Kind::DayParts),
        }
    }
}

impl From<Span> for PolicyValue {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl fmt::Display for PolicyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Span(span) => span.fmt(f),
            Self::Int(count) => count.fmt(f),
            Self::Money(fen) => write!(
                f,
                "{}{}.{:02} CNY",
                if *fen < 0 { "-" } else { "" },
                fen.unsigned_abs() / 100,
                fen.unsigned_abs() % 100
            ),
            Self::Ratio(points) => write_share(*points, f),
            Self::Labels(labels) => f.write_str(&labels.join(" | ")),
            Self::DayParts(parts) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|part| format!("{} {}", part.name, part.period))
                    .collect();
                f.write_str(&parts.join(", "))
            }
        }
    }
}

fn write_share(points: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, cents) = (points / 100, points % 100);
    match (cents, cents % 10) {
        (0, _) => write!(f, "{whole} %"),
        (_, 0) => write!(f, "{whole}.{} %", cents / 10),
        _ => write!(f, "{whole}.{cents:02} %"),
    }
}

/// The error for text that is not of the kind.
pub(super) fn bad(kind: Kind, text: &str) -> PolicyError {
    PolicyError::BadValue {
        kind,
        text: text.chars().take(64).collect(),
    }
}

/// A number of at most `places` decimals and at most `max`, as an integer in units of the last place.
fn decimal(text: &str, places: usize, max: i64) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let dotted = text.contains('.');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = digits(whole) && digits(fraction) && !whole.is_empty() && whole.len() <= 12;
    let fits = fraction.len() <= places && dotted != fraction.is_empty();
    let units: i64 = (shaped && fits)
        .then(|| format!("{whole}{fraction:0<places$}"))?
        .parse()
        .ok()?;
    (units <= max).then_some(units)
}

fn amount(text: &str, currency: &str) -> Option<i64> {
    let number = text.trim().strip_suffix(currency)?.trim_end();
    decimal(number, 2, 100_000_000_000)
}

fn share(text: &str) -> Option<i64> {
    decimal(text.trim().strip_suffix('%')?.trim_end(), 2, 10_000)
}

fn labels(text: &str) -> Option<Vec<String>> {
    let labels: Vec<String> = text.split('|').map(|label| label.trim().to_owned()).collect();
    let readable = |label: &String| (1..=40).contains(&label.chars().count()) && !label.chars().any(char::is_control);
    let different = labels
        .iter()
        .enumerate()
        .all(|(index, label)| !labels.iter().take(index).any(|other| other == label));
    (labels.len() <= 20 && different && labels.iter().all(readable)).then_some(labels)
}

fn day_parts(text: &str) -> Option<Vec<DayPart>> {
    let mut parts = text.split(',').map(day_part).collect::<Option<Vec<_>>>()?;
    parts.sort_by_key(|part| part.period);
    let apart = DayHours::new(parts.iter().map(|part| part.period).collect()).is_ok();
    let different = parts
        .iter()
        .enumerate()
        .all(|(index, part)| !parts.iter().take(index).any(|other| other.name == part.name));
    (apart && different).then_some(parts)
}

fn day_part(text: &str) -> Option<DayPart> {
    let (name, period) = text.trim().split_once(' ')?;
    let first = name.bytes().next()?.is_ascii_uppercase();
    let rest = name
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let period = period.trim().parse().ok()?;
    (first && rest && name.len() <= 16).then(|| DayPart {
        name: name.to_owned(),
        period,
    })
}
