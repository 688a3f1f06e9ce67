//! What the calendar cannot answer.

use crate::time::{BusinessDate, Timestamp};

/// Why a question to the calendar has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The name is not in the IANA time zone database.
    #[error("no time zone is named {name:?}")]
    UnknownZone {
        /// The name as given, cut to 64 characters.
        name: String,
    },
    /// Opening hours are not `HH:MM-HH:MM` within one day with the end after the start.
    #[error("{text:?} is not a period of one day such as 09:00-18:00")]
    BadPeriod {
        /// The period as given, cut to 64 characters.
        text: String,
    },
    /// Two opening periods of one day share a minute.
    #[error("the opening periods {first} and {second} overlap")]
    OverlappingPeriods {
        /// The earlier one.
        first: String,
        /// The one that starts before the earlier one has ended.
        second: String,
    },
    /// The instant, or the deadline reckoned from it, is not within the years 1900 to 2199.
    #[error("{at} is outside the years 1900 to 2199 that the calendar knows")]
    InstantOutOfRange {
        /// The instant.
        at: Timestamp,
    },
    /// The date, or the deadline reckoned from it, is not within the years 1900 to 2199.
    #[error("{date} and what follows is outside the years 1900 to 2199 that the calendar knows")]
    DateOutOfRange {
        /// The last date looked at.
        date: BusinessDate,
    },
    /// Three years in a row hold no working day.
    #[error("there is no working day within three years from {from}")]
    NoWorkingDay {
        /// Where the search began.
        from: BusinessDate,
    },
    /// Three years in a row hold no opening time.
    #[error("the branch has no opening time within three years from {from}")]
    NoOpeningTime {
        /// Where the search began.
        from: BusinessDate,
    },
    /// Zero working days: T-1 does not count the start day, so there is no such deadline.
    #[error("a deadline needs at least one working day")]
    NoDays,
    /// The fraction is not between 0/n and n/n.
    #[error("{numerator}/{denominator} is not a fraction between 0 and 1")]
    BadFraction {
        /// The part.
        numerator: u32,
        /// The whole.
        denominator: u32,
    },
    /// The end lies before the start.
    #[error("{end} is before {start}")]
    EndsBeforeStart {
        /// The start.
        start: Timestamp,
        /// The end.
        end: Timestamp,
    },
}

/// Text from outside as an error may repeat it.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(64).collect()
}
