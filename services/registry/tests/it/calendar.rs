//! The national calendar, imports of notices, and a branch's own days (rulebook part 6).

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    CalendarDate, CalendarDay, CalendarSource, ComputeDeadlineRequest, DayHours, DayKind, GetCalendarRequest,
    ImportHolidaysRequest, PutCalendarDayRequest, compute_deadline_request::Length, put_calendar_day_request::Change,
    registry_event,
};

use crate::support::{Client, Registry, at, fact, fields, key, reason, refusal, shown};

aftersales_kit::on_both_databases!(
    s05_a_notice_of_2027_moves_what_was_provisional,
    a_shipped_notice_can_be_put_right,
    an_import_lists_everything_that_is_wrong,
    a_branch_has_days_of_its_own,
    a_calendar_tells_what_each_date_is,
);

const NOTICE_2027: &str = r#"{"year": 2027, "papers": ["https://www.gov.cn/2027"], "days": [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
    {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
    {"name": "元旦", "date": "2027-01-03", "isOffDay": false},
    {"name": "国庆节", "date": "2027-10-01", "isOffDay": true}]}"#;

fn import(json: &str, dry_run: bool) -> ImportHolidaysRequest {
    ImportHolidaysRequest {
        request_id: key(),
        json: json.to_owned(),
        dry_run,
    }
}

fn new_year() -> ComputeDeadlineRequest {
    ComputeDeadlineRequest {
        branch_id: "BJ01".to_owned(),
        length: Some(Length::PolicyKey("callback.after_appointment".to_owned())),
        from: Some(at("2026-12-31 10:00")),
        clock: 0,
    }
}

async fn dates(client: &mut Client, from: &str, to: &str) -> Vec<CalendarDate> {
    let request = GetCalendarRequest {
        branch_id: "BJ01".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    client.get_calendar(request).await.unwrap().into_inner().dates
}

async fn s05_a_notice_of_2027_moves_what_was_provisional(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let before = registry.events().await.len();
    let dry = admin
        .import_holidays(import(NOTICE_2027, true))
        .await
        .unwrap()
        .into_inner();
    assert_eq!((dry.year, dry.days_changed, dry.days.len()), (2027, 4, 4));
    assert_eq!(registry.events().await.len(), before, "a dry run tells nobody");
    let open = admin.compute_deadline(new_year()).await.unwrap().into_inner();
    assert_eq!(
        (shown(open.due_at).as_str(), open.provisional),
        ("2027-01-04 18:00", true)
    );

    let done = admin
        .import_holidays(import(NOTICE_2027, false))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (done.days_changed, done.calendar_version),
        (4, dry.calendar_version + 1)
    );
    let firm = admin.compute_deadline(new_year()).await.unwrap().into_inner();
    assert_eq!(
        (shown(firm.due_at).as_str(), firm.provisional),
        ("2027-01-03 18:00", false)
    );
    assert!(firm.calendar_version > open.calendar_version);
    assert_eq!(
        registry.event_names(before).await,
        [
            "CalendarChanged",
            "BranchBookChanged",
            "BranchBookChanged",
            "BranchBookChanged"
        ]
    );
    let registry_event::Event::CalendarChanged(told) = fact(&registry.events().await[before]) else {
        panic!("the calendar's event comes first");
    };
    assert_eq!(
        (told.branch_id.as_str(), told.days.len(), told.cause.as_str()),
        ("", 4, "IMPORT notice 2027")
    );
    assert_eq!(told.notice_years, [2024, 2025, 2026, 2027]);
    let (book, cause) = registry.last_book("SH02").await;
    assert_eq!(
        (book.notice_years.contains(&2027), cause.as_str()),
        (true, "calendar notice 2027")
    );
    let again = admin
        .import_holidays(import(NOTICE_2027, false))
        .await
        .unwrap()
        .into_inner();
    assert_eq!((again.days_changed, again.calendar_version), (0, done.calendar_version));
    assert_eq!(
        registry.events().await.len(),
        before + 4,
        "the same notice again changes nothing"
    );
}

