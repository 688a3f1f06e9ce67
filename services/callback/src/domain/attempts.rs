//! Attempts to reach a customer, and when they are enough (CBK-26, CBK-27, Q-9).

use super::reasons::OUTSIDE_DAY_PARTS;
use aftersales_kit::{
    Error, Result,
    calendar::CalendarError,
    policy::{
        DayPart, PolicyValue,
        catalogue::{CALLBACK_ATTEMPTS, CALLBACK_ATTEMPTS_FROM_DAY, CALLBACK_DAY_PARTS},
    },
    reasons::INSTANT_NOT_RECKONABLE,
    refdata::BranchBook,
    text_enum,
    time::{BusinessDate, Timestamp},
};

text_enum! {
    /// Result of an attempt that brought no answers.
    pub enum AttemptResult {
        /// No answer.
        NoAnswer = "NO_ANSWER",
        /// Busy.
        Busy = "BUSY",
        /// Wrong number.
        WrongNumber = "WRONG_NUMBER",
        /// The customer asks to be called later: he was reached, so the failures before do not count any more.
        CallLater = "CALL_LATER",
    }
}

/// An attempt to reach the customer.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// The local date.
    pub date: BusinessDate,
    /// Code of the part of the day, such as `PM`.
    pub day_part: String,
    /// Staff code.
    pub by: String,
    /// Result.
    pub result: AttemptResult,
    /// Note; may be empty.
    pub note: String,
}

/// What a branch's policies say about attempts on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRules {
    /// Attempts on different days and in different parts of the day, after which a message is sent.
    pub needed: usize,
    /// Day on which the last one may be made at the earliest; the first attempt is on day 1.
    pub from_day: i64,
    /// When customers may be called (CBK-25).
    pub day_parts: Vec<DayPart>,
}

impl AttemptRules {
    /// As they stand at a branch at an instant.
    ///
    /// # Errors
    /// Those of the calendar; `Internal` when a policy is of another kind.
    pub fn at(book: &BranchBook, at: Timestamp) -> Result<Self> {
        let date = book.date_of(at)?;
        let wrong = |source| Error::internal_from("read the policies of attempts", source);
        let needed = book.policies().int(CALLBACK_ATTEMPTS, date).map_err(wrong)?.value;
        let from_day = book
            .policies()
            .int(CALLBACK_ATTEMPTS_FROM_DAY, date)
            .map_err(wrong)?
            .value;
        let day_parts = match book.policies().at(CALLBACK_DAY_PARTS, date).value {
            PolicyValue::DayParts(parts) => parts,
            _ => Vec::new(),
        };
        Ok(Self {
            needed: usize::try_from(needed).unwrap_or(0).max(1),
            from_day,
            day_parts,
        })
    }

    /// The part of the day at an instant; its end belongs to what follows. Without any part every hour is allowed.
    ///
    /// # Errors
    /// `OUTSIDE_DAY_PARTS` (CBK-25); those of the calendar.
    pub fn day_part(&self, book: &BranchBook, at: Timestamp) -> Result<String> {
        let (zone, date) = (book.calendar().zone(), book.date_of(at)?);
        for part in &self.day_parts {
            let start = zone.instant(date, part.period.start()).map_err(unreckonable)?;
            let end = zone.instant(date, part.period.end()).map_err(unreckonable)?;
            if start <= at && at < end {
                return Ok(part.name.clone());
            }
        }
        if self.day_parts.is_empty() {
            return Ok(String::new());
        }
        let listed = PolicyValue::DayParts(self.day_parts.clone());
        Err(OUTSIDE_DAY_PARTS.refuse().with("day_parts", listed).into())
    }

