//! A branch, parts centre or head office, and when it is open.

use aftersales_kit::{
    Result,
    calendar::{Period, Zone},
    id::BranchId,
    reasons::INVALID_REQUEST,
    text_enum,
};
use serde::{Deserialize, Serialize};

use super::{
    faults::Faults,
    reasons::{OPENING_PERIODS_OVERLAP, TIME_ZONE_UNKNOWN},
};

text_enum! {
    /// Kind of place (X-11).
    pub enum BranchKind {
        /// Branch, station (办事处, 中心站).
        Branch = "BRANCH",
        /// Parts centre (备件中心).
        PartsCenter = "PARTS_CENTER",
        /// Head office.
        Hq = "HQ",
    }
}

/// Somebody in charge, as on the branch's sign (REC-11).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone number, as typed.
    pub phone: String,
}

/// Who leads a branch.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// Station chief (站长).
    pub chief: Option<Contact>,
    /// Supervisor of the chief (督导).
    pub supervisor: Option<Contact>,
}

/// Opening hours of one day as they are typed: `HH:MM`, up to 24:00.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Local opening time.
    pub opens: String,
    /// Local closing time.
    pub closes: String,
}

impl Hours {
    fn period(&self) -> Option<Period> {
        format!("{}-{}", self.opens, self.closes).parse().ok()
    }
}

/// An opening period of a weekday.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningPeriod {
    /// Day of the week, Monday is 1.
    pub weekday: i32,
    /// When on that day.
    #[serde(flatten)]
    pub hours: Hours,
}

/// What is told about a branch.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Kind of place.
    pub kind: BranchKind,
    /// Address told to customers (HOT-10).
    pub address: String,
    /// Public telephone number.
    pub phone: String,
    /// Who leads it.
    pub contacts: Contacts,
    /// IANA time zone (T-7).
    pub time_zone: String,
    /// Weekly opening periods on working days.
    pub opening_periods: Vec<OpeningPeriod>,
    /// Closed for good.
    pub closed: bool,
    /// Parts centre that serves it.
    pub parts_center: Option<BranchId>,
}

impl Profile {
    /// Checks what the contract's field rules cannot, and writes the time zone as the database of zones does.
    ///
    /// # Errors
    /// `TIME_ZONE_UNKNOWN`, `OPENING_PERIODS_OVERLAP`, `INVALID_REQUEST` for a period that ends before it begins; all at once.
    pub fn checked(mut self) -> Result<Self> {
        let mut faults = Faults::default();
        match Zone::named(&self.time_zone) {
            Ok(zone) => self.time_zone = zone.name().to_owned(),
            Err(_) => faults.add(
                &TIME_ZONE_UNKNOWN,
                "branch.time_zone",
                "is not in the IANA time zone database",
            ),
        }
        let periods: Vec<(i32, &Hours)> = self
            .opening_periods
            .iter()
            .map(|period| (period.weekday, &period.hours))
            .collect();
        check_hours("branch.opening_periods", &periods, &mut faults);
        faults.none()?;
        Ok(self)
    }

    /// Whether deadlines are reckoned alike with this profile and the other.
    pub fn same_time(&self, other: &Self) -> bool {
        self.time_zone == other.time_zone && self.opening_periods == other.opening_periods
    }
}

/// A branch as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its code; never changes.
    pub id: BranchId,
    /// What is told about it.
    pub profile: Profile,
    /// Version of its own calendar: hours and overrides.
    pub calendar_version: i64,
    /// Version of the record, from 1.
    pub version: i64,
}

/// Notes periods that are none and periods of one day that overlap. Each period comes with the day it belongs to.
pub fn check_hours(field: &str, periods: &[(i32, &Hours)], faults: &mut Faults) {
    let mut seen: Vec<(i32, Period)> = Vec::new();
    for (index, (day, hours)) in periods.iter().enumerate() {
        let Some(period) = hours.period() else {
            let text = "must be later than opens, both from 00:00 to 24:00";
            faults.add(&INVALID_REQUEST, format!("{field}[{index}].closes"), text);
            continue;
        };
        let meets = |other: &&(i32, Period)| {
            other.0 == *day && period.start() < other.1.end() && other.1.start() < period.end()
        };
        if let Some((_, other)) = seen.iter().find(meets) {
            faults.add(
                &OPENING_PERIODS_OVERLAP,
                format!("{field}[{index}]"),
                format!("{period} overlaps {other}"),
            );
        }
        seen.push((*day, period));
    }
}

#[cfg(test)]
mod tests {
    use aftersales_kit::Error;

    use super::*;

    fn fields(periods: &[(i32, &str, &str)]) -> Vec<String> {
        let hours: Vec<(i32, Hours)> = periods
            .iter()
            .map(|(day, opens, closes)| {
                (
                    *day,
                    Hours {
                        opens: (*opens).to_owned(),
                        closes: (*closes).to_owned(),
                    },
                )
            })
            .collect();
        let borrowed: Vec<(i32, &Hours)> = hours.iter().map(|(day, hours)| (*day, hours)).collect();
        let mut faults = Faults::default();
        check_hours("h", &borrowed, &mut faults);
        match faults.none() {
            Err(Error::Refused(refusal)) => refusal
                .violations
                .into_iter()
                .map(|v| format!("{} {}", v.reason, v.field))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn periods_may_touch_but_not_overlap() {
        assert_eq!(
            fields(&[(1, "09:00", "12:00"), (1, "12:00", "18:00"), (2, "09:00", "24:00")]),
            Vec::<String>::new()
        );
        let overlapping = fields(&[(1, "09:00", "12:00"), (1, "11:59", "18:00"), (1, "08:00", "20:00")]);
        assert_eq!(
            overlapping,
            ["OPENING_PERIODS_OVERLAP h[1]", "OPENING_PERIODS_OVERLAP h[2]"]
        );
    }

    #[test]
    fn periods_lie_within_one_day() {
        let bad = fields(&[
            (1, "18:00", "09:00"),
            (1, "09:00", "09:00"),
            (1, "23:00", "24:01"),
            (1, "29:00", "29:30"),
        ]);
        assert_eq!(bad.len(), 4, "{bad:?}");
    }

    /// Columns that an earlier version stored: every later version must still read them.
    #[test]
    fn stored_columns_stay_readable() {
        let periods: Vec<OpeningPeriod> =
            serde_json::from_str(r#"[{"weekday":1,"opens":"09:00","closes":"18:00"}]"#).unwrap();
        assert_eq!(
            serde_json::to_string(&periods).unwrap(),
            r#"[{"weekday":1,"opens":"09:00","closes":"18:00"}]"#
        );
        let stored = r#"{"chief":{"name":"甲","phone":"010"},"supervisor":null}"#;
        let contacts: Contacts = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&contacts).unwrap(), stored);
    }
}
