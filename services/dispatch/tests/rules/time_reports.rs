//! Technicians' daily and weekly reports of their time.

use aftersales_kit::{
    id::BranchId,
    on_both_databases,
    outbox::NewEvent,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{self as proto, ClassTime, WeeklyReport},
    registry::v1::{
        Absence, AbsenceKind, RegistryEvent, Shift, StaffDay, StaffDayChanged, registry_event::Event as Fact,
    },
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, E2, M1, handed_over, key, time},
    office::{C1_S, D1, line, time_report},
};

on_both_databases!(
    dsp_44_a_report_is_changed_until_it_is_in_the_weekly_one,
    dsp_44_missing_reports_are_listed_the_next_working_morning,
    dsp_44_nobody_off_duty_is_told_to_have_no_report,
    dsp_44_the_weekly_report_is_sent_on_the_last_working_day_and_reviewed_once,
    dsp_45_the_repair_record_table_equals_the_sums_of_the_dailies,
    x_28_a_line_has_the_class_of_its_order_and_internal_work_has_none,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

/// An order of a class; gives its id.
async fn order(desk: &Desk, class: ServiceClass) -> String {
    let mut fact = handed_over(NOW);
    fact.service_class = class.into();
    desk.hand_over(fact).await.id
}

async fn weekly(desk: &Desk) -> Vec<WeeklyReport> {
    let request = proto::ListWeeklyReportsRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-18".to_owned(),
        ..proto::ListWeeklyReportsRequest::default()
    };
    desk.list_weekly_reports(D1, request).await.unwrap().weekly_reports
}

fn minutes(classes: &[ClassTime]) -> Vec<i64> {
    classes.iter().map(|time| time.minutes).collect()
}

async fn dsp_44_a_report_is_changed_until_it_is_in_the_weekly_one(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let training = || vec![line(ServiceClass::D, "", 60)];
    let sent = time_report("E1", "2026-11-16", training());
    let first = desk
        .submit_time_report(E1, sent.clone())
        .await
        .unwrap()
        .time_report
        .unwrap();
    assert_eq!((first.total_minutes, first.late), (60, false));
    let repeated = desk.submit_time_report(E1, sent).await.unwrap().time_report.unwrap();
    assert_eq!(repeated, first, "X1");
    let mut longer = time_report("E1", "2026-11-16", vec![line(ServiceClass::D, "", 90)]);
    longer.etag = first.etag.clone();
    let second = desk.submit_time_report(E1, longer).await.unwrap().time_report.unwrap();
    assert_eq!(
        (second.id, second.total_minutes),
        (first.id, 90),
        "one a technician and date"
    );
    let mut stale = time_report("E1", "2026-11-16", training());
    stale.etag = first.etag;
    assert_eq!(
        desk.submit_time_report(E1, stale).await.unwrap_err().code(),
        Code::Aborted
    );
    let others = desk
        .submit_time_report(E2, time_report("E1", "2026-11-16", training()))
        .await;
    assert_eq!(rig::reason(&others.unwrap_err()), "TIME_REPORT_OF_OTHERS");
    let future = desk
        .submit_time_report(E1, time_report("E1", "2026-11-17", training()))
        .await;
    assert_eq!(rig::reason(&future.unwrap_err()), "TIME_REPORT_IN_FUTURE");
    let nobody = desk
        .submit_time_report(C1, time_report("H1", "2026-11-16", training()))
        .await;
    assert_eq!(rig::reason(&nobody.unwrap_err()), "TECHNICIAN_NOT_FOUND");
    let foreign = desk
        .submit_time_report(C1_S, time_report("E1", "2026-11-16", training()))
        .await;
    assert_eq!(foreign.unwrap_err().code(), Code::NotFound);
    desk.rig.advance_to("2026-11-17T00:00:01+08:00").await;
    let late = desk
        .submit_time_report(E2, time_report("E2", "2026-11-16", training()))
        .await;
    assert!(late.unwrap().time_report.unwrap().late, "after its day");
    desk.rig.advance_to("2026-11-20T23:59:00+08:00").await;
    let bundled = desk
        .submit_time_report(E1, time_report("E1", "2026-11-16", training()))
        .await;
    assert_eq!(rig::reason(&bundled.unwrap_err()), "TIME_REPORT_BUNDLED");
    let request = proto::GetTimeReportRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        date: "2026-11-16".to_owned(),
    };
    let kept = desk.get_time_report(E1, request).await.unwrap().time_report.unwrap();
    assert_eq!((kept.total_minutes, kept.available_actions.len()), (90, 0));
    assert!(!kept.readonly_reason.is_empty());
}

