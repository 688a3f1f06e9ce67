//! Calendar days and deadlines.

use aftersales_kit::{
    Result,
    calendar::{ClockMode, DayHours},
    i18n::Locale,
    policy::Span,
    reasons::INVALID_REQUEST,
    time::BusinessDate,
};
use aftersales_proto::{
    common::v1::{self as common, TermUnit},
    registry::v1::{self as proto, compute_deadline_request},
};

use super::{date, missing};
use crate::{
    app::{
        compute_deadline::{Computed, Length},
        show_calendar::Shown,
    },
    domain::{
        branch::Hours,
        calendar::{Changes, Day, DayKind, Source, check_override},
        policy,
    },
    events,
    rpc::words,
};

/// Most lines that explain a deadline; a longer way is told by its beginning.
const MAX_STEPS: usize = 400;

/// A branch's own day, checked.
///
/// # Errors
/// Those of [`check_override`].
pub fn day(wanted: &proto::CalendarDay) -> Result<Day> {
    let kind = match wanted.kind() {
        proto::DayKind::Off => DayKind::Off,
        proto::DayKind::Work => DayKind::Work,
        proto::DayKind::Unspecified => return Err(missing("day.kind")),
    };
    let hours = |hours: &proto::DayHours| Hours {
        opens: hours.opens.clone(),
        closes: hours.closes.clone(),
    };
    let day = Day {
        date: date("day.date", &wanted.date)?,
        kind,
        name: wanted.name.trim().to_owned(),
        hours: wanted.hours.iter().map(hours).collect(),
        source: Source::Override,
    };
    check_override(&day)?;
    Ok(day)
}

/// Days that changed: as they are now, or ordinary days of the week again, by date.
pub fn changed_days(changes: &Changes) -> Vec<proto::CalendarDay> {
    let ordinary = |date: &BusinessDate| proto::CalendarDay {
        date: date.to_string(),
        kind: kind(date.date().weekday().to_monday_one_offset() <= 5).into(),
        ..proto::CalendarDay::default()
    };
    let mut days: Vec<proto::CalendarDay> = changes.days.iter().map(events::day).collect();
    days.extend(changes.removed.iter().map(ordinary));
    days.sort_by(|a, b| a.date.cmp(&b.date));
    days
}

/// What holds on a date, as a day.
pub fn date_to_day(shown: &Shown) -> proto::CalendarDay {
    proto::CalendarDay {
        date: shown.date.to_string(),
        kind: kind(shown.view.working).into(),
        name: shown.view.name.clone(),
        hours: hours(&shown.view.hours),
        source: shown.source.into(),
    }
}

/// A date of a calendar.
pub fn shown(shown: &Shown) -> proto::CalendarDate {
    proto::CalendarDate {
        date: shown.date.to_string(),
        working: shown.view.working,
        name: shown.view.name.clone(),
        hours: hours(&shown.view.hours),
        source: shown.source.into(),
        provisional: shown.view.provisional,
    }
}

fn kind(working: bool) -> proto::DayKind {
    if working {
        proto::DayKind::Work
    } else {
        proto::DayKind::Off
    }
}

fn hours(hours: &DayHours) -> Vec<proto::DayHours> {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let period = |period: &aftersales_kit::calendar::Period| proto::DayHours {
        opens: clock(period.start()),
        closes: clock(period.end()),
    };
    hours.periods().iter().map(period).collect()
}

/// How long a deadline is.
///
/// # Errors
/// `POLICY_UNKNOWN`; `INVALID_REQUEST` for more than one same day.
pub fn length(wanted: Option<&compute_deadline_request::Length>) -> Result<Length> {
    match wanted {
        None => Err(missing("length")),
        Some(compute_deadline_request::Length::PolicyKey(key)) => Ok(Length::Policy(policy::key(key, "policy_key")?)),
        Some(compute_deadline_request::Length::Term(term)) => Ok(Length::Given(span(term)?)),
    }
}

fn span(term: &common::Term) -> Result<Span> {
    let amount = u32::try_from(term.amount).map_err(|_| missing("term.amount"))?;
    let clock = mode(term.clock()).unwrap_or(ClockMode::Wall);
    Ok(match term.unit() {
        TermUnit::Unspecified => return Err(missing("term.unit")),
        TermUnit::Minute => Span::Minutes { amount, clock },
        TermUnit::Hour => Span::Hours { amount, clock },
        TermUnit::WorkingDay => Span::WorkingDays(amount),
        TermUnit::Day => Span::Days { amount, shift: false },
        TermUnit::Month => Span::Months { amount, shift: false },
        TermUnit::Year => Span::Months {
            amount: amount.saturating_mul(12),
            shift: false,
        },
        TermUnit::SameDay if amount == 1 => Span::SameDay,
        TermUnit::SameDay => {
            return Err(INVALID_REQUEST
                .field("term.amount", "must be 1 with the same day")
                .into());
        }
    })
}

/// Which clock counts; `None` when not said.
pub fn mode(mode: common::ClockMode) -> Option<ClockMode> {
    match mode {
        common::ClockMode::Unspecified => None,
        common::ClockMode::Wall => Some(ClockMode::Wall),
        common::ClockMode::Business => Some(ClockMode::Business),
    }
}

/// A deadline, told in the caller's language.
pub fn computed(locale: Locale, computed: &Computed, calendar_version: i64) -> proto::ComputeDeadlineResponse {
    let mut steps: Vec<String> = computed
        .steps
        .iter()
        .take(MAX_STEPS)
        .map(|(step, view)| words::step(locale, step, view))
        .collect();
    if computed.steps.len() > MAX_STEPS {
        steps.push("…".to_owned());
    }
    let (policy_key, policy_version) = computed
        .policy
        .map_or_else(Default::default, |(key, version)| (key.name().to_owned(), version));
    proto::ComputeDeadlineResponse {
        due_at: Some(computed.due_at.to_proto()),
        due_date: computed.due_date.to_string(),
        provisional: computed.provisional,
        steps,
        policy_key,
        policy_version,
        calendar_version,
        amount: computed.span.to_string(),
    }
}
