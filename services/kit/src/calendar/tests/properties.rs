//! What holds in every calendar.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use proptest::prelude::*;

use super::{bj01, date};
use crate::{
    calendar::{BranchCalendar, ClockMode, DayEntry, DayHours, DayKind, Period, WeekHours, Zone, shipped_notices},
    time::{BusinessDate, DAY, MINUTE, Timestamp},
};

const ZONES: [&str; 8] = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Havana",
    "Pacific/Chatham",
];

/// 2024-06-01T00:00:00Z.
const FIRST: i64 = 1_717_200_000_000_000;

fn any_hours() -> impl Strategy<Value = DayHours> {
    prop::collection::btree_set(0_u16..=1440, 0..=6).prop_map(|edges| {
        let edges: Vec<u16> = edges.into_iter().collect();
        let periods = edges.chunks_exact(2).map(|pair| Period::new(pair[0], pair[1]).unwrap());
        DayHours::new(periods.collect()).unwrap()
    })
}

fn any_week() -> impl Strategy<Value = WeekHours> {
    let weekdays = prop::sample::subsequence(
        vec![
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
            Weekday::Saturday,
            Weekday::Sunday,
        ],
        1..=7,
    );
    let sure = DayHours::new(vec![Period::new(540, 1080).unwrap()]).unwrap();
    (
        prop::array::uniform7(any_hours()),
        weekdays,
        prop::option::of(any_hours()),
    )
        .prop_map(move |(days, working, make_up)| {
            let mut days = days;
            days[2] = sure.clone();
            let week = WeekHours::new(days).working_on(&working);
            match make_up {
                Some(hours) => week.make_up(hours),
                None => week,
            }
        })
}

fn any_entry() -> impl Strategy<Value = DayEntry> {
    (0_i64..1600, any::<bool>(), prop::option::of(any_hours())).prop_map(|(day, work, hours)| DayEntry {
        date: BusinessDate::from_date(date("2024-05-01").date().saturating_add(jiff::Span::new().days(day))),
        kind: if work { DayKind::Work } else { DayKind::Off },
        name: "own".into(),
        source: "branch".into(),
        hours,
    })
}

fn any_calendar() -> impl Strategy<Value = BranchCalendar> {
    (
        prop::sample::select(ZONES.to_vec()),
        any_week(),
        prop::collection::vec(any_entry(), 0..120),
    )
        .prop_map(|(zone, week, overrides)| {
            BranchCalendar::with_notices(Zone::named(zone).unwrap(), week, &shipped_notices().unwrap(), overrides)
        })
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    (0_i64..1300 * DAY).prop_map(|offset| Timestamp::from_micros(FIRST + offset))
}

