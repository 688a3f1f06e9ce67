//! Local dates: steps, ranges and their limits.

use aftersales_kit::{Error, Result, reasons::INVALID_REQUEST, time::BusinessDate};

use super::reasons::RANGE_TOO_LONG;

/// The first date of all that the registry reckons with: what is shipped holds from it on.
pub fn always() -> BusinessDate {
    BusinessDate::parse("1950-01-01").unwrap_or_else(|| BusinessDate::from_date(Default::default()))
}

/// The date after, or the date itself at the end of all calendars.
pub fn next(date: BusinessDate) -> BusinessDate {
    date.date().tomorrow().map_or(date, BusinessDate::from_date)
}

/// The date before, or the date itself at the beginning of all calendars.
pub fn previous(date: BusinessDate) -> BusinessDate {
    date.date().yesterday().map_or(date, BusinessDate::from_date)
}

/// The date that many days later.
pub fn after(date: BusinessDate, days: i32) -> BusinessDate {
    (0..days).fold(date, |date, _| next(date))
}

/// Days from one date to another; negative when it lies before.
pub fn between(from: BusinessDate, to: BusinessDate) -> i32 {
    from.date().until(to.date()).map_or(i32::MAX, |span| span.get_days())
}

/// Every date from `from` to `to`.
pub fn range(from: BusinessDate, to: BusinessDate) -> impl Iterator<Item = BusinessDate> {
    let days = between(from, to).max(-1);
    let mut date = from;
    (0..=days).map(move |step| {
        if step > 0 {
            date = next(date);
        }
        date
    })
}

/// Passes for a range that ends no more than `limit` days after it begins.
///
/// # Errors
/// `INVALID_REQUEST` for one that ends before it begins, `RANGE_TOO_LONG`.
pub fn check_range(from: BusinessDate, to: BusinessDate, limit: i32) -> Result<()> {
    if to < from {
        return Err(Error::from(INVALID_REQUEST.field("to", "must not be before from")));
    }
    if between(from, to) > limit {
        return Err(RANGE_TOO_LONG
            .field("to", "is too far from from")
            .with("limit_days", limit)
            .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> BusinessDate {
        BusinessDate::parse(text).unwrap()
    }

    #[test]
    fn a_range_has_both_its_ends() {
        let days: Vec<String> = range(date("2026-02-27"), date("2026-03-01"))
            .map(|date| date.to_string())
            .collect();
        assert_eq!(days, ["2026-02-27", "2026-02-28", "2026-03-01"]);
        assert_eq!(range(date("2026-02-27"), date("2026-02-26")).count(), 0);
        assert_eq!(between(date("2026-03-01"), date("2026-02-27")), -2);
        assert_eq!(after(date("2026-12-31"), 1), date("2027-01-01"));
    }

    #[test]
    fn a_range_has_a_limit() {
        assert!(check_range(date("2026-01-01"), date("2026-01-08"), 7).is_ok());
        let long = check_range(date("2026-01-01"), date("2026-01-09"), 7).unwrap_err();
        assert_eq!(long.reason(), Some("RANGE_TOO_LONG"));
        let back = check_range(date("2026-01-02"), date("2026-01-01"), 7).unwrap_err();
        assert_eq!(back.reason(), Some("INVALID_REQUEST"));
    }
}
