//! A technician's figures of a month from callbacks (CBK-13).

use aftersales_kit::time::BusinessDate;

use super::reasons::MONTH_INVALID;

/// A share: part of whole. Answers that the customer could not give are in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Part.
    pub part: i64,
    /// Whole.
    pub whole: i64,
}

/// The figures. Marks are sums; see [`average`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Completed callbacks.
    pub callbacks: i64,
    /// Contacted within one working day.
    pub contacted: Share,
    /// On time.
    pub on_time: Share,
    /// Satisfied.
    pub satisfied: Share,
    /// Another visit needed.
    pub needs_revisit: Share,
    /// Sum of the marks for attitude.
    pub attitude: i64,
    /// Sum of the marks for skill.
    pub skill: i64,
    /// Sum of the marks for the time of arrival.
    pub arrival_time: i64,
    /// Sum of the marks for the keeping of promises.
    pub promises: i64,
}

/// The average of `count` marks in hundredths, rounded half up; 0 when there are none.
pub fn average(sum: i64, count: i64) -> i64 {
    if count == 0 {
        0
    } else {
        (sum * 200 + count) / (count * 2)
    }
}

/// A month of visits (DSP-59).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    pub fn parse(text: &str) -> Result<Self, aftersales_kit::Refusal> {
        let wrong = || MONTH_INVALID.field("month", "must be a month such as 2026-11");
        let first = BusinessDate::parse(&format!("{text}-01")).ok_or_else(wrong)?;
        let last = BusinessDate::from_date(first.date().last_of_month());
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_rounded_half_up() {
        assert_eq!(average(0, 0), 0);
        assert_eq!(average(4, 1), 400);
        assert_eq!(average(10, 3), 333);
        assert_eq!(average(11, 3), 367);
        assert_eq!(average(25, 8), 313);
    }

    #[test]
    fn months_have_their_own_length() {
        let month = Month::parse("2028-02").unwrap();
        assert_eq!(month.last, BusinessDate::parse("2028-02-29").unwrap());
        for bad in ["2026-13", "2026-00", "0000-1x", ""] {
            assert_eq!(Month::parse(bad).unwrap_err().reason.name, "MONTH_INVALID", "{bad}");
        }
    }
}
