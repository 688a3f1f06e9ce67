//! The instants that the stories name.

use super::{at, bj01, date};
use crate::calendar::{ClockMode, Notice, WeekHours, Zone, parse_notice, shipped_notices};

#[test]
fn s_05_two_hours_of_first_contact_pass_over_national_day() {
    let from = at("2026-09-30 16:30");
    let business = bj01().hours(from, 120, ClockMode::Business).unwrap();
    assert_eq!((business.at, business.provisional), (at("2026-10-08 09:30"), false));
    let wall = bj01().hours(from, 120, ClockMode::Wall).unwrap();
    assert_eq!(wall.at, at("2026-09-30 18:30"));
}

#[test]
fn s_05_working_days_pass_over_national_day() {
    let contact = bj01().working_days(at("2026-09-30 16:30"), 1).unwrap();
    assert_eq!(contact.at, at("2026-10-08 18:00"));
    let reply = bj01().working_days(at("2026-09-30 17:00"), 2).unwrap();
    assert_eq!(reply.at, at("2026-10-09 18:00"));
}

#[test]
fn s_05_twenty_four_hours_run_through_the_holiday() {
    let visit = bj01().hours(at("2026-09-30 16:30"), 24 * 60, ClockMode::Wall).unwrap();
    assert_eq!((visit.at, visit.date), (at("2026-10-01 16:30"), date("2026-10-01")));
}

#[test]
fn s_05_callbacks_fall_on_make_up_days() {
    let table = [
        ("2026-10-09 14:00", "2026-10-10"),
        ("2026-10-10 10:00", "2026-10-12"),
        ("2026-09-18 10:00", "2026-09-20"),
        ("2026-09-24 10:00", "2026-09-28"),
    ];
    for (visit, callback) in table {
        let due = bj01().working_days(at(visit), 1).unwrap();
        assert_eq!(due.date, date(callback), "visit {visit}");
        assert_eq!(due.at, at(&format!("{callback} 18:00")), "visit {visit}");
    }
}

#[test]
fn s_05_a_deadline_over_new_year_2027_is_provisional_until_the_notice() {
    let before = bj01().working_days(at("2026-12-31 10:00"), 1).unwrap();
    assert!(before.provisional);
    assert_ne!(before.date, date("2027-01-01"));
    assert_eq!(before.at, at("2027-01-04 18:00"));

    let after = with_notice(
        r#"{"year": 2027, "papers": [], "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": false}]}"#,
    );
    let moved = after.working_days(at("2026-12-31 10:00"), 1).unwrap();
    assert_eq!((moved.at, moved.provisional), (at("2027-01-03 18:00"), false));
}

fn with_notice(json: &str) -> crate::calendar::BranchCalendar {
    let mut notices: Vec<Notice> = shipped_notices().unwrap();
    notices.push(parse_notice(json).unwrap());
    let week = WeekHours::office(super::hours("09:00-18:00"));
    crate::calendar::BranchCalendar::with_notices(Zone::shanghai(), week, &notices, [])
}

#[test]
fn s_01_deadlines_of_the_main_job() {
    let calendar = bj01();
    let opened = at("2026-11-16 09:40");
    assert_eq!(
        calendar.hours(opened, 120, ClockMode::Business).unwrap().at,
        at("2026-11-16 11:40")
    );
    assert_eq!(
        calendar.hours(opened, 30, ClockMode::Business).unwrap().at,
        at("2026-11-16 10:10")
    );
    assert_eq!(calendar.working_days(opened, 2).unwrap().at, at("2026-11-18 18:00"));
    assert_eq!(
        calendar.working_days_after(date("2026-11-17"), 1).unwrap().date,
        date("2026-11-18")
    );
}

#[test]
fn s_14_the_progress_window_is_seventy_to_eighty_percent_of_the_opening_time() {
    let calendar = bj01();
    let handed_over = at("2026-11-12 10:40");
    let table = [("16:40", "14:52", "15:28"), ("17:10", "15:13", "15:52")];
    for (promised, opens, closes) in table {
        let promised = at(&format!("2026-11-12 {promised}"));
        let point = |percent| calendar.fraction_point(handed_over, promised, percent, 100).unwrap().at;
        assert_eq!(point(70), at(&format!("2026-11-12 {opens}")));
        assert_eq!(point(80), at(&format!("2026-11-12 {closes}")));
    }
}
