//! What dates are at a branch.

use std::collections::HashMap;

use aftersales_kit::{Result, calendar::DayView, reasons::INVALID_REQUEST, time::BusinessDate};
use aftersales_proto::registry::v1::CalendarSource;

use super::load_book::Book;
use crate::domain::reasons::RANGE_TOO_LONG;

/// Most days from the first date of a range to its last.
pub const LIMIT_DAYS: i32 = 400;

/// A date at a branch.
pub struct Shown {
    /// The date.
    pub date: BusinessDate,
    /// What it is.
    pub view: DayView,
    /// Where that comes from; unspecified for an ordinary day of the week.
    pub source: CalendarSource,
}

/// Every date from `from` to `to`.
///
/// # Errors
/// `RANGE_TOO_LONG`; `INVALID_REQUEST` for a range that ends before it begins or lies outside the years 2000 to 2100.
pub fn run(book: &Book, from: BusinessDate, to: BusinessDate) -> Result<Vec<Shown>> {
    for (field, date) in [("from", from), ("to", to)] {
        if !(2000..=2100).contains(&date.date().year()) {
            return Err(INVALID_REQUEST
                .field(field, "must lie in the years 2000 to 2100")
                .into());
        }
    }
    if to < from {
        return Err(INVALID_REQUEST.field("to", "must not be before from").into());
    }
    let days = from.date().until(to.date()).map_or(i32::MAX, |span| span.get_days());
    if days > LIMIT_DAYS {
        return Err(RANGE_TOO_LONG
            .field("to", "is too far from from")
            .with("limit_days", LIMIT_DAYS)
            .into());
    }
    let sources = sources(book);
    let next = |date: &BusinessDate| date.date().tomorrow().ok().map(BusinessDate::from_date);
    let dates = std::iter::successors(Some(from), next).take_while(|date| *date <= to);
    Ok(dates.map(|date| shown(book, date, &sources)).collect())
}

/// One date.
pub fn one(book: &Book, date: BusinessDate) -> Shown {
    shown(book, date, &sources(book))
}

/// Where each date that differs from the ordinary week comes from; a branch's own days come last and win.
fn sources(book: &Book) -> HashMap<&str, CalendarSource> {
    book.published
        .days
        .iter()
        .map(|day| (day.date.as_str(), day.source()))
        .collect()
}

fn shown(book: &Book, date: BusinessDate, sources: &HashMap<&str, CalendarSource>) -> Shown {
    let view = book.reckoning.calendar().view(date);
    let known = sources.get(date.to_string().as_str()).copied();
    let source = known.unwrap_or(if view.by_law {
        CalendarSource::Statute
    } else {
        CalendarSource::Unspecified
    });
    Shown { date, view, source }
}