/// Whether the branch is open at an instant, or just closing.
fn open_or_closing(calendar: &BranchCalendar, day: BusinessDate, at: Timestamp) -> bool {
    calendar
        .open_periods(day)
        .unwrap()
        .iter()
        .any(|(open, close)| (*open..=*close).contains(&at))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn t_1_a_later_start_is_never_due_earlier(calendar in any_calendar(), a in any_instant(), b in any_instant(), n in 1_u32..40) {
        let (early, late) = (a.min(b), a.max(b));
        let due = |from| calendar.working_days(from, n).unwrap();
        prop_assert!(due(early).at <= due(late).at);
        prop_assert!(due(late).at > late);
    }

    #[test]
    fn t_1_is_due_on_a_working_day_at_its_closing_time(calendar in any_calendar(), from in any_instant(), n in 1_u32..40) {
        let due = calendar.working_days(from, n).unwrap();
        prop_assert!(calendar.is_working_day(due.date));
        let periods = calendar.open_periods(due.date).unwrap();
        let closing = periods.last().map_or(calendar.zone().end_of(due.date).unwrap(), |(_, close)| *close);
        prop_assert_eq!(due.at, closing);
        prop_assert_eq!(due.steps.iter().filter(|step| step.counted).count(), n as usize);
    }

    #[test]
    fn t_1_working_days_add_up(calendar in any_calendar(), from in any_instant(), n in 1_u32..30, m in 1_u32..30) {
        let start = calendar.zone().date_of(from).unwrap();
        let first = calendar.working_days_after(start, n).unwrap();
        let second = calendar.working_days_after(first.date, m).unwrap();
        let both = calendar.working_days_after(start, n + m).unwrap();
        prop_assert_eq!((second.at, second.date), (both.at, both.date));
        prop_assert_eq!(calendar.working_days_between(start, both.date).unwrap(), n + m);
    }

    #[test]
    fn t_2_a_later_start_is_never_due_earlier(calendar in any_calendar(), a in any_instant(), b in any_instant(), minutes in 0_u32..6000) {
        let (early, late) = (a.min(b), a.max(b));
        for clock in [ClockMode::Business, ClockMode::Wall] {
            let due = |from| calendar.hours(from, minutes, clock).unwrap().at;
            prop_assert!(due(early) <= due(late));
            prop_assert!(due(late) >= late);
        }
    }

    #[test]
    fn t_2_business_deadlines_are_never_inside_closed_time(calendar in any_calendar(), from in any_instant(), minutes in 0_u32..6000) {
        let due = calendar.hours(from, minutes, ClockMode::Business).unwrap();
        prop_assert!(open_or_closing(&calendar, due.date, due.at));
    }

    #[test]
    fn t_2_the_time_to_a_business_deadline_is_what_was_given(calendar in any_calendar(), from in any_instant(), minutes in 0_u32..6000) {
        let due = calendar.hours(from, minutes, ClockMode::Business).unwrap().at;
        prop_assert_eq!(calendar.business_micros_between(from, due).unwrap(), i64::from(minutes) * MINUTE);
        if minutes > 0 {
            let before = calendar.business_micros_between(from, due.plus(-1)).unwrap();
            prop_assert!(before < i64::from(minutes) * MINUTE, "the earliest such instant");
        }
    }

    #[test]
    fn t_2_business_hours_add_up(calendar in any_calendar(), from in any_instant(), n in 0_u32..3000, m in 0_u32..3000) {
        let first = calendar.hours(from, n, ClockMode::Business).unwrap().at;
        let second = calendar.hours(first, m, ClockMode::Business).unwrap().at;
        let both = calendar.hours(from, n + m, ClockMode::Business).unwrap().at;
        prop_assert_eq!(second, both);
    }

    #[test]
    fn t_2_opening_time_is_additive_and_never_more_than_the_wall_clock(calendar in any_calendar(), mut at in prop::array::uniform3(any_instant())) {
        at.sort();
        let [a, b, c] = at;
        let between = |x, y| calendar.business_micros_between(x, y).unwrap();
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert!(between(a, c) <= c.since(a));
        prop_assert_eq!(between(c, a), 0);
    }

    #[test]
    fn q_7_open_moments_surround_an_instant(calendar in any_calendar(), at in any_instant()) {
        let (last, next) = (calendar.last_open_before(at).unwrap(), calendar.next_open(at).unwrap());
        prop_assert!(last <= at && at <= next);
        prop_assert!(calendar.is_open(next).unwrap());
        prop_assert_eq!(calendar.business_micros_between(last, next).unwrap(), 0);
        prop_assert_eq!(calendar.is_open(at).unwrap(), next == at);
    }

    #[test]
    fn q_6_a_fraction_lies_between_its_ends_in_order(calendar in any_calendar(), a in any_instant(), length in 0_i64..20 * DAY, p in 0_u32..=100, q in 0_u32..=100) {
        let end = a.plus(length);
        let point = |percent| calendar.fraction_point(a, end, percent, 100).unwrap().at;
        prop_assert!(a <= point(p) && point(p) <= end);
        prop_assert!(point(p.min(q)) <= point(p.max(q)));
    }

    #[test]
    fn t_3_to_t_6_never_end_before_they_begin(calendar in any_calendar(), from in any_instant(), n in 0_u32..400, shift in any::<bool>()) {
        let today = calendar.zone().date_of(from).unwrap();
        prop_assert!(calendar.end_of_day(from).unwrap().at > from);
        prop_assert!(calendar.calendar_days(from, n, shift).unwrap().at > from);
        prop_assert!(calendar.months(today, n / 12, shift).unwrap().at > from);
        prop_assert!(calendar.next_closing(from).unwrap().at >= from);
        let (plain, shifted) = (calendar.calendar_days(from, n, false).unwrap(), calendar.calendar_days(from, n, true).unwrap());
        prop_assert!(plain.date <= shifted.date);
    }

    #[test]
    fn no_instant_makes_the_calendar_panic(calendar in any_calendar(), micros in any::<i64>(), n in any::<u32>()) {
        let at = Timestamp::from_micros(if micros % 4 == 0 { micros } else { micros / 1_800 });
        let _ = (calendar.hours(at, n, ClockMode::Wall), calendar.calendar_days(at, n, true), calendar.end_of_day(at));
        let _ = (calendar.is_open(at), calendar.next_open(at), calendar.last_open_before(at), calendar.next_closing(at));
        let _ = (calendar.hours(at, n % 9999, ClockMode::Business), calendar.working_days(at, n % 999));
    }
}

/// The same rules the slow way: looks at every single minute.
#[test]
fn t_2_agrees_with_counting_every_minute() {
    let open: BTreeMap<&str, bool> = [
        ("2026-09-30", true),
        ("2026-10-08", true),
        ("2026-10-09", true),
        ("2026-10-10", true),
        ("2026-10-12", true),
    ]
    .into();
    let is_open = |minute: i64| {
        let at = Timestamp::from_micros(minute * MINUTE);
        let local = at.plus(8 * crate::time::HOUR).to_string();
        (9 * 60..18 * 60).contains(&(minute + 8 * 60).rem_euclid(24 * 60)) && open.contains_key(&local[..10])
    };
    let start = Timestamp::parse("2026-09-30T00:00:00Z").unwrap().micros() / MINUTE;
    for (offset, needed) in [
        (0, 1),
        (100, 700),
        (511, 90),
        (900, 541),
        (3000, 1000),
        (9000, 1),
        (12_100, 1500),
    ] {
        let (mut minute, mut left) = (start + offset, needed);
        while left > 0 {
            left -= i64::from(is_open(minute));
            minute += 1;
        }
        let from = Timestamp::from_micros((start + offset) * MINUTE);
        let due = bj01()
            .hours(from, u32::try_from(needed).unwrap(), ClockMode::Business)
            .unwrap();
        assert_eq!(
            due.at,
            Timestamp::from_micros(minute * MINUTE),
            "{needed} min from {from}"
        );
    }
}
