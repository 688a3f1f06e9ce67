//! Fixture F0 of the stories: two branches, a parts centre, their staff; Monday to Friday 09:00 to 18:00, Shanghai.

use aftersales_proto::{
    options::v1::Role,
    registry::v1::{
        BookBranch, BookStaff, BranchBook, BranchKind, CalendarDay, CalendarSource, DayKind, OpeningPeriod, Weekday,
    },
};

use crate::calendar::{self, shipped_notices};

/// Code without suffix, and roles, of the staff of a branch.
pub const STAFF: [(&str, &[Role]); 14] = [
    ("H1", &[Role::Hotline]),
    ("C1", &[Role::Coordinator]),
    ("E1", &[Role::Technician]),
    ("E2", &[Role::Technician]),
    ("R1", &[Role::Receptionist]),
    ("W1", &[Role::Workshop]),
    ("WS1", &[Role::WorkshopSupervisor]),
    ("P1", &[Role::PartsClerk]),
    ("V1", &[Role::Callback]),
    ("A1", &[Role::Cashier]),
    ("K1", &[Role::Accountant]),
    ("S1", &[Role::Supervisor]),
    ("M1", &[Role::Chief]),
    ("D1", &[Role::DepartmentManager]),
];

/// The branches of F0: code, name, kind, suffix of the staff codes.
pub const BRANCHES: [(&str, &str, BranchKind, &str); 3] = [
    ("BJ01", "北京海淀站", BranchKind::Branch, ""),
    ("SH02", "上海浦东站", BranchKind::Branch, "-S"),
    ("PC01", "备件中心", BranchKind::PartsCenter, "-P"),
];

/// The books of the branches of F0, version 1, with the national notices of 2024 to 2026.
pub fn books() -> Vec<BranchBook> {
    BRANCHES
        .iter()
        .map(|(code, name, kind, suffix)| book(code, name, *kind, suffix))
        .collect()
}

fn book(code: &str, name: &str, kind: BranchKind, suffix: &str) -> BranchBook {
    let notices = shipped_notices().unwrap_or_default();
    BranchBook {
        branch: Some(BookBranch {
            branch_id: code.to_owned(),
            name: name.to_owned(),
            kind: kind.into(),
            time_zone: "Asia/Shanghai".to_owned(),
            opening_periods: office_hours(),
            ..BookBranch::default()
        }),
        days: notices
            .iter()
            .flat_map(|notice| notice.entries.iter().map(day))
            .collect(),
        calendar_version: 1,
        notice_years: notices.iter().map(|notice| i32::from(notice.year)).collect(),
        policies: Vec::new(),
        staff: STAFF
            .iter()
            .map(|(staff, roles)| member(staff, suffix, roles))
            .collect(),
        version: 1,
    }
}

/// Monday to Friday, 09:00 to 18:00.
pub fn office_hours() -> Vec<OpeningPeriod> {
    let days = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];
    let period = |weekday: Weekday| OpeningPeriod {
        weekday: weekday.into(),
        opens: "09:00".to_owned(),
        closes: "18:00".to_owned(),
    };
    days.into_iter().map(period).collect()
}

fn member(staff: &str, suffix: &str, roles: &[Role]) -> BookStaff {
    BookStaff {
        staff_id: format!("{staff}{suffix}"),
        roles: roles.iter().map(|role| i32::from(*role)).collect(),
        skills: Vec::new(),
        left: false,
    }
}

fn day(entry: &calendar::DayEntry) -> CalendarDay {
    let kind = match entry.kind {
        calendar::DayKind::Off => DayKind::Off,
        calendar::DayKind::Work => DayKind::Work,
    };
    CalendarDay {
        date: entry.date.to_string(),
        kind: kind.into(),
        name: entry.name.clone(),
        hours: Vec::new(),
        source: CalendarSource::Shipped.into(),
    }
}
