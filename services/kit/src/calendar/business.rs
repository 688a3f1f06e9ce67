//! Opening time as a clock: deadlines in hours, the moments at which a branch opens and closes (rules T-2, Q-4 to Q-7).

use std::fmt;

use super::{
    branch::{BranchCalendar, SEARCH_DAYS},
    day::Day,
    due::{Due, Trail},
    error::CalendarError,
    zone::{day_after, day_before, known, minutes_after, within},
};
use crate::time::{BusinessDate, MINUTE, Timestamp};

/// The clock that a deadline in minutes or hours runs on (T-2, Q-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockMode {
    /// Every minute counts.
    Wall,
    /// Only the branch's opening time counts.
    Business,
}

impl fmt::Display for ClockMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wall => "wall",
            Self::Business => "business",
        })
    }
}

/// An opening period of a date as instants.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    open: Timestamp,
    close: Timestamp,
}

impl Stretch {
    /// Microseconds of this stretch that lie between two instants.
    fn overlap(self, start: Timestamp, end: Timestamp) -> i64 {
        self.close.min(end).since(self.open.max(start))
    }
}

/// How far a day's opening time carries a clock.
enum Run {
    Reached(Timestamp),
    /// Microseconds still to run after that day.
    Left(i64),
}

impl BranchCalendar {
    /// "n hours" (T-2) in minutes, from the instant on. On the business clock it is the first instant of opening
    /// time by which that much of it has passed; closing time still belongs to the day, so a deadline may be due at
    /// the very moment of closing.
    ///
    /// # Errors
    /// `NoOpeningTime` (business clock), `InstantOutOfRange`, `DateOutOfRange`.
    pub fn hours(&self, from: Timestamp, minutes: u32, clock: ClockMode) -> Result<Due, CalendarError> {
        match clock {
            ClockMode::Business => self.business_after(from, i64::from(minutes) * MINUTE),
            ClockMode::Wall => {
                let at = minutes_after(from, minutes)?;
                let mut trail = Trail::default();
                trail.note(
                    self.zone.date_of(from)?,
                    format!("{minutes} min by the clock on the wall"),
                    true,
                );
                trail.due(at, self.zone.date_of(at)?)
            }
        }
    }

    /// The first instant by which that much opening time has passed, to the microsecond.
    ///
    /// # Errors
    /// As [`hours`](Self::hours) on the business clock.
    pub(crate) fn business_after(&self, from: Timestamp, micros: i64) -> Result<Due, CalendarError> {
        let start = self.zone.date_of(from)?;
        let (mut date, mut left, mut idle) = (start, micros, 0);
        let mut trail = Trail::default();
        loop {
            let day = self.day(date);
            match self.run(&day, from, left)? {
                Run::Reached(at) => {
                    trail.look(&day, Some(minutes_of(left)));
                    return trail.due(at, date);
                }
                Run::Left(rest) => {
                    trail.look(&day, (rest < left).then(|| minutes_of(left - rest)));
                    idle = if rest < left { 0 } else { idle + 1 };
                    left = rest;
                }
            }
            if idle > SEARCH_DAYS {
                return Err(CalendarError::NoOpeningTime { from: start });
            }
            date = day_after(date)?;
        }
    }

    fn run(&self, day: &Day<'_>, from: Timestamp, micros: i64) -> Result<Run, CalendarError> {
        let mut left = micros;
        for stretch in self.stretches(day)?.into_iter().filter(|stretch| from <= stretch.close) {
            let open = stretch.open.max(from);
            let room = stretch.close.since(open);
            if left <= room {
                return Ok(Run::Reached(open.plus(left)));
            }
            left -= room;
        }
        Ok(Run::Left(left))
    }

    /// Opening time between two instants in microseconds; 0 unless `end` is later.
    ///
    /// # Errors
    /// `InstantOutOfRange`, `DateOutOfRange`.
    pub fn business_micros_between(&self, start: Timestamp, end: Timestamp) -> Result<i64, CalendarError> {
        let (mut date, last) = (self.zone.date_of(start)?, self.zone.date_of(end)?);
        let mut total = 0;
        while date <= last {
            let stretches = self.stretches(&self.day(date))?;
            total += stretches
                .into_iter()
                .map(|stretch| stretch.overlap(start, end))
                .sum::<i64>();
            if date == last {
                break;
            }
            date = day_after(date)?;
        }
        Ok(total)
    }

    /// Opening time between two instants in whole minutes, rounded down.
    ///
    /// # Errors
    /// As `business_micros_between`.
    pub fn business_minutes_between(&self, start: Timestamp, end: Timestamp) -> Result<i64, CalendarError> {
        Ok(self.business_micros_between(start, end)? / MINUTE)
    }

