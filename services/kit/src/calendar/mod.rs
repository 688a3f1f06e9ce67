//! The working calendar of a branch: what "two working days" or "two hours" means there (rules T-1 to T-8, X-29).
//!
//! Pure: no clock, no store. A [`BranchCalendar`] is built from the branch's zone and week, the national notices
//! (调休) and the branch's own exceptions; every deadline comes back as a [`Due`] that says how it came about and
//! whether a notice that is not known yet may still move it.
//!
//! All amounts are minutes, days or months; all instants are UTC microseconds within the years 1900 to 2199.
//! Anything outside, and any search that finds nothing within three years, is a [`CalendarError`].

mod branch;
mod business;
mod day;
mod deadline;
mod due;
mod error;
mod hours;
mod import;
mod law;
mod national;
mod zone;

pub use branch::BranchCalendar;
pub use business::ClockMode;
pub use day::{DayEntry, DayKind, DayView};
pub use due::{Due, Step};
pub use error::CalendarError;
pub use hours::{DayHours, Period, WeekHours};
pub use import::{Notice, NoticeError, Problem, parse_notice};
pub use national::{SHIPPED_NOTICES, shipped_notices};
pub use zone::{DEFAULT_ZONE, Zone};

#[cfg(test)]
mod tests;