async fn dsp_44_missing_reports_are_listed_the_next_working_morning(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-20T09:40:00+08:00").await;
    let report = time_report("E1", "2026-11-20", vec![line(ServiceClass::D, "", 60)]);
    desk.submit_time_report(E1, report).await.unwrap();
    assert!(desk.missing("2026-11-20").await.is_empty(), "the day is not over");
    desk.rig.advance_to("2026-11-22T12:00:00+08:00").await;
    assert_eq!(desk.count("TimeReportsMissing").await, 0);
    desk.rig.advance_to("2026-11-23T09:00:00+08:00").await;
    assert_eq!(desk.count("TimeReportsMissing").await, 1);
    assert_eq!(desk.missing("2026-11-20").await, ["E2"]);
    assert!(desk.missing("2026-11-21").await.is_empty(), "a Saturday");
    desk.submit_time_report(E2, time_report("E2", "2026-11-20", vec![line(ServiceClass::D, "", 30)]))
        .await
        .unwrap();
    assert!(desk.missing("2026-11-20").await.is_empty());
}

async fn dsp_44_nobody_off_duty_is_told_to_have_no_report(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let absence = |end: &str| Absence {
        start: time("2026-11-16T09:00:00+08:00"),
        end: time(end),
        kind: AbsenceKind::Leave.into(),
    };
    for (code, away) in [
        ("E1", absence("2026-11-16T18:00:00+08:00")),
        ("E2", absence("2026-11-16T12:00:00+08:00")),
    ] {
        let day = StaffDay {
            branch_id: "BJ01".to_owned(),
            staff_id: code.to_owned(),
            date: "2026-11-16".to_owned(),
            shifts: vec![Shift {
                start: time("2026-11-16T09:00:00+08:00"),
                end: time("2026-11-16T18:00:00+08:00"),
            }],
            absences: vec![away],
        };
        let fact = Fact::StaffDayChanged(StaffDayChanged { day: Some(day) });
        let payload = RegistryEvent { event: Some(fact) };
        let branch = BranchId::parse("BJ01").unwrap();
        let event = NewEvent::new(code, branch, "StaffDayChanged", &payload);
        desk.rig.emit("registry", event).await;
    }
    desk.rig.settle().await;
    desk.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    assert_eq!(
        desk.missing("2026-11-16").await,
        ["E2"],
        "half a day is a day to report"
    );
}

async fn dsp_44_the_weekly_report_is_sent_on_the_last_working_day_and_reviewed_once(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let free = order(&desk, ServiceClass::C).await;
    for date in ["2026-11-16", "2026-11-17"] {
        desk.rig.advance_to(&format!("{date}T18:00:00+08:00")).await;
        let lines = vec![line(ServiceClass::C, &free, 120), line(ServiceClass::D, "", 30)];
        desk.submit_time_report(E1, time_report("E1", date, lines))
            .await
            .unwrap();
    }
    desk.rig.advance_to("2026-11-20T23:58:59+08:00").await;
    assert!(weekly(&desk).await.is_empty());
    desk.rig.advance_to("2026-11-20T23:59:00+08:00").await;
    let sent = weekly(&desk).await.remove(0);
    assert_eq!(
        (sent.iso_week.as_str(), sent.technician_id.as_str(), sent.daily_reports),
        ("2026-W47", "E1", 2)
    );
    assert_eq!(minutes(&sent.classes), [0, 0, 240, 60]);
    assert_eq!(desk.count("WeeklyReportSent").await, 1, "E2 has nothing to send");
    desk.rig.advance_to("2026-11-23T10:00:00+08:00").await;
    let review = |etag: &str| proto::ReviewWeeklyReportRequest {
        request_id: key(),
        weekly_report_id: sent.id.clone(),
        note: "已阅".to_owned(),
        etag: etag.to_owned(),
    };
    let denied = desk.review_weekly_report(E1, review("")).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let reviewed = desk.review_weekly_report(D1, review(&sent.etag)).await.unwrap();
    let reviewed = reviewed.weekly_report.unwrap();
    assert_eq!(
        (reviewed.reviewed_by.as_str(), reviewed.reviewed_at),
        ("D1", Some(rig::at("2026-11-23T10:00:00+08:00").to_proto()))
    );
    let again = desk.review_weekly_report(M1, review("")).await.unwrap_err();
    assert_eq!(rig::reason(&again), "WEEKLY_REPORT_REVIEWED");
    assert_eq!(desk.count("WeeklyReportReviewed").await, 1);
}

