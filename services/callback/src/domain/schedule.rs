//! When a customer is called back (CBK-04, CBK-05, Q-5).

use aftersales_kit::{
    Result,
    policy::catalogue::CALLBACK_AFTER_APPOINTMENT,
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};

use super::attempts::unreckonable;

/// Minute of the day from which a deadline that counts from a date is reckoned.
const NOON: u16 = 12 * 60;

/// When a customer is to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The day.
    pub due_date: BusinessDate,
    /// Until when: closing time of the day.
    pub due_at: Timestamp,
    /// A year without a holiday notice was counted.
    pub provisional: bool,
    /// The day is not the policy's own: the visit was reported later, or that day was ruled out.
    pub shifted: bool,
    /// First date on which the customer may be called.
    pub not_before: BusinessDate,
    /// Opening of that date.
    pub callable_from: Timestamp,
}

impl Schedule {
    /// The working day after the appointed date (CBK-04); at the earliest the first working day that has not closed
    /// when the visit is reported; never one of `ruled_out` (CBK-05).
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn reckon(
        book: &BranchBook,
        appointed: BusinessDate,
        reported_at: Timestamp,
        ruled_out: &[BusinessDate],
    ) -> Result<Self> {
        let calendar = book.calendar();
        let due = book.reckon(CALLBACK_AFTER_APPOINTMENT, start_of(book, appointed)?)?;
        let mut due_date = due.due_date.map_or_else(|| book.date_of(due.due_at), Ok)?;
        let (mut due_at, mut provisional, mut shifted) = (due.due_at, due.provisional, false);
        if due_at < reported_at {
            let next = calendar.next_closing(reported_at).map_err(unreckonable)?;
            (due_date, due_at, shifted) = (next.date, next.at, true);
            provisional |= next.provisional;
        }
        while ruled_out.contains(&due_date) {
            let next = calendar.working_days_after(due_date, 1).map_err(unreckonable)?;
            (due_date, due_at, shifted) = (next.date, next.at, true);
            provisional |= next.provisional;
        }
        let callable_from = opening_of(book, due_date)?;
        Ok(Self {
            due_date,
            due_at,
            provisional,
            shifted,
            not_before: due_date,
            callable_from,
        })
    }

    /// The same when `date` is ruled out for an overdue task: still due when it was, but not called on that date.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn skipping(&self, book: &BranchBook, date: BusinessDate) -> Result<Self> {
        if date < self.not_before {
            return Ok(self.clone());
        }
        let end = book.calendar().zone().end_of(date).map_err(unreckonable)?;
        let callable_from = book.calendar().next_open(end).map_err(unreckonable)?;
        Ok(Self {
            not_before: book.date_of(callable_from)?,
            callable_from,
            ..self.clone()
        })
    }
}

/// The instant of a date from which the policy counts.
///
/// # Errors
/// Those of the calendar.
pub fn start_of(book: &BranchBook, date: BusinessDate) -> Result<Timestamp> {
    book.calendar().zone().instant(date, NOON).map_err(unreckonable)
}

/// When the branch opens on a date; its first instant when it has no opening hours.
fn opening_of(book: &BranchBook, date: BusinessDate) -> Result<Timestamp> {
    let periods = book.calendar().open_periods(date).map_err(unreckonable)?;
    match periods.first() {
        Some((open, _)) => Ok(*open),
        None => book.calendar().zone().instant(date, 0).map_err(unreckonable),
    }
}
