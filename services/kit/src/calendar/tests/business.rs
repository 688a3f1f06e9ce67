//! T-2, Q-6 and Q-7: opening time.

use super::{at, bj01, branch, date, entry, hours, with_lunch};
use crate::calendar::{BranchCalendar, CalendarError, ClockMode, DayHours, DayKind, WeekHours};

fn table(calendar: &BranchCalendar, rows: &[(&str, u32, &str)]) {
    for (from, minutes, due) in rows {
        let found = calendar.hours(at(from), *minutes, ClockMode::Business).unwrap();
        assert_eq!(found.at, at(due), "{minutes} min from {from}");
    }
}

#[test]
fn t_2_the_business_clock_stands_still_outside_opening_hours() {
    table(
        &bj01(),
        &[
            ("2026-11-16 09:40", 120, "2026-11-16 11:40"),
            ("2026-11-16 16:00", 120, "2026-11-16 18:00"),
            ("2026-11-16 16:01", 120, "2026-11-17 09:01"),
            ("2026-11-16 07:00", 30, "2026-11-16 09:30"),
            ("2026-11-16 18:00", 30, "2026-11-17 09:30"),
            ("2026-11-20 17:30", 120, "2026-11-23 10:30"),
            ("2026-10-09 17:30", 120, "2026-10-10 10:30"),
            ("2026-11-16 09:00", 9 * 60, "2026-11-16 18:00"),
            ("2026-11-16 09:00", 9 * 60 + 1, "2026-11-17 09:01"),
            ("2026-11-16 09:00", 45 * 60, "2026-11-20 18:00"),
        ],
    );
}

#[test]
fn t_2_several_opening_periods_a_day() {
    table(
        &with_lunch(),
        &[
            ("2026-11-16 11:00", 60, "2026-11-16 12:00"),
            ("2026-11-16 11:00", 61, "2026-11-16 13:31"),
            ("2026-11-16 12:30", 30, "2026-11-16 14:00"),
            ("2026-11-16 17:00", 120, "2026-11-17 10:00"),
            ("2026-11-16 09:00", 450, "2026-11-16 18:00"),
        ],
    );
}

#[test]
fn t_2_no_time_at_all_is_the_instant_itself_or_the_next_opening() {
    table(
        &bj01(),
        &[
            ("2026-11-16 10:00", 0, "2026-11-16 10:00"),
            ("2026-11-16 18:00", 0, "2026-11-16 18:00"),
            ("2026-11-16 18:01", 0, "2026-11-17 09:00"),
        ],
    );
}

#[test]
fn t_2_a_branch_that_is_open_all_night() {
    let week = WeekHours::office(hours("00:00-06:00, 22:00-24:00"));
    let calendar = branch(week, Vec::new());
    table(
        &calendar,
        &[
            ("2026-11-16 23:00", 120, "2026-11-17 01:00"),
            ("2026-11-16 23:00", 60, "2026-11-17 00:00"),
            ("2026-11-16 05:00", 120, "2026-11-16 23:00"),
        ],
    );
    assert_eq!(
        calendar.working_days(at("2026-11-16 09:00"), 1).unwrap().date,
        date("2026-11-17")
    );
    assert!(calendar.is_open(at("2026-11-17 00:00")).unwrap());
}

#[test]
fn t_2_weekend_hours_count_without_being_a_working_day() {
    let day = || hours("09:00-18:00");
    let week = WeekHours::new([day(), day(), day(), day(), day(), hours("10:00-14:00"), DayHours::NONE]);
    let calendar = branch(week, Vec::new());
    table(&calendar, &[("2026-11-20 17:30", 60, "2026-11-21 10:30")]);
    assert_eq!(
        calendar.working_days(at("2026-11-20 17:30"), 1).unwrap().at,
        at("2026-11-23 18:00")
    );
    table(&calendar, &[("2026-10-10 08:00", 60, "2026-10-10 10:00")]);
}

#[test]
fn t_2_make_up_days_may_have_hours_of_their_own() {
    let week = WeekHours::office(hours("09:00-18:00")).make_up(hours("10:00-15:00"));
    let calendar = branch(week, Vec::new());
    table(&calendar, &[("2026-10-10 08:00", 60, "2026-10-10 11:00")]);
    assert_eq!(
        calendar.working_days(at("2026-10-09 09:00"), 1).unwrap().at,
        at("2026-10-10 15:00")
    );
}

#[test]
fn t_2_duty_on_a_rest_day_counts_as_opening_time() {
    let duty = entry("2026-10-02", DayKind::Off, Some("10:00-12:00"));
    let calendar = branch(WeekHours::office(hours("09:00-18:00")), vec![duty]);
    table(&calendar, &[("2026-09-30 17:30", 60, "2026-10-02 10:30")]);
}

