//! Deadlines in working days, calendar days and months, and those of the day (rules T-1, T-3 to T-6).

use jiff::Span;

use super::{
    branch::{BranchCalendar, SEARCH_DAYS},
    due::{Due, Trail},
    error::CalendarError,
    zone::{day_after, known},
};
use crate::time::{BusinessDate, Timestamp};

impl BranchCalendar {
    /// "n working days" (T-1, X-29): the start day is not counted; the deadline is the closing time of the n-th
    /// working day after it, 24:00 if the branch has no hours that day.
    ///
    /// # Errors
    /// `NoDays` for 0, `NoWorkingDay`, `InstantOutOfRange`, `DateOutOfRange`.
    pub fn working_days(&self, from: Timestamp, days: u32) -> Result<Due, CalendarError> {
        self.working_days_after(self.zone.date_of(from)?, days)
    }

    /// [`working_days`](Self::working_days) after a date, for rules that start from one, such as the agreed visit
    /// date. Working days add up by date: n and then m days after it are n + m.
    ///
    /// # Errors
    /// As `working_days`.
    pub fn working_days_after(&self, start: BusinessDate, days: u32) -> Result<Due, CalendarError> {
        self.count_working_days(start, days, Trail::default())
    }

    fn count_working_days(&self, start: BusinessDate, days: u32, mut trail: Trail) -> Result<Due, CalendarError> {
        if days == 0 {
            return Err(CalendarError::NoDays);
        }
        let mut date = known(start.date())?;
        let (mut count, mut idle) = (0, 0);
        while count < days {
            date = day_after(date)?;
            let day = self.day(date);
            (count, idle) = if day.working { (count + 1, 0) } else { (count, idle + 1) };
            trail.look(&day, day.working.then(|| format!("{count} of {days}")));
            if idle > SEARCH_DAYS {
                return Err(CalendarError::NoWorkingDay { from: start });
            }
        }
        trail.due(self.closing_of(date)?, date)
    }

    /// "n days" (T-3): the start day is not counted, the last day ends at 24:00. With `shift_rest_day` (legal
    /// periods, 三包) a last day that is a public holiday or weekend gives way to the first day after that rest.
    ///
    /// # Errors
    /// `InstantOutOfRange`, `DateOutOfRange`, `NoWorkingDay` if every later day is a rest day.
    pub fn calendar_days(&self, from: Timestamp, days: u32, shift_rest_day: bool) -> Result<Due, CalendarError> {
        let start = self.zone.date_of(from)?;
        let span = Span::new().try_days(i64::from(days)).ok();
        self.last_day(start, span, &format!("day {days} of {days}"), shift_rest_day)
    }

    /// "n months" (T-4), 12 for a year: ends at 24:00 of the corresponding day of the target month, of the month's
    /// last day if it has none. `shift_rest_day` as for [`calendar_days`](Self::calendar_days).
    ///
    /// # Errors
    /// As `calendar_days`.
    pub fn months(&self, from: BusinessDate, months: u32, shift_rest_day: bool) -> Result<Due, CalendarError> {
        let span = Span::new().try_months(i64::from(months)).ok();
        self.last_day(
            from,
            span,
            &format!("corresponding day after {months} months"),
            shift_rest_day,
        )
    }

    /// "n years" (T-4): as 12 n [`months`](Self::months).
    ///
    /// # Errors
    /// As `months`.
    pub fn years(&self, from: BusinessDate, years: u32, shift_rest_day: bool) -> Result<Due, CalendarError> {
        self.months(from, years.saturating_mul(12), shift_rest_day)
    }

    fn last_day(&self, start: BusinessDate, span: Option<Span>, text: &str, shift: bool) -> Result<Due, CalendarError> {
        let unknown = CalendarError::DateOutOfRange { date: start };
        let date = known(start.date())?
            .date()
            .checked_add(span.ok_or(unknown.clone())?)
            .map_err(|_| unknown)?;
        let mut date = known(date)?;
        let mut trail = Trail::default();
        trail.note(date, text.to_owned(), true);
        if shift {
            date = self.after_legal_rest(date, &mut trail)?;
        }
        trail.due(self.zone.end_of(date)?, date)
    }

    fn after_legal_rest(&self, last: BusinessDate, trail: &mut Trail) -> Result<BusinessDate, CalendarError> {
        let mut date = last;
        for _ in 0..SEARCH_DAYS {
            let (rest, provisional) = self.legal_rest(date);
            trail.doubt(provisional);
            if !rest {
                return Ok(date);
            }
            date = day_after(date)?;
            trail.note(date, "the day before is a legal rest day".to_owned(), true);
        }
        Err(CalendarError::NoWorkingDay { from: last })
    }

    /// "The same day" (T-5): until 24:00 of the local date.
    ///
    /// # Errors
    /// `InstantOutOfRange`, `DateOutOfRange`.
    pub fn end_of_day(&self, from: Timestamp) -> Result<Due, CalendarError> {
        let date = self.zone.date_of(from)?;
        let mut trail = Trail::default();
        trail.note(date, "the same day".to_owned(), true);
        trail.due(self.zone.end_of(date)?, date)
    }

    /// "Every day before closing" (T-6): the first closing time of a working day that is not before `from`.
    ///
    /// # Errors
    /// `NoWorkingDay`, `InstantOutOfRange`, `DateOutOfRange`.
    pub fn next_closing(&self, from: Timestamp) -> Result<Due, CalendarError> {
        let start = self.zone.date_of(from)?;
        let today = self.day(start);
        let closing = self.closing(&today)?;
        let mut trail = Trail::default();
        if today.working && from <= closing {
            trail.look(&today, Some("closing time".to_owned()));
            return trail.due(closing, start);
        }
        trail.look(&today, None);
        self.count_working_days(start, 1, trail)
    }
}
