//! The edges of time, zones with clock changes, and calendars in which nothing is ever open.

use jiff::civil::Date;

use super::{at, bj01, branch, date, entry, hours};
use crate::{
    calendar::{BranchCalendar, CalendarError, ClockMode, DayHours, DayKind, WeekHours, Zone},
    time::{BusinessDate, Timestamp},
};

fn in_zone(zone: &str, open: &str) -> BranchCalendar {
    let week = hours(open);
    let week = WeekHours::new(std::array::from_fn(|_| week.clone()));
    BranchCalendar::new(Zone::named(zone).unwrap(), week, [], [], 2020..=2030)
}

fn utc(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

#[test]
fn instants_outside_1900_to_2199_are_refused() {
    let calendar = bj01();
    let outside = ["1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z"].map(utc);
    let extremes = [
        Timestamp::MIN,
        Timestamp::MAX,
        Timestamp::from_micros(i64::MIN),
        Timestamp::from_micros(i64::MAX),
    ];
    for from in outside.into_iter().chain(extremes) {
        let refused = CalendarError::InstantOutOfRange { at: from };
        assert_eq!(calendar.working_days(from, 1), Err(refused.clone()));
        assert_eq!(calendar.hours(from, 1, ClockMode::Wall), Err(refused.clone()));
        assert_eq!(calendar.hours(from, 1, ClockMode::Business), Err(refused.clone()));
        assert_eq!(calendar.calendar_days(from, 1, true), Err(refused.clone()));
        assert_eq!(calendar.end_of_day(from), Err(refused.clone()));
        assert_eq!(calendar.next_closing(from), Err(refused.clone()));
        assert_eq!(calendar.is_open(from), Err(refused.clone()));
        assert_eq!(calendar.next_open(from), Err(refused.clone()));
        assert_eq!(calendar.last_open_before(from), Err(refused.clone()));
        assert_eq!(
            calendar.business_micros_between(from, at("2026-11-16 09:00")),
            Err(refused)
        );
    }
}

#[test]
fn deadlines_that_would_leave_the_range_are_refused() {
    let late = utc("2199-12-30T12:00:00Z");
    let out_of_range = |result: Result<_, CalendarError>| {
        matches!(
            result,
            Err(CalendarError::DateOutOfRange { .. } | CalendarError::InstantOutOfRange { .. })
        )
    };
    let from = at("2026-11-16 09:00");
    assert!(out_of_range(bj01().working_days(late, 9)));
    assert!(out_of_range(bj01().working_days(from, u32::MAX)));
    assert!(out_of_range(bj01().hours(late, u32::MAX, ClockMode::Wall)));
    assert!(out_of_range(bj01().hours(from, u32::MAX, ClockMode::Business)));
    assert!(out_of_range(bj01().calendar_days(from, u32::MAX, false)));
    assert!(out_of_range(bj01().calendar_days(late, 9, true)));
    assert!(out_of_range(bj01().months(date("2026-11-16"), u32::MAX, false)));
    assert!(out_of_range(bj01().years(date("2026-11-16"), u32::MAX, false)));
    let new_york = in_zone("America/New_York", "09:00-18:00");
    assert!(
        out_of_range(new_york.end_of_day(utc("2199-12-31T12:00:00Z"))),
        "midnight there is in 2200"
    );
    assert!(bj01().working_days(utc("1900-01-01T00:00:00Z"), 1).is_ok());
    assert!(bj01().end_of_day(utc("2199-12-31T12:00:00Z")).is_ok());
}

#[test]
fn dates_outside_the_range_are_refused() {
    let near = ["1899-12-31", "2200-01-01"].map(date);
    let far = [Date::MIN, Date::MAX].map(BusinessDate::from_date);
    for day in near.into_iter().chain(far) {
        let refused = CalendarError::DateOutOfRange { date: day };
        assert_eq!(bj01().working_days_after(day, 1), Err(refused.clone()));
        assert_eq!(bj01().months(day, 1, true), Err(refused.clone()));
        assert_eq!(bj01().closing_of(day), Err(refused.clone()));
        assert_eq!(
            bj01().working_days_between(day, date("2026-11-16")),
            Err(refused.clone())
        );
        assert_eq!(bj01().open_periods(day), Err(refused));
        assert!(bj01().is_provisional(day));
    }
}

#[test]
fn a_calendar_without_working_days_gives_an_error() {
    let week = WeekHours::office(hours("09:00-18:00")).working_on(&[]);
    let calendar = BranchCalendar::new(Zone::shanghai(), week, [], [], 2020..=2030);
    let from = at("2026-11-16 09:00");
    let refused = CalendarError::NoWorkingDay {
        from: date("2026-11-16"),
    };
    assert_eq!(calendar.working_days(from, 1), Err(refused.clone()));
    assert_eq!(calendar.next_closing(from), Err(refused.clone()));
    assert_eq!(calendar.next_working_day(date("2026-11-16")), Err(refused));
}

#[test]
fn a_branch_without_opening_hours_gives_an_error_on_the_business_clock() {
    let calendar = branch(WeekHours::office(DayHours::NONE), Vec::new());
    let from = at("2026-11-16 09:00");
    let refused = CalendarError::NoOpeningTime {
        from: date("2026-11-16"),
    };
    assert_eq!(calendar.hours(from, 1, ClockMode::Business), Err(refused.clone()));
    assert_eq!(calendar.hours(from, 0, ClockMode::Business), Err(refused.clone()));
    assert_eq!(calendar.next_open(from), Err(refused.clone()));
    assert_eq!(calendar.last_open_before(from), Err(refused));
    assert_eq!(calendar.is_open(from), Ok(false));
    assert_eq!(calendar.business_minutes_between(from, at("2026-12-16 09:00")), Ok(0));
}

#[test]
fn a_gap_of_many_rest_days_is_bridged() {
    let first = date("2026-11-16").date();
    let closed = first.series(jiff::Span::new().days(1)).take(700);
    let overrides = closed.map(|day| entry(&day.to_string(), DayKind::Off, None)).collect();
    let calendar = branch(WeekHours::office(hours("09:00-18:00")), overrides);
    assert_eq!(
        calendar.working_days(at("2026-11-13 10:00"), 1).unwrap().date,
        date("2028-10-16")
    );
}

#[test]
fn t_7_zones_are_named_by_the_iana_database() {
    assert_eq!(Zone::default().name(), "Asia/Shanghai");
    assert_eq!(Zone::named("America/New_York").unwrap().name(), "America/New_York");
    for name in ["", "Mars/Olympus", "Etc/Unknown", "+08:00", "../../etc/passwd", "中国"] {
        assert_eq!(Zone::named(name), Err(CalendarError::UnknownZone { name: name.into() }));
    }
}

#[test]
fn t_7_the_business_date_is_the_local_one() {
    let zone = Zone::shanghai();
    assert_eq!(zone.date_of(utc("2026-12-31T15:59:59Z")).unwrap(), date("2026-12-31"));
    assert_eq!(zone.date_of(utc("2026-12-31T16:00:00Z")).unwrap(), date("2027-01-01"));
}

#[test]
fn t_7_clock_changes_keep_hours_exact() {
    let night = in_zone("America/New_York", "00:00-06:00");
    let minutes = |day: &str| {
        let periods = night.open_periods(date(day)).unwrap();
        periods
            .iter()
            .map(|(open, close)| close.since(*open) / crate::time::MINUTE)
            .sum::<i64>()
    };
    assert_eq!(
        (minutes("2026-03-07"), minutes("2026-03-08"), minutes("2026-11-01")),
        (360, 300, 420)
    );

    let wall = night
        .hours(utc("2026-03-07T12:00:00-05:00"), 24 * 60, ClockMode::Wall)
        .unwrap();
    assert_eq!(wall.at, utc("2026-03-08T13:00:00-04:00"));
    let business = night
        .hours(utc("2026-03-08T01:30:00-05:00"), 60, ClockMode::Business)
        .unwrap();
    assert_eq!(business.at, utc("2026-03-08T03:30:00-04:00"));
}

#[test]
fn t_7_periods_that_a_clock_change_skips_do_not_count_twice() {
    let calendar = in_zone("Europe/Berlin", "02:15-02:45, 03:00-05:00");
    let periods = calendar.open_periods(date("2026-03-29")).unwrap();
    assert!(periods.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{periods:?}");
    assert_eq!(periods.last().unwrap().1, utc("2026-03-29T05:00:00+02:00"));
    let skipped_day = in_zone("Pacific/Apia", "09:00-18:00");
    assert_eq!(skipped_day.open_periods(date("2011-12-30")), Ok(Vec::new()));
    assert_eq!(skipped_day.open_periods(date("2011-12-31")).unwrap().len(), 1);
}

#[test]
fn t_7_a_day_that_begins_at_one_o_clock() {
    let cairo = in_zone("Africa/Cairo", "00:00-24:00");
    let periods = cairo.open_periods(date("2026-04-24")).unwrap();
    assert_eq!(
        periods,
        [(utc("2026-04-24T01:00:00+03:00"), utc("2026-04-25T00:00:00+03:00"))]
    );
    let eve = cairo.end_of_day(utc("2026-04-23T20:00:00+02:00")).unwrap();
    assert_eq!(
        (eve.at, eve.date),
        (utc("2026-04-24T01:00:00+03:00"), date("2026-04-23"))
    );
}
