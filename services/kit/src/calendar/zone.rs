//! The time zone of a branch: instants to local dates and back (rule T-7).

use jiff::{
    civil::Date,
    tz::{TimeZone, offset},
};

use super::error::{CalendarError, excerpt};
use crate::time::{BusinessDate, MINUTE, Timestamp};

/// Name of the zone that a branch has unless told otherwise (rule T-7).
pub const DEFAULT_ZONE: &str = "Asia/Shanghai";

/// First and last year that the calendar reckons in.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
/// 1900-01-01T00:00:00Z in microseconds.
const EARLIEST: i64 = -2_208_988_800_000_000;
/// 2200-01-01T00:00:00Z in microseconds, the first instant that is too late.
const TOO_LATE: i64 = 7_258_118_400_000_000;
/// Minutes of a day, the number that stands for 24:00.
const MIDNIGHT: u16 = 24 * 60;

/// A time zone of the IANA database.
///
/// A local time that a clock change skips means the same time before the change, moved by the change; one that
/// occurs twice means the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of that IANA name.
    ///
    /// # Errors
    /// `UnknownZone`.
    pub fn named(name: &str) -> Result<Self, CalendarError> {
        TimeZone::get(name)
            .ok()
            .filter(|zone| !zone.is_unknown())
            .map(Self)
            .ok_or_else(|| CalendarError::UnknownZone { name: excerpt(name) })
    }

    /// Asia/Shanghai (rule T-7).
    pub fn shanghai() -> Self {
        Self(TimeZone::get(DEFAULT_ZONE).unwrap_or_else(|_| TimeZone::fixed(offset(8))))
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or(DEFAULT_ZONE)
    }

    /// The local date and time of an instant, for people to read.
    pub fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        self.0.to_datetime(at.to_jiff())
    }

    /// The local date at an instant (rules T-5, T-7).
    ///
    /// # Errors
    /// `InstantOutOfRange`.
    pub fn date_of(&self, at: Timestamp) -> Result<BusinessDate, CalendarError> {
        Ok(within(at)?.date_in(&self.0))
    }

    /// The instant of a local time: `minute` of the day from 0 to 1440, which is 24:00.
    ///
    /// # Errors
    /// `DateOutOfRange`.
    pub fn instant(&self, date: BusinessDate, minute: u16) -> Result<Timestamp, CalendarError> {
        self.try_instant(date, minute)
            .ok_or(CalendarError::DateOutOfRange { date })
    }

    fn try_instant(&self, date: BusinessDate, minute: u16) -> Option<Timestamp> {
        let (day, minute) = if minute < MIDNIGHT {
            (date.date(), minute)
        } else {
            (date.date().tomorrow().ok()?, 0)
        };
        let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
        let at = self.0.to_timestamp(day.at(hour, minute, 0, 0)).ok()?;
        Some(Timestamp::from_jiff(at))
    }

    /// 24:00 of a local date (rule T-5), which is the first instant of the next.
    ///
    /// # Errors
    /// `DateOutOfRange`.
    pub fn end_of(&self, date: BusinessDate) -> Result<Timestamp, CalendarError> {
        self.instant(date, MIDNIGHT)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::shanghai()
    }
}

/// The instant itself if the calendar knows its year.
pub(super) fn within(at: Timestamp) -> Result<Timestamp, CalendarError> {
    if (EARLIEST..TOO_LATE).contains(&at.micros()) {
        Ok(at)
    } else {
        Err(CalendarError::InstantOutOfRange { at })
    }
}

/// The instant that many minutes later.
pub(super) fn minutes_after(from: Timestamp, minutes: u32) -> Result<Timestamp, CalendarError> {
    within(within(from)?.plus(i64::from(minutes) * MINUTE))
}

/// The date itself if the calendar knows its year.
pub(super) fn known(date: Date) -> Result<BusinessDate, CalendarError> {
    let date = BusinessDate::from_date(date);
    if YEARS.contains(&date.date().year()) {
        Ok(date)
    } else {
        Err(CalendarError::DateOutOfRange { date })
    }
}

/// The day after, if the calendar knows its year.
pub(super) fn day_after(date: BusinessDate) -> Result<BusinessDate, CalendarError> {
    let next = date
        .date()
        .tomorrow()
        .map_err(|_| CalendarError::DateOutOfRange { date })?;
    known(next)
}

/// The day before, if the calendar knows its year.
pub(super) fn day_before(date: BusinessDate) -> Result<BusinessDate, CalendarError> {
    let previous = date
        .date()
        .yesterday()
        .map_err(|_| CalendarError::DateOutOfRange { date })?;
    known(previous)
}
