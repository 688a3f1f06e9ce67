//! ISO weeks and the working days of a branch before a date.

use std::{fmt, time::Duration};

use aftersales_kit::{Error, Result, refdata::BranchBook, time::BusinessDate};

/// Seconds of a calendar day, for steps between dates.
const DAY_SECONDS: u64 = 24 * 3_600;
/// Days in a week.
const WEEK_DAYS: u64 = 7;
/// Dates that a search for a working day looks at: a year.
const SEARCH_DAYS: usize = 366;

/// An ISO week, from Monday to Sunday; known by its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week(BusinessDate);

impl Week {
    /// The week of a date.
    ///
    /// # Errors
    /// `Internal` at the end of the calendar.
    pub fn of(date: BusinessDate) -> Result<Self> {
        let back = date.date().weekday().to_monday_zero_offset().unsigned_abs();
        before(date, u64::from(back)).map(Self)
    }

    /// Its Monday.
    pub const fn start(self) -> BusinessDate {
        self.0
    }

    /// Its Sunday.
    ///
    /// # Errors
    /// `Internal` at the end of the calendar.
    pub fn end(self) -> Result<BusinessDate> {
        after(self.0, WEEK_DAYS - 1)
    }

    /// Its last working day at a branch; none in a week of rest.
    ///
    /// # Errors
    /// `Internal` at the end of the calendar.
    pub fn last_working_day(self, book: &BranchBook) -> Result<Option<BusinessDate>> {
        let days = (0..WEEK_DAYS).rev().map(|day| after(self.0, day));
        let days = days.collect::<Result<Vec<_>>>()?;
        Ok(days.into_iter().find(|day| book.calendar().is_working_day(*day)))
    }
}

/// As the forms write it, such as `2026-W47`.
impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.0.date().iso_week_date();
        write!(f, "{:04}-W{:02}", week.year(), week.week())
    }
}

fn out_of_range() -> Error {
    Error::internal("a date at the end of the calendar")
}

fn before(date: BusinessDate, days: u64) -> Result<BusinessDate> {
    let moved = date.date().checked_sub(Duration::from_secs(days * DAY_SECONDS));
    moved.map(BusinessDate::from_date).map_err(|_| out_of_range())
}

fn after(date: BusinessDate, days: u64) -> Result<BusinessDate> {
    let moved = date.date().checked_add(Duration::from_secs(days * DAY_SECONDS));
    moved.map(BusinessDate::from_date).map_err(|_| out_of_range())
}

/// The working day of a branch that lies `count` working days before a date.
///
/// # Errors
/// `Internal` when there is none within a year.
pub fn working_day_before(book: &BranchBook, date: BusinessDate, count: i64) -> Result<BusinessDate> {
    let (mut day, mut left) = (date, count);
    for _ in 0..SEARCH_DAYS {
        if left <= 0 {
            return Ok(day);
        }
        day = before(day, 1)?;
        left -= i64::from(book.calendar().is_working_day(day));
    }
    Err(Error::internal("no working day within a year"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_known_by_its_monday_even_across_the_year() {
        let week = |text: &str| Week::of(BusinessDate::parse(text).unwrap()).unwrap();
        assert_eq!(week("2026-11-20"), week("2026-11-16"));
        assert_eq!(week("2026-11-22").to_string(), "2026-W47");
        assert_ne!(week("2026-11-23"), week("2026-11-22"));
        assert_eq!(week("2027-01-01").to_string(), "2026-W53");
        assert_eq!(week("2027-01-01").start().to_string(), "2026-12-28");
        assert_eq!(week("2026-11-16").end().unwrap().to_string(), "2026-11-22");
    }
}
