//! From the contract's branch book to what reckons with it.

use aftersales_proto::{options::v1::Role, registry::v1 as proto};

use super::Staff;
use crate::{
    Error, Result,
    calendar::{BranchCalendar, CalendarError, ClockMode, DayEntry, DayHours, DayKind, Due, Period, WeekHours, Zone},
    id::StaffId,
    policy::{PolicyEntry, PolicyError, PolicyKey, Span},
    reasons::INSTANT_NOT_RECKONABLE,
    time::{BusinessDate, Timestamp},
};

pub(super) fn bad(what: &str) -> Error {
    Error::internal(format!("the registry sent a branch with {what}"))
}

/// The calendar in a book.
///
/// # Errors
/// `Internal` when it contradicts itself.
pub fn calendar(book: &proto::BranchBook) -> Result<BranchCalendar> {
    let branch = book.branch.as_ref().ok_or_else(|| bad("no profile"))?;
    let zone = Zone::named(&branch.time_zone).map_err(|_| bad("an unknown time zone"))?;
    let week = week(&branch.opening_periods).map_err(|_| bad("bad opening periods"))?;
    let (overrides, national): (Vec<_>, Vec<_>) = book
        .days
        .iter()
        .partition(|day| day.source() == proto::CalendarSource::Override);
    let entries = |days: Vec<&proto::CalendarDay>| days.into_iter().map(entry).collect::<Option<Vec<_>>>();
    let national = entries(national).ok_or_else(|| bad("a bad calendar day"))?;
    let overrides = entries(overrides).ok_or_else(|| bad("a bad calendar day"))?;
    let years = book.notice_years.iter().filter_map(|year| i16::try_from(*year).ok());
    Ok(BranchCalendar::new(zone, week, national, overrides, years))
}

/// The ordinary week from a branch's opening periods; a weekday may have several.
///
/// # Errors
/// When a period is no period or two of a day overlap.
pub fn week(periods: &[proto::OpeningPeriod]) -> Result<WeekHours, CalendarError> {
    let mut days: [Vec<Period>; 7] = Default::default();
    for period in periods {
        let index = (period.weekday() as usize).saturating_sub(1);
        if let Some(day) = days.get_mut(index) {
            day.push(format!("{}-{}", period.opens, period.closes).parse()?);
        }
    }
    let mut hours: [DayHours; 7] = Default::default();
    for (place, day) in hours.iter_mut().zip(days) {
        *place = DayHours::new(day)?;
    }
    Ok(WeekHours::new(hours))
}

/// One exception from the ordinary week; `None` when its date or hours cannot be read.
pub fn entry(day: &proto::CalendarDay) -> Option<DayEntry> {
    let periods = day
        .hours
        .iter()
        .map(|h| format!("{}-{}", h.opens, h.closes).parse::<Period>());
    let periods = periods.collect::<Result<Vec<_>, _>>().ok()?;
    let source = match day.source() {
        proto::CalendarSource::Override => "branch",
        proto::CalendarSource::Statute => "law",
        proto::CalendarSource::Notice | proto::CalendarSource::Shipped | proto::CalendarSource::Unspecified => "notice",
    };
    Some(DayEntry {
        date: BusinessDate::parse(&day.date)?,
        kind: if day.kind() == proto::DayKind::Off {
            DayKind::Off
        } else {
            DayKind::Work
        },
        name: day.name.clone(),
        source: source.to_owned(),
        hours: if periods.is_empty() {
            None
        } else {
            Some(DayHours::new(periods).ok()?)
        },
    })
}

/// A policy as the contract sends it; its first instant counts as its local date.
///
/// # Errors
/// An unknown key or a value of another kind.
pub fn policy(policy: &proto::Policy, zone: &Zone) -> Result<PolicyEntry, PolicyError> {
    let key = PolicyKey::find(&policy.key)?;
    let from = policy
        .effective_from
        .as_ref()
        .and_then(Timestamp::from_proto)
        .unwrap_or(Timestamp::from_micros(0));
    let date = zone
        .date_of(from)
        .unwrap_or(BusinessDate::from_date(jiff::civil::date(1970, 1, 1)));
    let branch = crate::id::BranchId::parse(&policy.branch_id).ok();
    PolicyEntry::new(key, branch, date, policy.version, key.parse(&policy.value)?)
}

pub(super) fn staff(member: &proto::BookStaff) -> Option<Staff> {
    Some(Staff {
        id: StaffId::parse(&member.staff_id).ok()?,
        roles: member.roles().filter(|role| *role != Role::Unspecified).collect(),
        skills: member.skills.clone(),
        left: member.left,
    })
}

/// Moves a deadline by what its own clock counted between `start` and `end`, exactly.
pub(super) fn extend(
    calendar: &BranchCalendar,
    span: Span,
    due: Due,
    start: Timestamp,
    end: Timestamp,
) -> Result<Due, CalendarError> {
    match further(calendar, span, &due, start, end)? {
        None => Ok(due),
        Some(further) => Ok(Due {
            provisional: due.provisional || further.provisional,
            steps: [due.steps, further.steps].concat(),
            ..further
        }),
    }
}

/// The way on from a deadline after a pause; `None` when nothing of it counted.
fn further(
    calendar: &BranchCalendar,
    span: Span,
    due: &Due,
    start: Timestamp,
    end: Timestamp,
) -> Result<Option<Due>, CalendarError> {
    let on_business_clock = matches!(
        span,
        Span::Minutes { clock, .. } | Span::Hours { clock, .. } if clock == ClockMode::Business
    );
    if on_business_clock {
        let micros = calendar.business_micros_between(start, end)?;
        return (micros > 0)
            .then(|| calendar.business_after(due.at, micros))
            .transpose();
    }
    let zone = calendar.zone();
    if matches!(span, Span::WorkingDays(_)) {
        let days = calendar.working_days_between(zone.date_of(start)?, zone.date_of(end)?)?;
        return (days > 0)
            .then(|| calendar.working_days_after(due.date, days))
            .transpose();
    }
    let at = due.at.plus(end.since(start));
    Ok(Some(Due {
        at,
        date: zone.date_of(at)?,
        provisional: false,
        steps: Vec::new(),
    }))
}

/// What the caller learns when a deadline cannot be reckoned.
pub(crate) fn refuse(error: CalendarError) -> Error {
    INSTANT_NOT_RECKONABLE.refuse().with("calendar", error).into()
}
