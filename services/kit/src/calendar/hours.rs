//! Opening hours of a day and of a week.

use std::{fmt, str::FromStr};

use jiff::civil::{Date, Weekday};

use super::error::{CalendarError, excerpt};

/// One opening period of a day, in minutes after local midnight; the end may be 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    start: u16,
    end: u16,
}

impl Period {
    /// From minute `start` to minute `end` of a day, `start < end <= 1440`.
    ///
    /// # Errors
    /// `BadPeriod`.
    pub fn new(start: u16, end: u16) -> Result<Self, CalendarError> {
        if start < end && end <= 24 * 60 {
            Ok(Self { start, end })
        } else {
            Err(CalendarError::BadPeriod {
                text: Self { start, end }.to_string(),
            })
        }
    }

    /// Minute of the day at which the branch opens.
    pub const fn start(self) -> u16 {
        self.start
    }

    /// Minute of the day at which the branch closes, at most 1440.
    pub const fn end(self) -> u16 {
        self.end
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, end } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
    }
}

impl FromStr for Period {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || CalendarError::BadPeriod { text: excerpt(text) };
        let (start, end) = text.trim().split_once('-').ok_or_else(bad)?;
        let (start, end) = (minute(start).ok_or_else(bad)?, minute(end).ok_or_else(bad)?);
        Self::new(start, end)
    }
}

/// Minute of the day written as `HH:MM`, `24:00` included.
fn minute(text: &str) -> Option<u16> {
    let [h1, h2, b':', m1, m2] = text.as_bytes() else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let (hour, minute) = (digit(*h1)? * 10 + digit(*h2)?, digit(*m1)? * 10 + digit(*m2)?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

/// The opening periods of one day in order of time. None at all: no opening hours.
///
/// Text form: `09:00-12:00, 13:30-18:00`; empty for no hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct DayHours(Vec<Period>);

/// What days without hours refer to.
pub(super) static NO_HOURS: DayHours = DayHours::NONE;

impl DayHours {
    /// No opening hours.
    pub const NONE: Self = Self(Vec::new());

    /// Sorts the periods; one may begin where another ends.
    ///
    /// # Errors
    /// `OverlappingPeriods`.
    pub fn new(mut periods: Vec<Period>) -> Result<Self, CalendarError> {
        periods.sort_unstable();
        let clash = periods
            .iter()
            .zip(periods.iter().skip(1))
            .find(|(a, b)| b.start < a.end);
        match clash {
            None => Ok(Self(periods)),
            Some((first, second)) => Err(CalendarError::OverlappingPeriods {
                first: first.to_string(),
                second: second.to_string(),
            }),
        }
    }

    /// The periods in order of time.
    pub fn periods(&self) -> &[Period] {
        &self.0
    }

    /// Whether there are no opening hours.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, period) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{period}")?;
        }
        Ok(())
    }
}

impl FromStr for DayHours {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().is_empty() {
            return Ok(Self::NONE);
        }
        Self::new(text.split(',').map(str::parse).collect::<Result<_, _>>()?)
    }
}

/// The ordinary week of a branch: opening hours of each weekday, and which weekdays are working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekHours {
    days: [DayHours; 7],
    working: [bool; 7],
    make_up: Option<DayHours>,
}

impl WeekHours {
    /// Hours from Monday to Sunday. Monday to Friday are working days, whatever their hours; a weekend day with
    /// hours is open, but does not count as a working day (see [`working_on`](Self::working_on)).
    pub const fn new(days: [DayHours; 7]) -> Self {
        Self {
            days,
            working: [true, true, true, true, true, false, false],
            make_up: None,
        }
    }

    /// The same hours from Monday to Friday, closed on the weekend.
    pub fn office(hours: DayHours) -> Self {
        let closed = || DayHours::NONE;
        Self::new([
            hours.clone(),
            hours.clone(),
            hours.clone(),
            hours.clone(),
            hours,
            closed(),
            closed(),
        ])
    }

    /// With other working days than Monday to Friday, for a branch that rests on other days of the week.
    #[must_use]
    pub fn working_on(mut self, weekdays: &[Weekday]) -> Self {
        self.working = std::array::from_fn(|index| weekdays.iter().any(|day| index_of(*day) == index));
        self
    }

    /// With hours of its own for make-up working days (调休上班). Without them such a day has the hours of the
    /// week's first working day that has any, which is Monday in an ordinary week.
    #[must_use]
    pub fn make_up(mut self, hours: DayHours) -> Self {
        self.make_up = Some(hours);
        self
    }

    /// The ordinary hours of a weekday.
    pub fn on(&self, weekday: Weekday) -> &DayHours {
        self.days.get(index_of(weekday)).unwrap_or(&NO_HOURS)
    }

    /// Whether a weekday is ordinarily a working day.
    pub fn works_on(&self, weekday: Weekday) -> bool {
        self.working.get(index_of(weekday)).copied().unwrap_or(false)
    }

    /// The hours of a date that an entry declares a working day without giving hours.
    pub(super) fn when_declared_working(&self, date: Date) -> &DayHours {
        if self.works_on(date.weekday()) {
            return self.on(date.weekday());
        }
        let working = self
            .days
            .iter()
            .zip(self.working)
            .filter(|(hours, works)| *works && !hours.is_empty());
        let usual = working.map(|(hours, _)| hours).next();
        self.make_up.as_ref().or(usual).unwrap_or(&NO_HOURS)
    }
}

/// Place of a weekday in the week, Monday first.
fn index_of(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)
}
