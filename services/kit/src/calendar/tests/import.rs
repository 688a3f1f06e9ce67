//! Reading holiday-cn files, good and bad.

use super::date;
use crate::calendar::{DayKind, parse_notice};

/// The fields of all problems of a file.
fn problems(json: &str) -> Vec<String> {
    let error = parse_notice(json).unwrap_err();
    assert!(error.to_string().starts_with("the holiday file cannot be used: "));
    error.problems.into_iter().map(|problem| problem.field).collect()
}

#[test]
fn a_file_is_read_with_everything_around_the_days_ignored() {
    let notice = parse_notice(
        r#"{"$schema": "x", "$id": "y", "year": 2027, "papers": ["https://example.org/n"], "days": [
            {"name": "春节", "date": "2027-02-20", "isOffDay": false, "extra": 1},
            {"name": " 元旦 ", "date": "2027-01-01", "isOffDay": true}]}"#,
    )
    .unwrap();
    assert_eq!(
        (notice.year, notice.papers),
        (2027, vec!["https://example.org/n".to_owned()])
    );
    let read: Vec<_> = notice
        .entries
        .iter()
        .map(|entry| (entry.date, entry.kind, entry.name.as_str()))
        .collect();
    assert_eq!(
        read,
        [
            (date("2027-01-01"), DayKind::Off, "元旦"),
            (date("2027-02-20"), DayKind::Work, "春节"),
        ]
    );
}

#[test]
fn an_empty_file_is_no_notice() {
    assert_eq!(problems(r#"{"year": 2027, "papers": [], "days": []}"#), ["days"]);
}

#[test]
fn every_problem_is_listed() {
    let json = r#"{"year": 2027, "papers": "none", "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": false},
        {"name": "", "date": "2027-02-30", "isOffDay": "yes"},
        {"date": 20270501},
        {"name": "国庆节", "date": "2026-11-30", "isOffDay": true},
        {"name": "国庆节", "date": "2028-01-01", "isOffDay": true},
        {"name": "a\u202eb", "date": "2027-5-1", "isOffDay": true},
        {"name": "x", "date": "20270501", "isOffDay": true},
        {"name": "x", "date": "2027-05-01T00:00", "isOffDay": true},
        7]}"#;
    assert_eq!(
        problems(json),
        [
            "papers",
            "days[1].date",
            "days[2].name",
            "days[2].isOffDay",
            "days[2].date",
            "days[3].name",
            "days[3].isOffDay",
            "days[3].date",
            "days[4].date",
            "days[5].date",
            "days[6].name",
            "days[6].date",
            "days[7].date",
            "days[8].date",
            "days[9].name",
            "days[9].isOffDay",
            "days[9].date",
        ]
    );
}

#[test]
fn an_unknown_year_is_a_problem_of_its_own() {
    let days = r#""days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, {"name": "x", "date": "no", "isOffDay": true}]"#;
    for year in ["2300", "-1", "\"2027\"", "20.5", "99999999999999999999", "null"] {
        assert_eq!(
            problems(&format!(r#"{{"year": {year}, {days}}}"#)),
            ["year", "days[1].date"],
            "{year}"
        );
    }
    assert_eq!(problems(&format!("{{{days}}}")), ["year", "days[1].date"]);
}

#[test]
fn what_is_no_such_file_is_refused_as_a_whole() {
    for json in ["", "[]", "{", "null", "\u{feff}{}x", "{\"year\": 2027, \"year\"}"] {
        assert_eq!(problems(json), [""], "{json}");
    }
    assert_eq!(problems("{}"), ["year", "days"]);
    assert_eq!(problems(&" ".repeat(300_000)), [""]);
    assert_eq!(problems(&"[".repeat(100_000)), [""]);
}

#[test]
fn the_list_of_problems_is_bounded() {
    let days = vec!["7"; 1_000].join(",");
    assert_eq!(problems(&format!(r#"{{"year": 2027, "days": [{days}]}}"#)).len(), 100);
}