#[test]
fn t_2_opening_time_between_two_instants() {
    let rows = [
        ("2026-11-16 09:40", "2026-11-16 11:40", 120),
        ("2026-09-30 16:30", "2026-10-08 09:30", 120),
        ("2026-11-21 00:00", "2026-11-22 00:00", 0),
        ("2026-11-16 12:00", "2026-11-16 11:00", 0),
        ("2026-11-17 12:00", "2026-11-16 11:00", 0),
        ("2026-11-16 00:00", "2026-11-23 00:00", 45 * 60),
    ];
    for (start, end, minutes) in rows {
        assert_eq!(
            bj01().business_minutes_between(at(start), at(end)).unwrap(),
            minutes,
            "{start} to {end}"
        );
    }
    let almost = at("2026-11-16 10:01").plus(-1);
    assert_eq!(
        bj01().business_micros_between(at("2026-11-16 10:00"), almost).unwrap(),
        59_999_999
    );
    assert_eq!(
        bj01().business_minutes_between(at("2026-11-16 10:00"), almost).unwrap(),
        0
    );
}

#[test]
fn t_2_open_and_closed_moments() {
    let calendar = with_lunch();
    let rows = [
        ("2026-11-16 08:59", false, "2026-11-16 09:00"),
        ("2026-11-16 09:00", true, "2026-11-16 09:00"),
        ("2026-11-16 12:00", false, "2026-11-16 13:30"),
        ("2026-11-16 13:30", true, "2026-11-16 13:30"),
        ("2026-11-16 18:00", false, "2026-11-17 09:00"),
        ("2026-09-30 18:00", false, "2026-10-08 09:00"),
    ];
    for (moment, open, next) in rows {
        assert_eq!(calendar.is_open(at(moment)).unwrap(), open, "{moment}");
        assert_eq!(calendar.next_open(at(moment)).unwrap(), at(next), "{moment}");
    }
}

#[test]
fn q_7_a_notice_outside_opening_hours_moves_to_the_last_open_moment() {
    let rows = [
        ("2026-11-16 10:00", "2026-11-16 10:00"),
        ("2026-11-16 08:00", "2026-11-13 18:00"),
        ("2026-11-16 09:00", "2026-11-16 09:00"),
        ("2026-11-16 12:45", "2026-11-16 12:00"),
        ("2026-11-16 20:00", "2026-11-16 18:00"),
        ("2026-10-08 08:00", "2026-09-30 18:00"),
        ("2026-10-11 08:00", "2026-10-10 18:00"),
    ];
    for (moment, last) in rows {
        assert_eq!(with_lunch().last_open_before(at(moment)).unwrap(), at(last), "{moment}");
    }
}

#[test]
fn q_6_the_fraction_runs_on_opening_time() {
    let calendar = with_lunch();
    let point = |start, end, part, whole| {
        calendar
            .fraction_point(at(start), at(end), part, whole)
            .map(|due| due.at)
    };
    assert_eq!(
        point("2026-11-16 11:00", "2026-11-16 14:30", 1, 2),
        Ok(at("2026-11-16 12:00"))
    );
    assert_eq!(
        point("2026-11-16 11:00", "2026-11-16 14:30", 3, 4),
        Ok(at("2026-11-16 14:00"))
    );
    assert_eq!(
        point("2026-11-16 17:00", "2026-11-17 10:00", 3, 4),
        Ok(at("2026-11-17 09:30"))
    );
    assert_eq!(
        point("2026-11-16 17:00", "2026-11-17 10:00", 1, 1),
        Ok(at("2026-11-17 10:00"))
    );
    assert_eq!(
        point("2026-11-16 19:00", "2026-11-16 21:00", 7, 10),
        Ok(at("2026-11-16 21:00"))
    );
    assert_eq!(
        point("2026-11-16 10:00", "2026-11-16 10:00", 0, 1),
        Ok(at("2026-11-16 10:00"))
    );
}

#[test]
fn q_6_what_is_no_fraction_is_refused() {
    let (start, end) = (at("2026-11-16 10:00"), at("2026-11-16 11:00"));
    for (numerator, denominator) in [(1, 0), (2, 1)] {
        let refused = bj01().fraction_point(start, end, numerator, denominator);
        assert_eq!(refused, Err(CalendarError::BadFraction { numerator, denominator }));
    }
    let backwards = bj01().fraction_point(end, start, 1, 2);
    assert_eq!(
        backwards,
        Err(CalendarError::EndsBeforeStart { start: end, end: start })
    );
}