async fn a_shipped_notice_can_be_put_right(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let short = r#"{"year": 2026, "days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": true},
        {"name": "补班", "date": "2026-11-21", "isOffDay": false}]}"#;
    let done = admin.import_holidays(import(short, false)).await.unwrap().into_inner();
    let moved = done.days.iter().find(|day| day.date == "2026-10-01").unwrap();
    assert_eq!(
        (moved.kind(), moved.source()),
        (DayKind::Work, CalendarSource::Unspecified),
        "an ordinary Thursday again"
    );
    let saturday = &dates(&mut admin, "2026-11-21", "2026-11-21").await[0];
    assert_eq!(
        (saturday.working, saturday.source(), saturday.name.as_str()),
        (true, CalendarSource::Notice, "补班")
    );
    assert!(dates(&mut admin, "2026-10-01", "2026-10-01").await[0].working);
    assert!(
        !dates(&mut admin, "2025-10-01", "2025-10-01").await[0].working,
        "other years stay"
    );
}

async fn an_import_lists_everything_that_is_wrong(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let empty = r#"{"year": 2027, "papers": [], "days": []}"#;
    let bad = r#"{"year": 2027, "days": [{"name": "", "date": "2027-02-30", "isOffDay": true},
        {"name": "x", "date": "2029-01-01", "isOffDay": 1}, {"name": "y", "date": "2027-05-01", "isOffDay": true},
        {"name": "y", "date": "2027-05-01", "isOffDay": true}]}"#;
    let table = [
        ("garbage", vec!["json"]),
        ("[1, 2", vec!["json"]),
        ("{\"year\": \"𠮷\"}", vec!["json.days", "json.year"]),
        (empty, vec!["json.days"]),
        (
            bad,
            vec![
                "json.days[0].date",
                "json.days[0].name",
                "json.days[1].date",
                "json.days[1].isOffDay",
                "json.days[3].date",
            ],
        ),
    ];
    let before = registry.events().await.len();
    for (json, places) in table {
        let status = admin.import_holidays(import(json, false)).await.unwrap_err();
        assert_eq!(
            refusal(&status),
            (tonic::Code::InvalidArgument, "HOLIDAYS_INVALID".to_owned()),
            "{json}"
        );
        assert_eq!(fields(&status), places, "{json}");
    }
    assert_eq!(registry.events().await.len(), before);
    let chief = registry
        .client(Role::Chief, "BJ01")
        .await
        .import_holidays(import(NOTICE_2027, false))
        .await;
    assert_eq!(chief.unwrap_err().code(), tonic::Code::PermissionDenied);
}

fn own_day(date: &str, kind: DayKind, hours: &[(&str, &str)]) -> PutCalendarDayRequest {
    let hours = hours.iter().map(|(opens, closes)| DayHours {
        opens: (*opens).to_owned(),
        closes: (*closes).to_owned(),
    });
    let day = CalendarDay {
        date: date.to_owned(),
        kind: kind.into(),
        name: "盘点".to_owned(),
        hours: hours.collect(),
        source: CalendarSource::Shipped.into(),
    };
    PutCalendarDayRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        change: Some(Change::Day(day)),
    }
}

