//! Days that differ from Monday to Friday: the national notices, and a branch's own.

use std::collections::BTreeMap;

use aftersales_kit::{
    Error, Result,
    calendar::{self, Notice},
    reasons::INVALID_REQUEST,
    text_enum,
    time::BusinessDate,
};

use super::{
    branch::{Hours, check_hours},
    faults::Faults,
    reasons::HOLIDAYS_INVALID,
};

text_enum! {
    /// Whether a date is worked.
    pub enum DayKind {
        /// Rest day.
        Off = "OFF",
        /// Working day, make-up days (调休) included.
        Work = "WORK",
    }
}

text_enum! {
    /// Where a day comes from.
    pub enum Source {
        /// Delivered with the suite.
        Shipped = "SHIPPED",
        /// Imported from a yearly notice.
        Notice = "NOTICE",
        /// Set by the branch.
        Override = "OVERRIDE",
    }
}

/// A date that differs from the ordinary week.
#[derive(Clone, PartialEq, Eq)]
pub struct Day {
    /// Local date.
    pub date: BusinessDate,
    /// Worked or not.
    pub kind: DayKind,
    /// What it is called, such as 国庆节.
    pub name: String,
    /// Opening hours instead of the usual ones; none: the usual ones.
    pub hours: Vec<Hours>,
    /// Where it comes from.
    pub source: Source,
}

impl Day {
    /// Whether both make the same of their date.
    fn same_effect(&self, other: &Self) -> bool {
        (self.kind, &self.name, &self.hours) == (other.kind, &other.name, &other.hours)
    }
}

/// The days of yearly notices, by year of the notice.
#[derive(Clone, Default)]
pub struct Notices(pub BTreeMap<i32, Vec<Day>>);

impl Notices {
    /// With a notice in place of what there was of its year.
    #[must_use]
    pub fn with(&self, notice: &Notice) -> Self {
        let mut years = self.0.clone();
        years.insert(i32::from(notice.year), days(notice, Source::Notice));
        Self(years)
    }

    /// All of them together: a later notice beats an earlier one, as it may speak of the December before its year.
    pub fn national(&self) -> National {
        National {
            days: self.0.values().flatten().map(|day| (day.date, day.clone())).collect(),
            years: self.0.keys().copied().collect(),
        }
    }
}

/// The national calendar: days by date, and the years that a notice covers.
#[derive(Clone, Default)]
pub struct National {
    /// Days by date.
    pub days: BTreeMap<BusinessDate, Day>,
    /// Years of the notices, rising.
    pub years: Vec<i32>,
}

impl National {
    /// What `after` changes in this calendar.
    pub fn changes(&self, after: &Self) -> Changes {
        let kept = |day: &&Day| self.days.get(&day.date).is_none_or(|before| !before.same_effect(day));
        let gone = |date: &&BusinessDate| !after.days.contains_key(date);
        Changes {
            days: after.days.values().filter(kept).cloned().collect(),
            removed: self.days.keys().filter(gone).copied().collect(),
        }
    }
}

/// Difference between two states of a calendar.
#[derive(Clone, Default)]
pub struct Changes {
    /// Days that are new or other than before, as they are now.
    pub days: Vec<Day>,
    /// Dates that are ordinary days again.
    pub removed: Vec<BusinessDate>,
}

/// Reads a yearly notice in the holiday-cn form.
///
/// # Errors
/// `HOLIDAYS_INVALID` with every problem and its place.
pub fn notice(json: &str) -> Result<Notice> {
    calendar::parse_notice(json).map_err(|error| {
        let mut faults = Faults::default();
        for problem in error.problems {
            let dot = if problem.field.is_empty() { "" } else { "." };
            faults.add(
                &HOLIDAYS_INVALID,
                format!("json{dot}{}", problem.field),
                problem.description,
            );
        }
        faults.none().err().unwrap_or_else(|| Error::from(&HOLIDAYS_INVALID))
    })
}

/// The days of a notice.
pub fn days(notice: &Notice, source: Source) -> Vec<Day> {
    let day = |entry: &calendar::DayEntry| Day {
        date: entry.date,
        kind: match entry.kind {
            calendar::DayKind::Off => DayKind::Off,
            calendar::DayKind::Work => DayKind::Work,
        },
        name: entry.name.clone(),
        hours: Vec::new(),
        source,
    };
    notice.entries.iter().map(day).collect()
}

/// Checks a branch's own day.
///
/// # Errors
/// `OPENING_PERIODS_OVERLAP`, `INVALID_REQUEST` for a date outside the years 2000 to 2100 or a period that is none.
pub fn check_override(day: &Day) -> Result<()> {
    let mut faults = Faults::default();
    if !(2000..=2100).contains(&day.date.date().year()) {
        faults.add(&INVALID_REQUEST, "day.date", "must lie in the years 2000 to 2100");
    }
    let hours: Vec<(i32, &Hours)> = day.hours.iter().map(|hours| (0, hours)).collect();
    check_hours("day.hours", &hours, &mut faults);
    faults.none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str, kind: DayKind, source: Source) -> Day {
        Day {
            date: BusinessDate::parse(date).unwrap(),
            kind,
            name: "元旦".to_owned(),
            hours: Vec::new(),
            source,
        }
    }

    #[test]
    fn a_later_notice_beats_an_earlier_one_and_only_real_changes_count() {
        let early = day("2026-12-31", DayKind::Work, Source::Shipped);
        let shipped = vec![early, day("2026-01-01", DayKind::Off, Source::Shipped)];
        let before = Notices([(2026, shipped.clone())].into()).national();
        let late = day("2026-12-31", DayKind::Off, Source::Notice);
        let repeated = day("2026-01-01", DayKind::Off, Source::Notice);
        let after = Notices([(2026, shipped), (2027, vec![repeated, late.clone()])].into()).national();
        let changes = before.changes(&after);
        assert!(changes.days == [late] && changes.removed.is_empty());
        let gone = after.changes(&National::default());
        assert_eq!((gone.days.len(), gone.removed.len()), (0, 2));
    }

    #[test]
    fn every_problem_of_a_file_is_named_with_its_place() {
        let json = r#"{"year": 2027, "days": [{"name": "", "date": "2027-02-30", "isOffDay": true}, {"date": 7}]}"#;
        let Err(Error::Refused(refusal)) = notice(json) else {
            panic!("refused")
        };
        let fields: Vec<&str> = refusal
            .violations
            .iter()
            .map(|violation| violation.field.as_str())
            .collect();
        assert_eq!(refusal.reason.name, "HOLIDAYS_INVALID");
        for field in [
            "json.days[0].name",
            "json.days[0].date",
            "json.days[1].name",
            "json.days[1].isOffDay",
            "json.days[1].date",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
    }
}
