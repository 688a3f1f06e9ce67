//! When a branch's daily reports are made.

use aftersales_kit::{
    Error, Result,
    policy::{
        PolicyKey,
        catalogue::{DISPATCH_EVENING_ROUND, DISPATCH_MORNING_ROUND, DISPATCH_NIGHT_ROUND},
    },
    reasons::INSTANT_NOT_RECKONABLE,
    refdata::BranchBook,
    text_enum,
    time::{BusinessDate, Timestamp},
};

text_enum! {
    /// A fixed time of each working day; the text is the kind of its timer.
    pub enum Round {
        /// Orders without news, missed services, what is missing of the day before.
        Morning = "dispatch.morning_round",
        /// Orders that need another visit.
        Evening = "dispatch.evening_round",
        /// The end of the week, on its last working day.
        Night = "dispatch.night_round",
    }
}

impl Round {
    const fn policy(self) -> PolicyKey {
        match self {
            Self::Morning => DISPATCH_MORNING_ROUND,
            Self::Evening => DISPATCH_EVENING_ROUND,
            Self::Night => DISPATCH_NIGHT_ROUND,
        }
    }

    /// Its first instant after another one, on a working day.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn next(self, book: &BranchBook, after: Timestamp) -> Result<Timestamp> {
        let mut date = book.date_of(after)?;
        if book.calendar().is_working_day(date) {
            let at = self.on(book, date)?;
            if at > after {
                return Ok(at);
            }
        }
        date = book
            .calendar()
            .next_working_day(date)
            .map_err(|error| INSTANT_NOT_RECKONABLE.refuse().with("calendar", error))?;
        self.on(book, date)
    }

    fn on(self, book: &BranchBook, date: BusinessDate) -> Result<Timestamp> {
        // a minute past midnight would belong to the next day, on which it might not be looked for
        const LAST_MINUTE: i64 = 24 * 60 - 1;
        let minute = book.policies().int(self.policy(), date);
        let minute = minute.map_err(|source| Error::internal_from("a round's time that is no number", source))?;
        let minute = u16::try_from(minute.value.clamp(0, LAST_MINUTE)).unwrap_or_default();
        let at = book.calendar().zone().instant(date, minute);
        Ok(at.map_err(|error| INSTANT_NOT_RECKONABLE.refuse().with("calendar", error))?)
    }
}
