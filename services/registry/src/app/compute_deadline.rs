//! What a term means at a branch (T-1 to T-8, story S05).

use aftersales_kit::{
    Error, Result,
    calendar::{CalendarError, ClockMode, DayView, Step},
    policy::{PolicyKey, PolicyValue, Span},
    reasons::INSTANT_NOT_RECKONABLE,
    time::{BusinessDate, Timestamp},
};

use super::load_book::Book;
use crate::domain::{
    policy::in_range,
    reasons::{POLICY_NOT_A_TERM, TIME_OUT_OF_RANGE},
};

/// How long.
pub enum Length {
    /// As a policy says.
    Policy(PolicyKey),
    /// A given term.
    Given(Span),
}

/// A deadline and how it came about.
pub struct Computed {
    /// When it is due.
    pub due_at: Timestamp,
    /// Local date of it.
    pub due_date: BusinessDate,
    /// A year without a notice was counted.
    pub provisional: bool,
    /// The dates that were looked at, with what they are at the branch.
    pub steps: Vec<(Step, DayView)>,
    /// Policy and version used.
    pub policy: Option<(PolicyKey, i64)>,
    /// Length.
    pub span: Span,
}

/// Reckons from `from`; `mode` replaces the clock of minutes and hours.
///
/// # Errors
/// `POLICY_NOT_A_TERM`, `TIME_OUT_OF_RANGE`, `INSTANT_NOT_RECKONABLE`.
pub fn run(book: &Book, length: &Length, from: Timestamp, mode: Option<ClockMode>) -> Result<Computed> {
    if !in_range(from) {
        return Err(TIME_OUT_OF_RANGE
            .field("from", "must lie in the years 2000 to 2100")
            .into());
    }
    let (span, policy) = match length {
        Length::Given(span) => (*span, None),
        Length::Policy(key) => {
            let (span, version) = held(book, *key, from)?;
            (span, Some((*key, version)))
        }
    };
    let span = mode.map_or(span, |mode| on_clock(span, mode));
    let calendar = book.reckoning.calendar();
    let due = span.due(calendar, from).map_err(refuse)?;
    Ok(Computed {
        due_at: due.at,
        due_date: due.date,
        provisional: due.provisional,
        steps: due
            .steps
            .into_iter()
            .map(|step| (step.clone(), calendar.view(step.date)))
            .collect(),
        policy,
        span,
    })
}

fn held(book: &Book, key: PolicyKey, at: Timestamp) -> Result<(Span, i64)> {
    let held = book.reckoning.policy(key, at)?;
    match held.value {
        PolicyValue::Span(span) => Ok((span, held.version)),
        PolicyValue::None
        | PolicyValue::Int(_)
        | PolicyValue::Money(_)
        | PolicyValue::Ratio(_)
        | PolicyValue::Labels(_)
        | PolicyValue::DayParts(_) => Err(POLICY_NOT_A_TERM
            .field("policy_key", "is not a length of time")
            .with("policy", key)
            .into()),
    }
}

fn on_clock(span: Span, clock: ClockMode) -> Span {
    match span {
        Span::Minutes { amount, .. } => Span::Minutes { amount, clock },
        Span::Hours { amount, .. } => Span::Hours { amount, clock },
        Span::WorkingDays(_) | Span::Days { .. } | Span::Months { .. } | Span::SameDay | Span::Closing => span,
    }
}

fn refuse(error: CalendarError) -> Error {
    match error {
        CalendarError::InstantOutOfRange { .. } | CalendarError::DateOutOfRange { .. } => {
            Error::from(&TIME_OUT_OF_RANGE)
        }
        other => INSTANT_NOT_RECKONABLE.refuse().with("calendar", other).into(),
    }
}
