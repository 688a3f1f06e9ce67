//! The roster: when somebody works on a date and when he is away (排班).

use aftersales_kit::{
    Result,
    calendar::{BranchCalendar, CalendarError, Zone},
    id::{BranchId, StaffId},
    reasons::INVALID_REQUEST,
    text_enum,
    time::{BusinessDate, MINUTE, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::{
    faults::Faults,
    roster_reasons::{ABSENCES_OVERLAP, SHIFT_OUTSIDE_DATE, SHIFTS_OVERLAP},
};

text_enum! {
    /// Why somebody is not there.
    pub enum AbsenceKind {
        /// Leave (休假).
        Leave = "LEAVE",
        /// Sick (病假).
        Sick = "SICK",
        /// Training (培训).
        Training = "TRAINING",
        /// Anything else.
        Other = "OTHER",
    }
}

/// A stretch of work. It may end after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Begins.
    pub start: Timestamp,
    /// Ends.
    pub end: Timestamp,
}

impl Shift {
    fn meets(&self, start: Timestamp, end: Timestamp) -> bool {
        self.start < end && start < self.end
    }
}

/// A stretch in which somebody is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Begins.
    pub start: Timestamp,
    /// Ends.
    pub end: Timestamp,
    /// Why.
    pub kind: AbsenceKind,
}

/// Somebody's local date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffDay {
    /// Branch.
    pub branch: BranchId,
    /// Who.
    pub staff: StaffId,
    /// Local date.
    pub date: BusinessDate,
    /// Shifts in order.
    pub shifts: Vec<Shift>,
    /// Absences in order.
    pub absences: Vec<Absence>,
}

/// A day of the roster as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterDay {
    /// The day.
    pub day: StaffDay,
    /// Whether somebody planned its shifts; else the branch's opening hours stand in.
    pub planned: bool,
    /// Version of what is stored, from 1; 0 when nothing is.
    pub version: i64,
    /// When last changed.
    pub updated_at: Option<Timestamp>,
}

impl RosterDay {
    /// Of a date of which nothing is stored.
    pub fn unplanned(branch: &BranchId, staff: &StaffId, date: BusinessDate) -> Self {
        Self {
            day: StaffDay {
                branch: branch.clone(),
                staff: staff.clone(),
                date,
                shifts: Vec::new(),
                absences: Vec::new(),
            },
            planned: false,
            version: 0,
            updated_at: None,
        }
    }

    /// With the branch's opening hours as shifts, where nobody planned others.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn on_calendar(mut self, calendar: &BranchCalendar) -> Result<Self, CalendarError> {
        if !self.planned {
            let open = calendar.open_periods(self.day.date)?;
            self.day.shifts = open.into_iter().map(|(start, end)| Shift { start, end }).collect();
        }
        Ok(self)
    }
}

impl StaffDay {
    /// Checks what the contract's field rules cannot; `near` are the days before and after.
    ///
    /// # Errors
    /// `INVALID_REQUEST` for a stretch that ends before it begins, `SHIFT_OUTSIDE_DATE`, `SHIFTS_OVERLAP`,
    /// `ABSENCES_OVERLAP`; all at once.
    pub fn check(&self, zone: &Zone, near: &[Self]) -> Result<()> {
        let mut faults = Faults::default();
        let mut before: Option<Timestamp> = None;
        for (index, shift) in self.shifts.iter().enumerate() {
            let field = format!("day.shifts[{index}]");
            ends_after_start(&mut faults, &field, shift.start, shift.end);
            if zone.date_of(shift.start).ok() != Some(self.date) {
                faults.add(
                    &SHIFT_OUTSIDE_DATE,
                    format!("{field}.start"),
                    "does not begin on the date",
                );
            }
            let of_near = near.iter().flat_map(|day| &day.shifts);
            if before.is_some_and(|end| shift.start < end)
                || of_near.clone().any(|other| other.meets(shift.start, shift.end))
            {
                faults.add(&SHIFTS_OVERLAP, field, "begins before the shift before it has ended");
            }
            before = Some(shift.end);
        }
        let mut before: Option<Timestamp> = None;
        for (index, absence) in self.absences.iter().enumerate() {
            let field = format!("day.absences[{index}]");
            ends_after_start(&mut faults, &field, absence.start, absence.end);
            if before.is_some_and(|end| absence.start < end) {
                faults.add(
                    &ABSENCES_OVERLAP,
                    field,
                    "begins before the absence before it has ended",
                );
            }
            before = Some(absence.end);
        }
        faults.none()
    }

    /// Minutes of a shift in which he is there.
    fn minutes_of(&self, shift: &Shift) -> i64 {
        let away: i64 = self
            .absences
            .iter()
            .filter(|absence| shift.meets(absence.start, absence.end))
            .map(|absence| absence.end.min(shift.end).since(absence.start.max(shift.start)))
            .sum();
        (shift.end.since(shift.start) - away) / MINUTE
    }

