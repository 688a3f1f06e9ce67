//! The fixed times of each working day.

use aftersales_kit::{
    id::BranchId,
    on_both_databases,
    outbox::NewEvent,
    testing::{TestDb, fixture, rig},
};
use aftersales_proto::{
    dispatch::v1::DailyReportKind,
    registry::v1::{BranchBookChanged, Policy, RegistryEvent, registry_event::Event as Fact},
};

use super::desk::Desk;

on_both_databases!(
    dsp_27_each_working_day_has_its_report_as_of_its_own_instant,
    dsp_30_the_fixed_time_is_a_policy_and_moves_with_it,
    dsp_30_a_restarted_service_makes_up_for_the_reports_that_it_missed,
);

async fn dates(desk: &Desk, kind: DailyReportKind) -> Vec<String> {
    let reports = desk.reports(kind).await;
    reports.into_iter().map(|report| report.date).collect()
}

async fn dsp_27_each_working_day_has_its_report_as_of_its_own_instant(db: TestDb) {
    let desk = Desk::start(&db, "2026-09-29T09:40:00+08:00").await;
    desk.assigned().await;
    desk.rig.advance_to("2026-10-12T12:00:00+08:00").await;
    let days = ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"];
    assert_eq!(
        dates(&desk, DailyReportKind::NoNews).await,
        days,
        "no rest day, but the Saturday that is made up"
    );
    let reports = desk.reports(DailyReportKind::NoNews).await;
    let shown: Vec<i32> = reports.iter().map(|report| report.row_count).collect();
    assert_eq!(
        shown,
        [0, 0, 1, 1, 1],
        "two working days are over at closing time of 10-08"
    );
    for report in reports {
        let nine = format!("{}T09:00:00+08:00", report.date);
        assert_eq!(report.as_of, Some(rig::at(&nine).to_proto()));
    }
    assert_eq!(
        dates(&desk, DailyReportKind::Revisit).await,
        ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]
    );
}

async fn dsp_30_the_fixed_time_is_a_policy_and_moves_with_it(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    desk.queued().await;
    let mut book = fixture::books().remove(0);
    book.version = 2;
    book.policies.push(Policy {
        key: "dispatch.morning_round_minute".to_owned(),
        branch_id: "BJ01".to_owned(),
        effective_from: Some(rig::at("2026-11-16T00:00:00+08:00").to_proto()),
        version: 1,
        value: "480".to_owned(),
    });
    let changed = BranchBookChanged {
        book: Some(book),
        ..BranchBookChanged::default()
    };
    let payload = RegistryEvent {
        event: Some(Fact::BranchBookChanged(changed)),
    };
    let event = NewEvent::new("BJ01", BranchId::parse("BJ01").unwrap(), "BranchBookChanged", &payload);
    desk.rig.emit("registry", event).await;
    desk.rig.settle().await;
    desk.rig.advance_to("2026-11-17T08:00:00+08:00").await;
    assert_eq!(dates(&desk, DailyReportKind::MissedService).await, ["2026-11-17"]);
    desk.rig.advance_to("2026-11-17T12:00:00+08:00").await;
    assert_eq!(
        desk.reports(DailyReportKind::MissedService).await.len(),
        1,
        "not at nine again"
    );
}

async fn dsp_30_a_restarted_service_makes_up_for_the_reports_that_it_missed(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-20T09:40:00+08:00").await;
    desk.queued().await;
    desk.rig.advance_to("2026-11-20T18:00:00+08:00").await;
    drop(desk);
    let desk = Desk::start(&db, "2026-11-25T12:00:00+08:00").await;
    desk.rig.settle().await;
    let reports = desk.reports(DailyReportKind::MissedService).await;
    let days: Vec<&str> = reports.iter().map(|report| report.date.as_str()).collect();
    assert_eq!(days, ["2026-11-23", "2026-11-24", "2026-11-25"]);
    let numbers: Vec<&str> = reports.iter().map(|report| report.report_no.as_str()).collect();
    assert_eq!(numbers, ["BJ01-MS-000001", "BJ01-MS-000002", "BJ01-MS-000003"]);
    assert_eq!(reports[1].covers_from, reports[0].as_of);
    desk.rig.advance_to("2026-11-26T09:00:00+08:00").await;
    assert_eq!(
        desk.reports(DailyReportKind::MissedService).await.len(),
        4,
        "and goes on"
    );
}
