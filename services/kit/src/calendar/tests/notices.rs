//! Part 6: the shipped national calendar and the years without one.

use std::collections::BTreeSet;

use super::{at, bj01, branch, date, entry, hours};
use crate::{
    calendar::{BranchCalendar, DayKind, SHIPPED_NOTICES, WeekHours, Zone, parse_notice, shipped_notices},
    time::BusinessDate,
};

fn all_dates(first: &str, last: &str) -> Vec<BusinessDate> {
    let (first, last) = (date(first).date(), date(last).date());
    first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .map(BusinessDate::from_date)
        .collect()
}

#[test]
fn t_1_make_up_days_of_2024_to_2026_are_working_days() {
    let days = [
        "2024-02-04",
        "2024-02-18",
        "2024-04-07",
        "2024-04-28",
        "2024-05-11",
        "2024-09-14",
        "2024-09-29",
        "2024-10-12",
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ];
    let weekend = |day: &BusinessDate| day.date().weekday().to_monday_zero_offset() >= 5;
    let worked: Vec<_> = all_dates("2024-01-01", "2026-12-31")
        .into_iter()
        .filter(|day| weekend(day) && bj01().is_working_day(*day))
        .collect();
    assert_eq!(worked, days.map(date));
    for day in worked {
        assert_eq!(bj01().closing_of(day).unwrap(), at(&format!("{day} 18:00")));
    }
}

#[test]
fn t_1_holidays_of_2024_to_2026_are_rest_days() {
    let off = [
        ("2024-01-01", "2024-01-01"),
        ("2024-02-10", "2024-02-17"),
        ("2024-04-04", "2024-04-06"),
        ("2024-05-01", "2024-05-05"),
        ("2024-06-08", "2024-06-10"),
        ("2024-09-15", "2024-09-17"),
        ("2024-10-01", "2024-10-07"),
        ("2025-01-01", "2025-01-01"),
        ("2025-01-28", "2025-02-04"),
        ("2025-04-04", "2025-04-06"),
        ("2025-05-01", "2025-05-05"),
        ("2025-05-31", "2025-06-02"),
        ("2025-10-01", "2025-10-08"),
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ];
    let off: BTreeSet<_> = off.iter().flat_map(|(first, last)| all_dates(first, last)).collect();
    let weekday = |day: &BusinessDate| day.date().weekday().to_monday_zero_offset() < 5;
    for day in all_dates("2024-01-01", "2026-12-31") {
        let rests = !bj01().is_working_day(day);
        assert!(rests || !off.contains(&day), "{day} is a holiday");
        assert!(
            !(weekday(&day) && rests) || off.contains(&day),
            "{day} is an ordinary weekday"
        );
        assert!(!bj01().is_provisional(day));
    }
}

#[test]
fn shipped_notices_are_of_their_years_and_name_their_source() {
    for (notice, (year, _)) in shipped_notices().unwrap().iter().zip(SHIPPED_NOTICES) {
        assert_eq!(notice.year, year);
        assert!(!notice.papers.is_empty());
        assert!(
            notice
                .entries
                .iter()
                .all(|entry| entry.source == format!("notice {year}"))
        );
    }
}

#[test]
fn a_year_without_a_notice_keeps_the_holidays_of_the_law() {
    let holidays = [
        "2027-01-01",
        "2027-02-05",
        "2027-02-06",
        "2027-02-07",
        "2027-02-08",
        "2027-05-01",
        "2027-05-02",
        "2027-06-09",
        "2027-09-15",
        "2027-10-01",
        "2027-10-02",
        "2027-10-03",
        "2028-01-01",
        "2028-05-01",
        "2028-10-02",
    ];
    for day in holidays.map(date) {
        assert!(!bj01().is_working_day(day), "{day}");
        assert!(bj01().is_provisional(day), "{day}");
    }
    for day in ["2027-01-04", "2027-02-09", "2028-02-09"].map(date) {
        assert!(bj01().is_working_day(day), "{day}");
        assert!(bj01().is_provisional(day), "{day}");
    }
}

#[test]
fn a_deadline_is_provisional_as_soon_as_it_looks_into_such_a_year() {
    let calendar = bj01();
    assert!(!calendar.working_days(at("2026-12-30 10:00"), 1).unwrap().provisional);
    assert!(calendar.working_days(at("2026-12-30 10:00"), 2).unwrap().provisional);
    use crate::calendar::ClockMode::{Business, Wall};
    assert!(
        !calendar
            .hours(at("2026-12-31 17:00"), 60, Business)
            .unwrap()
            .provisional
    );
    assert!(
        calendar
            .hours(at("2026-12-31 17:00"), 61, Business)
            .unwrap()
            .provisional
    );
    assert!(
        !calendar
            .hours(at("2026-12-31 17:00"), 60 * 24, Wall)
            .unwrap()
            .provisional
    );
    assert!(
        calendar.working_days(at("2023-12-28 10:00"), 1).unwrap().provisional,
        "before the first notice"
    );
}

#[test]
fn a_date_that_the_branch_decides_itself_is_certain() {
    let duty = entry("2027-01-01", DayKind::Work, None);
    let calendar = branch(WeekHours::office(hours("09:00-18:00")), vec![duty]);
    let due = calendar.working_days(at("2026-12-31 10:00"), 1).unwrap();
    assert_eq!((due.date, due.provisional), (date("2027-01-01"), false));
}

#[test]
fn a_deadline_stays_provisional_when_only_its_last_day_is_certain() {
    let duty = entry("2027-01-04", DayKind::Work, None);
    let calendar = branch(WeekHours::office(hours("09:00-18:00")), vec![duty]);
    let due = calendar.working_days(at("2026-12-31 10:00"), 1).unwrap();
    assert_eq!((due.date, due.provisional), (date("2027-01-04"), true));
}

#[test]
fn the_notice_of_a_year_may_speak_of_the_december_before() {
    let json = r#"{"year": 2027, "days": [
        {"name": "元旦", "date": "2026-12-26", "isOffDay": false},
        {"name": "元旦", "date": "2026-12-31", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#;
    let mut notices = shipped_notices().unwrap();
    notices.push(parse_notice(json).unwrap());
    let week = WeekHours::office(hours("09:00-18:00"));
    let calendar = BranchCalendar::with_notices(Zone::shanghai(), week, &notices, []);
    assert!(calendar.is_working_day(date("2026-12-26")));
    let due = calendar.working_days(at("2026-12-30 10:00"), 1).unwrap();
    assert_eq!((due.date, due.provisional), (date("2027-01-04"), false));
}

#[test]
fn december_alone_does_not_make_the_year_before_noticed() {
    let json = r#"{"year": 2028, "days": [{"name": "元旦", "date": "2027-12-31", "isOffDay": true}]}"#;
    let mut notices = shipped_notices().unwrap();
    notices.push(parse_notice(json).unwrap());
    let week = WeekHours::office(hours("09:00-18:00"));
    let calendar = BranchCalendar::with_notices(Zone::shanghai(), week, &notices, []);
    assert!(!calendar.is_provisional(date("2027-12-31")));
    assert!(calendar.is_provisional(date("2027-12-30")));
}