    /// Whether the failures in a row are enough (CBK-27): each on a later day and in another part of the day than
    /// those before, the last one not before its day (CBK-26). Others are tried again.
    pub fn exhausted(&self, attempts: &[Attempt]) -> bool {
        let mut counted: Vec<&Attempt> = Vec::new();
        for attempt in attempts {
            if attempt.result == AttemptResult::CallLater {
                counted.clear();
            } else if self.counts(&counted, attempt) {
                counted.push(attempt);
            }
        }
        counted.len() >= self.needed
    }

    fn counts(&self, counted: &[&Attempt], next: &Attempt) -> bool {
        let Some((first, last)) = counted.first().zip(counted.last()) else {
            return true;
        };
        let others = self.day_parts.len().saturating_sub(1);
        let repeated = counted
            .iter()
            .rev()
            .take(others)
            .any(|attempt| attempt.day_part == next.day_part);
        let early = counted.len() + 1 == self.needed && day_of(first.date, next.date) < self.from_day;
        next.date > last.date && !repeated && !early
    }
}

/// The number of `date`, the first being day 1.
fn day_of(first: BusinessDate, date: BusinessDate) -> i64 {
    let days = date.date().since(first.date()).map_or(0, |span| span.get_days());
    i64::from(days) + 1
}

pub(super) fn unreckonable(error: CalendarError) -> Error {
    INSTANT_NOT_RECKONABLE.refuse().with("calendar", error).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> AttemptRules {
        let parts = PolicyValue::parse(
            CALLBACK_DAY_PARTS.kind(),
            "AM 09:30-11:30, PM 14:30-17:00, EVE 18:30-20:00",
        );
        let PolicyValue::DayParts(day_parts) = parts.unwrap() else {
            unreachable!()
        };
        AttemptRules {
            needed: 3,
            from_day: 3,
            day_parts,
        }
    }

    fn attempt(day: i8, part: &str, result: AttemptResult) -> Attempt {
        let date = BusinessDate::parse(&format!("2026-11-{day:02}")).unwrap();
        let at = Timestamp::from_micros(i64::from(day));
        Attempt {
            at,
            date,
            day_part: part.to_owned(),
            by: "V1".to_owned(),
            result,
            note: String::new(),
        }
    }

    fn no_answer(day: i8, part: &str) -> Attempt {
        attempt(day, part, AttemptResult::NoAnswer)
    }

    #[test]
    fn cbk_26_three_days_and_three_parts_of_the_day_are_enough() {
        assert!(rules().exhausted(&[no_answer(18, "PM"), no_answer(19, "AM"), no_answer(20, "EVE")]));
        assert!(!rules().exhausted(&[no_answer(18, "PM"), no_answer(19, "AM")]));
    }

    #[test]
    fn cbk_26_the_same_day_or_part_does_not_count_again() {
        assert!(!rules().exhausted(&[no_answer(18, "AM"), no_answer(18, "PM"), no_answer(18, "EVE")]));
        assert!(!rules().exhausted(&[no_answer(18, "AM"), no_answer(19, "AM"), no_answer(20, "AM")]));
        let with_repeats = [
            no_answer(18, "AM"),
            no_answer(19, "AM"),
            no_answer(19, "PM"),
            no_answer(21, "EVE"),
        ];
        assert!(rules().exhausted(&with_repeats));
    }

    #[test]
    fn cbk_26_the_last_attempt_waits_for_its_day_and_is_better_late_than_never() {
        let rules = AttemptRules { from_day: 4, ..rules() };
        let early = [no_answer(18, "PM"), no_answer(19, "AM"), no_answer(20, "EVE")];
        assert!(!rules.exhausted(&early));
        assert!(rules.exhausted(&[&early[..], &[no_answer(28, "EVE")]].concat()));
    }

    #[test]
    fn cbk_27_a_customer_who_asks_to_be_called_later_was_reached() {
        let later = attempt(19, "AM", AttemptResult::CallLater);
        assert!(!rules().exhausted(&[no_answer(18, "PM"), later, no_answer(20, "EVE"), no_answer(21, "AM")]));
    }
}
