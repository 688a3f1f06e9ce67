//! Reading opening hours.

use super::hours;
use crate::calendar::{CalendarError, DayHours, Period, WeekHours};

#[test]
fn opening_hours_are_read_sorted_and_written_back() {
    let rows = [
        ("09:00-18:00", "09:00-18:00"),
        (" 13:30-18:00 ,09:00-12:00", "09:00-12:00, 13:30-18:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("09:00-12:00,12:00-13:00", "09:00-12:00, 12:00-13:00"),
        ("  ", ""),
    ];
    for (text, written) in rows {
        assert_eq!(hours(text).to_string(), written);
    }
}

#[test]
fn opening_hours_that_are_none_are_refused() {
    for text in [
        "18:00-09:00",
        "09:00-09:00",
        "09:00-24:01",
        "9:00-18:00",
        "09:00",
        "25:00-26:00",
        "09:60-10:00",
        "٠٩:00-18:00",
        ",",
        "09:00-18:00,",
        "a-b",
        "-",
    ] {
        assert!(
            matches!(text.parse::<DayHours>(), Err(CalendarError::BadPeriod { .. })),
            "{text}"
        );
    }
    assert!(Period::new(0, 24 * 60).is_ok());
    assert!(Period::new(5, 5).is_err());
    assert!(Period::new(0, u16::MAX).is_err());
}

#[test]
fn opening_periods_do_not_overlap() {
    let found = "09:00-12:00, 11:59-18:00".parse::<DayHours>();
    let expected = CalendarError::OverlappingPeriods {
        first: "09:00-12:00".into(),
        second: "11:59-18:00".into(),
    };
    assert_eq!(found, Err(expected));
    assert!("09:00-18:00, 10:00-11:00".parse::<DayHours>().is_err());
    assert!("09:00-18:00, 09:00-18:00".parse::<DayHours>().is_err());
}

#[test]
fn an_office_rests_on_the_weekend() {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday};
    let week = WeekHours::office(hours("09:00-18:00"));
    for (weekday, works) in [(Monday, true), (Friday, true), (Saturday, false), (Sunday, false)] {
        assert_eq!(week.works_on(weekday), works);
        assert_eq!(week.on(weekday).is_empty(), !works);
    }
}
