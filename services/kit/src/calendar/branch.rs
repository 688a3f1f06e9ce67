//! The calendar of one branch and what it says about single dates.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    day::DayEntry,
    error::CalendarError,
    hours::WeekHours,
    import::Notice,
    zone::{Zone, day_after, known},
};
use crate::time::{BusinessDate, Timestamp};

/// Dates that a search looks at before it gives up: three years.
pub(super) const SEARCH_DAYS: u32 = 3 * 366;

/// The working calendar of one branch (rulebook part 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchCalendar {
    pub(super) zone: Zone,
    pub(super) week: WeekHours,
    pub(super) national: BTreeMap<BusinessDate, DayEntry>,
    pub(super) overrides: BTreeMap<BusinessDate, DayEntry>,
    pub(super) noticed_years: BTreeSet<i16>,
}

impl BranchCalendar {
    /// A calendar from its parts. Of two entries for one date in the same list the later one counts; `overrides`
    /// (own rest days, Saturday duty, special hours) beat `national`, which beats the ordinary week. In a year that
    /// is not in `noticed_years` the holidays fixed by law are taken and results are provisional; a date with an
    /// entry of its own is certain in any year.
    pub fn new(
        zone: Zone,
        week: WeekHours,
        national: impl IntoIterator<Item = DayEntry>,
        overrides: impl IntoIterator<Item = DayEntry>,
        noticed_years: impl IntoIterator<Item = i16>,
    ) -> Self {
        Self {
            zone,
            week,
            national: by_date(national),
            overrides: by_date(overrides),
            noticed_years: noticed_years.into_iter().collect(),
        }
    }

    /// A calendar whose national part is a list of notices, oldest first: a later notice beats an earlier one, as
    /// the notice of a year may speak of the December before it.
    pub fn with_notices(
        zone: Zone,
        week: WeekHours,
        notices: &[Notice],
        overrides: impl IntoIterator<Item = DayEntry>,
    ) -> Self {
        let national = notices.iter().flat_map(|notice| notice.entries.iter().cloned());
        Self::new(
            zone,
            week,
            national,
            overrides,
            notices.iter().map(|notice| notice.year),
        )
    }

    /// The branch's time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The branch's ordinary week.
    pub fn week(&self) -> &WeekHours {
        &self.week
    }

    /// Whether the date is a working day of the branch (工作日).
    pub fn is_working_day(&self, date: BusinessDate) -> bool {
        self.day(date).working
    }

    /// Whether a notice that is not known yet may still change what the date is.
    pub fn is_provisional(&self, date: BusinessDate) -> bool {
        self.day(date).provisional
    }

    /// The first working day after `date`.
    ///
    /// # Errors
    /// `NoWorkingDay`, `DateOutOfRange`.
    pub fn next_working_day(&self, date: BusinessDate) -> Result<BusinessDate, CalendarError> {
        Ok(self.working_days_after(date, 1)?.date)
    }

    /// Number of working days after `start` up to and including `end`; 0 unless `end` is later. The n-th working day
    /// after a date is n working days from it.
    ///
    /// # Errors
    /// `DateOutOfRange`.
    pub fn working_days_between(&self, start: BusinessDate, end: BusinessDate) -> Result<u32, CalendarError> {
        let (mut date, end) = (known(start.date())?, known(end.date())?);
        let mut count = 0;
        while date < end {
            date = day_after(date)?;
            count += u32::from(self.is_working_day(date));
        }
        Ok(count)
    }

    /// The closing time of a date: the end of its last opening period, 24:00 if it has no opening hours (T-1, T-6).
    ///
    /// # Errors
    /// `DateOutOfRange`.
    pub fn closing_of(&self, date: BusinessDate) -> Result<Timestamp, CalendarError> {
        self.closing(&self.day(known(date.date())?))
    }
}

fn by_date(entries: impl IntoIterator<Item = DayEntry>) -> BTreeMap<BusinessDate, DayEntry> {
    entries.into_iter().map(|entry| (entry.date, entry)).collect()
}