    /// The instant by which `numerator / denominator` of the opening time between two instants has passed (Q-6,
    /// REC-46), cut to the microsecond. Handed over at 10:40 and promised for 16:40 of the same day are 360 minutes,
    /// so 70 to 80 % is 14:52 to 15:28. Without any opening time between them it is `end`.
    ///
    /// # Errors
    /// `BadFraction`, `EndsBeforeStart`, and those of [`hours`](Self::hours).
    pub fn fraction_point(
        &self,
        start: Timestamp,
        end: Timestamp,
        numerator: u32,
        denominator: u32,
    ) -> Result<Due, CalendarError> {
        if denominator == 0 || numerator > denominator {
            return Err(CalendarError::BadFraction { numerator, denominator });
        }
        if end < start {
            return Err(CalendarError::EndsBeforeStart { start, end });
        }
        let total = self.business_micros_between(start, end)?;
        if total == 0 {
            let mut trail = Trail::default();
            let date = self.zone.date_of(end)?;
            trail.note(date, "no opening time before the end".to_owned(), true);
            return trail.due(end, date);
        }
        self.business_after(start, part_of(total, numerator, denominator))
    }

    /// Whether the branch is open at an instant; at the moment of closing it is not.
    ///
    /// # Errors
    /// `InstantOutOfRange`, `DateOutOfRange`.
    pub fn is_open(&self, at: Timestamp) -> Result<bool, CalendarError> {
        let stretches = self.stretches(&self.day(self.zone.date_of(at)?))?;
        Ok(stretches.iter().any(|stretch| stretch.open <= at && at < stretch.close))
    }

    /// The instant itself if the branch is open, else the next moment at which it opens.
    ///
    /// # Errors
    /// `NoOpeningTime`, `InstantOutOfRange`, `DateOutOfRange`.
    pub fn next_open(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let start = self.zone.date_of(at)?;
        let mut date = start;
        for _ in 0..=SEARCH_DAYS {
            let stretches = self.stretches(&self.day(date))?;
            if let Some(stretch) = stretches.iter().find(|stretch| at < stretch.close) {
                return within(stretch.open.max(at));
            }
            date = day_after(date)?;
        }
        Err(CalendarError::NoOpeningTime { from: start })
    }

    /// The instant itself if the branch is open or just closing, else the closing time before it (Q-7, REC-50: a
    /// notice that would fall outside opening hours moves earlier to the last open moment).
    ///
    /// # Errors
    /// `NoOpeningTime`, `InstantOutOfRange`, `DateOutOfRange`.
    pub fn last_open_before(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let start = self.zone.date_of(at)?;
        let mut date = start;
        for _ in 0..=SEARCH_DAYS {
            let stretches = self.stretches(&self.day(date))?;
            if let Some(stretch) = stretches.iter().rev().find(|stretch| stretch.open <= at) {
                return within(stretch.close.min(at));
            }
            date = day_before(date)?;
        }
        Err(CalendarError::NoOpeningTime { from: start })
    }

    /// The opening periods of a date as pairs of instants, in order, each before the next; a clock change may shorten
    /// or lengthen them.
    ///
    /// # Errors
    /// `DateOutOfRange`.
    pub fn open_periods(&self, date: BusinessDate) -> Result<Vec<(Timestamp, Timestamp)>, CalendarError> {
        let stretches = self.stretches(&self.day(known(date.date())?))?;
        Ok(stretches
            .into_iter()
            .map(|stretch| (stretch.open, stretch.close))
            .collect())
    }

    /// Closing time of a day, 24:00 without opening hours (T-1).
    pub(super) fn closing(&self, day: &Day<'_>) -> Result<Timestamp, CalendarError> {
        match self.stretches(day)?.last() {
            Some(stretch) => Ok(stretch.close),
            None => self.zone.end_of(day.date),
        }
    }

    /// A local time skipped by a clock change lies later than the local times after it, so each period is kept
    /// behind the one before it and within its own date.
    fn stretches(&self, day: &Day<'_>) -> Result<Vec<Stretch>, CalendarError> {
        if day.hours.is_empty() {
            return Ok(Vec::new());
        }
        let (mut floor, ceiling) = (self.zone.instant(day.date, 0)?, self.zone.end_of(day.date)?);
        let mut stretches = Vec::with_capacity(day.hours.periods().len());
        for period in day.hours.periods() {
            let open = self.zone.instant(day.date, period.start())?.max(floor);
            let close = self.zone.instant(day.date, period.end())?.min(ceiling);
            if open < close {
                stretches.push(Stretch { open, close });
                floor = close;
            }
        }
        Ok(stretches)
    }
}

fn minutes_of(micros: i64) -> String {
    format!("{} min of opening time", micros / MINUTE)
}

/// `total * numerator / denominator` for a fraction of at most 1, rounded down.
fn part_of(total: i64, numerator: u32, denominator: u32) -> i64 {
    let part = i128::from(total) * i128::from(numerator) / i128::from(denominator.max(1));
    i64::try_from(part).unwrap_or(total)
}
