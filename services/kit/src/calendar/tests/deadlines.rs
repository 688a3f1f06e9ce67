//! T-1 and T-3 to T-6.

use super::{at, bj01, branch, date, entry, hours, with_lunch};
use crate::calendar::{CalendarError, DayHours, DayKind, WeekHours};

#[test]
fn x_29_deadlines_count_working_days() {
    let table = [
        ("2026-11-16 09:40", 1, "2026-11-17 18:00"),
        ("2026-11-16 00:00", 1, "2026-11-17 18:00"),
        ("2026-11-16 23:59", 1, "2026-11-17 18:00"),
        ("2026-11-20 17:59", 1, "2026-11-23 18:00"),
        ("2026-11-21 12:00", 1, "2026-11-23 18:00"),
        ("2026-11-22 12:00", 2, "2026-11-24 18:00"),
        ("2026-02-13 09:00", 1, "2026-02-14 18:00"),
        ("2026-02-14 09:00", 1, "2026-02-24 18:00"),
        ("2025-12-31 09:00", 1, "2026-01-04 18:00"),
        ("2024-12-31 09:00", 1, "2025-01-02 18:00"),
        ("2024-02-29 09:00", 1, "2024-03-01 18:00"),
    ];
    for (from, days, due) in table {
        let found = bj01().working_days(at(from), days).unwrap();
        assert_eq!(
            (found.at, found.provisional),
            (at(due), false),
            "{days} working days from {from}"
        );
    }
}

#[test]
fn t_1_ends_at_the_last_closing_time_of_the_day() {
    assert_eq!(
        with_lunch().working_days(at("2026-11-16 09:40"), 1).unwrap().at,
        at("2026-11-17 18:00")
    );
    let short = entry("2026-11-17", DayKind::Work, Some("09:00-11:30"));
    let calendar = branch(WeekHours::office(hours("09:00-18:00")), vec![short]);
    assert_eq!(
        calendar.working_days(at("2026-11-16 09:40"), 1).unwrap().at,
        at("2026-11-17 11:30")
    );
}

#[test]
fn t_1_ends_at_midnight_without_opening_hours() {
    let calendar = branch(WeekHours::office(DayHours::NONE), Vec::new());
    let due = calendar.working_days(at("2026-11-16 09:40"), 2).unwrap();
    assert_eq!((due.at, due.date), (at("2026-11-19 00:00"), date("2026-11-18")));
}

#[test]
fn t_1_needs_at_least_one_day() {
    assert_eq!(
        bj01().working_days(at("2026-11-16 09:40"), 0),
        Err(CalendarError::NoDays)
    );
}

#[test]
fn t_1_own_exceptions_of_the_branch_beat_the_national_calendar() {
    let overrides = vec![
        entry("2026-10-10", DayKind::Off, None),
        entry("2026-10-03", DayKind::Work, Some("10:00-15:00")),
        entry("2026-11-21", DayKind::Work, None),
        entry("2026-11-18", DayKind::Off, Some("10:00-12:00")),
    ];
    let calendar = branch(WeekHours::office(hours("09:00-18:00")), overrides);
    let due = |from| calendar.working_days(at(from), 1).unwrap().at;
    assert_eq!(
        due("2026-10-09 09:00"),
        at("2026-10-12 18:00"),
        "own rest day on a national make-up day"
    );
    assert_eq!(
        due("2026-09-30 09:00"),
        at("2026-10-03 15:00"),
        "duty on a national holiday"
    );
    assert_eq!(
        due("2026-11-20 09:00"),
        at("2026-11-21 18:00"),
        "Saturday duty has the usual hours"
    );
    assert_eq!(
        due("2026-11-17 09:00"),
        at("2026-11-19 18:00"),
        "open on a rest day is no working day"
    );
}

#[test]
fn t_1_tells_how_it_came_about() {
    let due = bj01().working_days(at("2026-10-09 09:00"), 2).unwrap();
    let told: Vec<_> = due
        .steps
        .iter()
        .map(|step| (step.date.to_string(), step.text.as_str(), step.counted))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-10-10".into(), "working day, 国庆节 (notice 2026): 1 of 2", true),
            ("2026-10-11".into(), "rest day of the week", false),
            ("2026-10-12".into(), "working day of the week: 2 of 2", true),
        ]
    );
    assert_eq!(due.steps[1].to_string(), "2026-10-11 rest day of the week");
}

#[test]
fn t_3_calendar_days_end_at_midnight_of_the_last_day() {
    let table = [
        ("2026-11-16 09:40", 0, false, "2026-11-16"),
        ("2026-11-16 09:40", 1, false, "2026-11-17"),
        ("2026-11-16 23:59", 60, false, "2027-01-15"),
        ("2026-09-24 10:00", 1, false, "2026-09-25"),
        ("2026-09-24 10:00", 1, true, "2026-09-28"),
        ("2026-09-24 10:00", 7, true, "2026-10-08"),
        ("2026-10-09 10:00", 1, true, "2026-10-10"),
        ("2026-11-19 10:00", 2, true, "2026-11-23"),
    ];
    for (from, days, shift, last) in table {
        let due = bj01().calendar_days(at(from), days, shift).unwrap();
        let midnight = bj01().zone().end_of(date(last)).unwrap();
        assert_eq!((due.at, due.date), (midnight, date(last)), "{days} days from {from}");
    }
}