    /// Minutes there: the shifts, absences taken off.
    pub fn minutes(&self) -> i64 {
        self.shifts.iter().map(|shift| self.minutes_of(shift)).sum()
    }

    /// Whether he is away for the whole shift.
    pub fn away(&self, shift: &Shift) -> bool {
        self.minutes_of(shift) == 0
    }

    /// With one more absence in its place; what it covers of others goes.
    #[must_use]
    pub fn with_absence(mut self, absence: Absence) -> Self {
        self.absences
            .retain(|other| other.end <= absence.start || absence.end <= other.start);
        self.absences.push(absence);
        self.absences.sort_by_key(|absence| absence.start);
        self
    }
}

fn ends_after_start(faults: &mut Faults, field: &str, start: Timestamp, end: Timestamp) {
    if end <= start {
        faults.add(&INVALID_REQUEST, format!("{field}.end"), "must be after the start");
    }
}

/// The same shifts on another date, by the clock on the wall (T-7).
///
/// # Errors
/// Those of the calendar.
pub fn moved(shifts: &[Shift], from: BusinessDate, to: BusinessDate, zone: &Zone) -> Result<Vec<Shift>, CalendarError> {
    let moved = |at: Timestamp| {
        let local = zone.local(at);
        let later = super::dates::between(from, BusinessDate::from_date(local.date()));
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        zone.instant(
            super::dates::after(to, later),
            u16::try_from(minute).unwrap_or_default(),
        )
    };
    shifts
        .iter()
        .map(|shift| {
            Ok(Shift {
                start: moved(shift.start)?,
                end: moved(shift.end)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use aftersales_kit::Error;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("2026-11-{text}:00+08:00")).unwrap()
    }

    fn day(shifts: &[(&str, &str)], absences: &[(&str, &str)]) -> StaffDay {
        StaffDay {
            branch: BranchId::parse("BJ01").unwrap(),
            staff: StaffId::parse("E1").unwrap(),
            date: BusinessDate::parse("2026-11-16").unwrap(),
            shifts: shifts
                .iter()
                .map(|(start, end)| Shift {
                    start: at(start),
                    end: at(end),
                })
                .collect(),
            absences: absences
                .iter()
                .map(|(start, end)| Absence {
                    start: at(start),
                    end: at(end),
                    kind: AbsenceKind::Leave,
                })
                .collect(),
        }
    }

    #[test]
    fn x_30_absences_are_taken_off_the_shifts() {
        let day = day(
            &[("16T09:00", "16T12:00"), ("16T13:00", "16T18:00")],
            &[("16T11:00", "16T14:00")],
        );
        assert_eq!(day.minutes(), 120 + 240);
        assert!(!day.away(&day.shifts[0]));
    }

    #[test]
    fn every_fault_of_a_day_is_named() {
        let night = day(&[("15T22:00", "16T06:00")], &[]);
        let bad = day(
            &[
                ("16T05:00", "16T09:00"),
                ("16T08:00", "16T08:00"),
                ("17T00:00", "17T01:00"),
            ],
            &[("16T09:00", "16T12:00"), ("16T11:00", "16T13:00")],
        );
        let Err(Error::Refused(refusal)) = bad.check(&Zone::shanghai(), &[night]) else {
            panic!("refused")
        };
        let found: Vec<String> = refusal
            .violations
            .iter()
            .map(|violation| format!("{} {}", violation.reason, violation.field))
            .collect();
        assert_eq!(
            found,
            [
                "SHIFTS_OVERLAP day.shifts[0]",
                "INVALID_REQUEST day.shifts[1].end",
                "SHIFTS_OVERLAP day.shifts[1]",
                "SHIFT_OUTSIDE_DATE day.shifts[2].start",
                "ABSENCES_OVERLAP day.absences[1]"
            ]
        );
    }

    #[test]
    fn shifts_move_by_the_clock_on_the_wall() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let start = Timestamp::parse("2026-03-23T22:00:00+01:00").unwrap();
        let end = Timestamp::parse("2026-03-24T06:00:00+01:00").unwrap();
        let dates = ("2026-03-23", "2026-03-30");
        let (from, to) = (
            BusinessDate::parse(dates.0).unwrap(),
            BusinessDate::parse(dates.1).unwrap(),
        );
        let moved = moved(&[Shift { start, end }], from, to, &zone).unwrap();
        assert_eq!(moved[0].start, Timestamp::parse("2026-03-30T22:00:00+02:00").unwrap());
        assert_eq!(moved[0].end, Timestamp::parse("2026-03-31T06:00:00+02:00").unwrap());
    }
}