async fn dsp_45_the_repair_record_table_equals_the_sums_of_the_dailies(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let (paid, free) = (order(&desk, ServiceClass::A).await, order(&desk, ServiceClass::C).await);
    let lines = vec![
        line(ServiceClass::A, &paid, 120),
        line(ServiceClass::C, &free, 210),
        line(ServiceClass::D, "", 60),
    ];
    desk.submit_time_report(E1, time_report("E1", "2026-11-16", lines))
        .await
        .unwrap();
    desk.rig.advance_to("2026-11-18T17:00:00+08:00").await;
    let lines = vec![line(ServiceClass::C, &free, 30), line(ServiceClass::C, &free, 15)];
    desk.submit_time_report(E1, time_report("E1", "2026-11-18", lines))
        .await
        .unwrap();
    let lines = vec![line(ServiceClass::D, "", 45)];
    desk.submit_time_report(E2, time_report("E2", "2026-11-18", lines))
        .await
        .unwrap();
    desk.rig.advance_to("2026-11-23T10:00:00+08:00").await;
    let lines = vec![line(ServiceClass::D, "", 500)];
    desk.submit_time_report(E2, time_report("E2", "2026-11-23", lines))
        .await
        .unwrap();
    let request = proto::GetRepairRecordTableRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-20".to_owned(),
    };
    let table = desk.get_repair_record_table(D1, request).await.unwrap();
    assert_eq!(
        (table.iso_week.as_str(), table.week_start.as_str()),
        ("2026-W47", "2026-11-16")
    );
    let rows: Vec<(String, ServiceClass, i64, i32)> = table
        .rows
        .iter()
        .map(|row| {
            let time = row.time.unwrap();
            (
                row.technician_id.clone(),
                time.service_class(),
                time.minutes,
                time.entries,
            )
        })
        .collect();
    let row = |code: &str, class, minutes, entries| (code.to_owned(), class, minutes, entries);
    assert_eq!(
        rows,
        [
            row("E1", ServiceClass::A, 120, 1),
            row("E1", ServiceClass::C, 255, 3),
            row("E1", ServiceClass::D, 60, 1),
            row("E2", ServiceClass::D, 45, 1),
        ]
    );
    assert_eq!(minutes(&table.totals), [120, 0, 255, 105]);
    let request = proto::GetClassHoursRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-01".to_owned(),
        to_date: "2026-11-30".to_owned(),
    };
    let hours = desk.get_class_hours(D1, request).await.unwrap();
    assert_eq!(
        (minutes(&hours.classes), hours.total_minutes),
        (vec![120, 0, 255, 605], 980),
        "BIL-47"
    );
}

async fn x_28_a_line_has_the_class_of_its_order_and_internal_work_has_none(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let free = order(&desk, ServiceClass::C).await;
    let internal = order(&desk, ServiceClass::D).await;
    let showroom = vec![line(ServiceClass::D, &internal, 10)];
    desk.submit_time_report(E1, time_report("E1", "2026-11-16", showroom))
        .await
        .unwrap();
    let wrong = vec![
        line(ServiceClass::D, &free, 10),
        line(ServiceClass::A, &free, 10),
        line(ServiceClass::B, "", 10),
        line(ServiceClass::C, &key(), 10),
        line(ServiceClass::C, &free, 1_440),
    ];
    let refused = desk
        .submit_time_report(E1, time_report("E1", "2026-11-16", wrong))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::InvalidArgument, "TIME_ENTRY_ORDER")
    );
    assert_eq!(
        rig::fields(&refused),
        [
            "entries",
            "entries[0].work_order_id",
            "entries[1].service_class",
            "entries[2].work_order_id",
            "entries[3].work_order_id",
        ],
        "all of them at once"
    );
    let unclassed = line(ServiceClass::Unspecified, "", 10);
    let refused = desk
        .submit_time_report(E1, time_report("E1", "2026-11-16", vec![unclassed]))
        .await;
    assert_eq!(rig::fields(&refused.unwrap_err()), ["entries[0].service_class"]);
    assert_eq!(desk.count("TimeReportSubmitted").await, 1);
}