#[test]
fn t_3_a_legal_period_is_moved_by_public_rest_days_only() {
    let own_rest = branch(
        WeekHours::office(hours("09:00-18:00")),
        vec![entry("2026-11-17", DayKind::Off, None)],
    );
    assert_eq!(
        own_rest.calendar_days(at("2026-11-16 10:00"), 1, true).unwrap().date,
        date("2026-11-17")
    );
    let own_duty = branch(
        WeekHours::office(hours("09:00-18:00")),
        vec![entry("2026-10-01", DayKind::Work, None)],
    );
    assert_eq!(
        own_duty.calendar_days(at("2026-09-30 10:00"), 1, true).unwrap().date,
        date("2026-10-08")
    );
}

#[test]
fn t_3_the_week_of_the_branch_does_not_move_a_legal_period() {
    use jiff::civil::Weekday::{Friday, Saturday, Thursday, Tuesday, Wednesday};
    let week = WeekHours::office(hours("09:00-18:00")).working_on(&[Tuesday, Wednesday, Thursday, Friday, Saturday]);
    let calendar = branch(week, Vec::new());
    assert_eq!(
        calendar.calendar_days(at("2026-11-15 10:00"), 1, true).unwrap().date,
        date("2026-11-16"),
        "a Monday"
    );
    assert_eq!(
        calendar.calendar_days(at("2026-11-20 10:00"), 1, true).unwrap().date,
        date("2026-11-23"),
        "a Saturday"
    );
}

#[test]
fn t_3_is_provisional_only_where_the_calendar_was_asked() {
    let from = at("2026-12-30 10:00");
    assert!(!bj01().calendar_days(from, 2, false).unwrap().provisional);
    let shifted = bj01().calendar_days(from, 2, true).unwrap();
    assert_eq!((shifted.date, shifted.provisional), (date("2027-01-04"), true));
}

#[test]
fn t_4_months_end_on_the_corresponding_day_or_the_end_of_the_month() {
    let table = [
        ("2026-11-16", 1, "2026-12-16"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-03-02", 12, "2027-03-02"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-16", 0, "2026-11-16"),
    ];
    for (from, months, last) in table {
        let due = bj01().months(date(from), months, false).unwrap();
        assert_eq!(due.date, date(last), "{months} months from {from}");
        assert_eq!(due.at, bj01().zone().end_of(date(last)).unwrap());
    }
    assert_eq!(
        bj01().years(date("2024-02-29"), 1, false).unwrap().date,
        date("2025-02-28")
    );
}

#[test]
fn t_4_a_legal_period_ends_after_the_rest() {
    assert_eq!(
        bj01().months(date("2025-10-01"), 12, true).unwrap().date,
        date("2026-10-08")
    );
    assert_eq!(
        bj01().months(date("2026-08-15"), 1, true).unwrap().date,
        date("2026-09-15")
    );
    assert_eq!(
        bj01().months(date("2026-08-20"), 1, true).unwrap().date,
        date("2026-09-20"),
        "a make-up Sunday"
    );
}

#[test]
fn t_5_the_same_day_lasts_until_midnight() {
    for (from, midnight) in [
        ("2026-11-16 00:00", "2026-11-17 00:00"),
        ("2026-11-16 23:59", "2026-11-17 00:00"),
        ("2026-12-31 12:00", "2027-01-01 00:00"),
    ] {
        let due = bj01().end_of_day(at(from)).unwrap();
        assert_eq!((due.at, due.provisional), (at(midnight), false));
        assert_eq!(due.date.to_string(), from[..10]);
    }
}

#[test]
fn t_6_before_closing_of_each_working_day() {
    let table = [
        ("2026-11-16 08:00", "2026-11-16 18:00"),
        ("2026-11-16 18:00", "2026-11-16 18:00"),
        ("2026-11-16 18:01", "2026-11-17 18:00"),
        ("2026-11-20 19:00", "2026-11-23 18:00"),
        ("2026-11-21 10:00", "2026-11-23 18:00"),
        ("2026-10-10 10:00", "2026-10-10 18:00"),
    ];
    for (from, closing) in table {
        assert_eq!(bj01().next_closing(at(from)).unwrap().at, at(closing), "from {from}");
    }
    assert!(bj01().next_closing(at("2026-12-31 19:00")).unwrap().provisional);
}

#[test]
fn t_6_closing_time_of_a_date() {
    assert_eq!(bj01().closing_of(date("2026-11-16")).unwrap(), at("2026-11-16 18:00"));
    assert_eq!(bj01().closing_of(date("2026-11-21")).unwrap(), at("2026-11-22 00:00"));
}

#[test]
fn t_1_working_days_between_dates_leave_out_the_first() {
    let table = [
        ("2026-09-30", "2026-10-10", 3),
        ("2026-11-16", "2026-11-16", 0),
        ("2026-11-17", "2026-11-16", 0),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-01-01", "2026-12-31", 248),
    ];
    for (start, end, days) in table {
        assert_eq!(
            bj01().working_days_between(date(start), date(end)).unwrap(),
            days,
            "{start} to {end}"
        );
    }
    assert_eq!(bj01().next_working_day(date("2026-09-30")).unwrap(), date("2026-10-08"));
}

#[test]
fn t_1_a_branch_may_rest_on_other_days_of_the_week() {
    use jiff::civil::Weekday::{Friday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let day = || hours("10:00-20:00");
    let week = WeekHours::new([DayHours::NONE, day(), day(), day(), day(), day(), hours("10:00-16:00")])
        .working_on(&[Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]);
    let calendar = branch(week, Vec::new());
    assert_eq!(
        calendar.working_days(at("2026-11-20 12:00"), 1).unwrap().at,
        at("2026-11-21 20:00")
    );
    assert_eq!(
        calendar.working_days(at("2026-11-20 12:00"), 2).unwrap().at,
        at("2026-11-22 16:00")
    );
    assert_eq!(
        calendar.working_days(at("2026-11-20 12:00"), 3).unwrap().at,
        at("2026-11-24 20:00")
    );
}