async fn a_branch_has_days_of_its_own(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut chief = registry.client(Role::Chief, "BJ01").await;
    let before = registry.events().await.len();
    let put = chief
        .put_calendar_day(own_day("2026-11-17", DayKind::Off, &[]))
        .await
        .unwrap()
        .into_inner();
    let day = put.day.unwrap();
    assert_eq!(
        (day.kind(), day.source(), day.name.as_str()),
        (DayKind::Off, CalendarSource::Override, "盘点")
    );
    assert_eq!(
        registry.event_names(before).await,
        ["CalendarChanged", "BranchBookChanged"]
    );
    assert_eq!(
        registry.last_book("BJ01").await.0.days.last().unwrap().source(),
        CalendarSource::Override
    );
    let mut reply = new_year();
    reply.from = Some(at("2026-11-16 10:00"));
    assert_eq!(
        shown(chief.compute_deadline(reply.clone()).await.unwrap().into_inner().due_at),
        "2026-11-18 18:00"
    );
    let duty = own_day("2026-11-21", DayKind::Work, &[("14:00", "17:00"), ("09:00", "12:00")]);
    let duty = chief.put_calendar_day(duty).await.unwrap().into_inner().day.unwrap();
    assert_eq!(
        duty.hours.iter().map(|hours| hours.opens.as_str()).collect::<Vec<_>>(),
        ["09:00", "14:00"]
    );
    let again = registry.events().await.len();
    chief
        .put_calendar_day(own_day("2026-11-17", DayKind::Off, &[]))
        .await
        .unwrap();
    assert_eq!(
        registry.events().await.len(),
        again,
        "the same day again changes nothing"
    );
    let clear = PutCalendarDayRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        change: Some(Change::ClearDate("2026-11-17".to_owned())),
    };
    let cleared = chief.put_calendar_day(clear.clone()).await.unwrap().into_inner();
    assert_eq!(cleared.day.unwrap().kind(), DayKind::Work);
    assert!(cleared.calendar_version > put.calendar_version);
    assert_eq!(
        shown(chief.compute_deadline(reply).await.unwrap().into_inner().due_at),
        "2026-11-17 18:00"
    );
    let overlapping = own_day("2026-11-18", DayKind::Work, &[("09:00", "12:00"), ("11:00", "15:00")]);
    let status = chief.put_calendar_day(overlapping).await.unwrap_err();
    assert_eq!(
        (reason(&status).as_str(), fields(&status)),
        ("OPENING_PERIODS_OVERLAP", vec!["day.hours[1]".to_owned()])
    );
    let mut other = registry.client(Role::Chief, "SH02").await;
    let outside = other.put_calendar_day(clear).await.unwrap_err();
    assert_eq!(
        refusal(&outside),
        (tonic::Code::NotFound, "BRANCH_NOT_FOUND".to_owned())
    );
}

async fn a_calendar_tells_what_each_date_is(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut client = registry.hotline().await;
    let week = dates(&mut client, "2026-09-30", "2026-10-10").await;
    let working: Vec<&str> = week
        .iter()
        .filter(|date| date.working)
        .map(|date| date.date.as_str())
        .collect();
    assert_eq!(working, ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]);
    let saturday = week.last().unwrap();
    assert_eq!(
        (saturday.source(), saturday.name.as_str(), saturday.provisional),
        (CalendarSource::Shipped, "国庆节", false)
    );
    assert_eq!(
        saturday.hours,
        [DayHours {
            opens: "09:00".to_owned(),
            closes: "18:00".to_owned()
        }]
    );
    assert!(week[1].hours.is_empty());
    let law = &dates(&mut client, "2027-05-01", "2027-05-04").await;
    assert_eq!(
        (law[0].source(), law[0].name.as_str(), law[0].provisional),
        (CalendarSource::Statute, "劳动节", true)
    );
    assert_eq!(
        (law[2].working, law[2].source(), law[2].provisional),
        (true, CalendarSource::Unspecified, true)
    );
    assert_eq!(dates(&mut client, "2026-01-01", "2027-02-05").await.len(), 401);
    let ask = |from: &str, to: &str| GetCalendarRequest {
        branch_id: "BJ01".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    for (from, to, name) in [
        ("2026-01-01", "2027-02-06", "RANGE_TOO_LONG"),
        ("2026-01-02", "2026-01-01", "INVALID_REQUEST"),
        ("1999-12-31", "2000-01-01", "INVALID_REQUEST"),
        ("2026-01-01", "9999-12-31", "INVALID_REQUEST"),
        ("2026-02-29", "2026-03-01", "INVALID_REQUEST"),
    ] {
        assert_eq!(
            reason(&client.get_calendar(ask(from, to)).await.unwrap_err()),
            name,
            "{from} to {to}"
        );
    }
}
