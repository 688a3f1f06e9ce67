//! The bonus month (DSP-59).

use std::fmt;

use aftersales_kit::{Refusal, time::BusinessDate};

use crate::domain::score_reasons::MONTH_INVALID;

/// A month of visits: the month of the local visit date, its last day included (DSP-59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Its first day.
    pub first: BusinessDate,
    /// Its last day.
    pub last: BusinessDate,
}

impl Month {
    /// From `YYYY-MM`.
    ///
    /// # Errors
    /// `MONTH_INVALID`.
    pub fn parse(text: &str, field: &str) -> Result<Self, Refusal> {
        let first = BusinessDate::parse(&format!("{text}-01"));
        let first = first.ok_or_else(|| MONTH_INVALID.field(field, "must be a month such as 2026-11"))?;
        Ok(Self::of(first))
    }

    /// The month of a date.
    pub fn of(date: BusinessDate) -> Self {
        Self {
            first: BusinessDate::from_date(date.date().first_of_month()),
            last: BusinessDate::from_date(date.date().last_of_month()),
        }
    }

    /// The month before; the same one where the calendar ends.
    pub fn before(self) -> Self {
        self.first
            .date()
            .yesterday()
            .map_or(self, |day| Self::of(BusinessDate::from_date(day)))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.first.to_string();
        f.write_str(text.get(..7).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dsp_59_the_last_day_belongs_to_its_month() {
        let month = Month::parse("2028-02", "month").unwrap();
        assert_eq!(Month::of(BusinessDate::parse("2028-02-29").unwrap()), month);
        assert_ne!(Month::of(BusinessDate::parse("2028-03-01").unwrap()), month);
        assert_eq!(month.before().to_string(), "2028-01");
        assert_eq!(
            Month::parse("2026-01", "month").unwrap().before().to_string(),
            "2025-12"
        );
        for bad in ["2026-13", "2026-00", "", "2026-1"] {
            assert_eq!(
                Month::parse(bad, "month").unwrap_err().reason.name,
                "MONTH_INVALID",
                "{bad}"
            );
        }
    }
}
