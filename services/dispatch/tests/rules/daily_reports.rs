//! Daily reports to the technical department, with what it found; callback coverage.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::{self as callback, CallbackOutcome, callback_event::Event},
    dispatch::v1::{self as proto, DailyReportKind, DailyReportRow, MissedServiceKind},
};
use tonic::Code;

use super::{
    closing::{callback_closed, callback_says, facts, not_on_time},
    desk::{C1, Desk, E1, appointment, key},
    office::{C1_S, T1},
};

on_both_databases!(
    dsp_27_orders_out_without_news_are_reported_daily,
    dsp_27_the_technical_department_records_the_cause_once,
    dsp_30_missed_services_are_reported_at_a_fixed_time,
    dsp_32_orders_that_need_another_visit_are_reported_on_that_day,
    dsp_56_callback_coverage_counts_confirmed_services,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-16T14:00:00+08:00";
const END: &str = "2026-11-16T15:00:00+08:00";

async fn dsp_27_orders_out_without_news_are_reported_daily(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let silent = desk.assigned().await;
    let told = desk
        .promised("2026-11-18T14:00:00+08:00", "2026-11-18T16:00:00+08:00")
        .await;
    desk.report_appointment(E1, appointment(&told)).await.unwrap();
    desk.queued().await;
    desk.rig.advance_to("2026-11-18T18:00:00+08:00").await;
    let reports = desk.reports(DailyReportKind::NoNews).await;
    assert_eq!(
        reports.iter().map(|report| report.row_count).collect::<Vec<_>>(),
        [0, 0]
    );
    desk.rig.advance_to("2026-11-19T09:00:00+08:00").await;
    let report = desk.reports(DailyReportKind::NoNews).await.pop().unwrap();
    assert_eq!(
        (report.report_no.as_str(), report.date.as_str(), report.rows.len()),
        ("BJ01-NN-000003", "2026-11-19", 1),
        "a technician has it and two working days are over"
    );
    let row = &report.rows[0];
    assert_eq!(
        (row.work_order_id.as_str(), row.technician_id.as_str(), row.working_days),
        (silent.as_str(), "E1", 3)
    );
    assert_eq!(row.since, Some(rig::at(NOW).to_proto()));
    desk.rig.advance_to("2026-11-20T09:00:00+08:00").await;
    let report = desk.reports(DailyReportKind::NoNews).await.pop().unwrap();
    assert_eq!(report.rows[0].working_days, 4, "again, until there is news");
}

/// What was found about a row.
pub fn cause(row: &DailyReportRow, text: &str, amends: &str) -> proto::RecordInvestigationRequest {
    proto::RecordInvestigationRequest {
        request_id: key(),
        row_id: row.id.clone(),
        cause: text.to_owned(),
        amends_investigation_id: amends.to_owned(),
        etag: String::new(),
    }
}

async fn dsp_27_the_technical_department_records_the_cause_once(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    desk.assigned().await;
    desk.rig.advance_to("2026-11-19T09:30:00+08:00").await;
    let report = desk.reports(DailyReportKind::NoNews).await.pop().unwrap();
    let row = &report.rows[0];
    assert_eq!(
        (report.open_rows, row.available_actions.as_slice()),
        (1, ["RecordInvestigation".to_owned()].as_slice())
    );
    let denied = desk.record_investigation(C1, cause(row, "漏看", "")).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let after = desk.record_investigation(T1, cause(row, "漏看", "")).await.unwrap();
    let after = after.report.unwrap();
    let first = after.rows[0].investigations[0].clone();
    assert_eq!(
        (first.investigated_by.as_str(), first.cause.as_str(), after.open_rows),
        ("T1", "漏看", 0)
    );
    assert_eq!(
        first.investigated_at,
        Some(rig::at("2026-11-19T09:30:00+08:00").to_proto())
    );
    let again = desk.record_investigation(T1, cause(row, "出差", "")).await.unwrap_err();
    assert_eq!(rig::reason(&again), "INVESTIGATION_RECORDED");
    assert_eq!(rig::fields(&again), ["amends_investigation_id"]);
    let amended = desk
        .record_investigation(T1, cause(row, "出差", &first.id))
        .await
        .unwrap();
    let found = amended.report.unwrap().rows[0].investigations.clone();
    assert_eq!(
        (found.len(), found[1].amends_investigation_id.as_str()),
        (2, first.id.as_str())
    );
    let late = desk
        .record_investigation(T1, cause(row, "手机停机", &first.id))
        .await
        .unwrap_err();
    assert_eq!(
        rig::reason(&late),
        "INVESTIGATION_RECORDED",
        "the last finding is the one to amend"
    );
    let unknown = DailyReportRow {
        id: key(),
        ..DailyReportRow::default()
    };
    let unknown = desk
        .record_investigation(T1, cause(&unknown, "?", ""))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&unknown), "REPORT_ROW_NOT_FOUND");
    let request = proto::GetDailyReportRequest {
        report_id: report.id.clone(),
    };
    let foreign = desk.get_daily_report(C1_S, request.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&foreign), "DAILY_REPORT_NOT_FOUND");
    let own = desk.get_daily_report(C1, request).await.unwrap().report.unwrap();
    assert!(!own.readonly_reason.is_empty(), "a coordinator reads it");
    assert_eq!(desk.count("InvestigationRecorded").await, 2);
}

async fn dsp_30_missed_services_are_reported_at_a_fixed_time(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.confirmed(START, END, START).await;
    desk.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    not_on_time(&desk, &id, "task").await;
    callback_closed(&desk, &id, CallbackOutcome::Reissued).await;
    let reports = desk.reports(DailyReportKind::MissedService).await;
    assert_eq!(
        (reports.len(), reports[0].rows.len()),
        (1, 0),
        "09:00 of 11-17 was before"
    );
    desk.rig.advance_to("2026-11-18T08:59:59+08:00").await;
    assert_eq!(desk.reports(DailyReportKind::MissedService).await.len(), 1);
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    let report = desk.reports(DailyReportKind::MissedService).await.pop().unwrap();
    assert_eq!(
        (report.report_no.as_str(), report.date.as_str()),
        ("BJ01-MS-000002", "2026-11-18")
    );
    let row = &report.rows[0];
    assert_eq!(
        (row.work_order_id.as_str(), row.missed_kind(), row.evidence.as_str()),
        (id.as_str(), MissedServiceKind::NoShow, "task")
    );
    assert_eq!(row.deduction.as_ref().map(|money| money.minor_units), Some(5_000));
    let reissue = desk.order(&row.reissued_work_order_id).await;
    assert!(reissue.reissued && reissue.original_work_order_id == id);
    desk.rig.advance_to("2026-11-19T09:00:00+08:00").await;
    let report = desk.reports(DailyReportKind::MissedService).await.pop().unwrap();
    assert!(report.rows.is_empty(), "each of them once");
    assert_eq!(
        report.covers_from,
        Some(rig::at("2026-11-18T09:00:00+08:00").to_proto())
    );
}

async fn dsp_32_orders_that_need_another_visit_are_reported_on_that_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-18T09:10:00+08:00").await;
    let id = desk
        .confirmed(
            "2026-11-18T10:00:00+08:00",
            "2026-11-18T12:00:00+08:00",
            "2026-11-18T10:00:00+08:00",
        )
        .await;
    desk.rig.advance_to("2026-11-19T10:00:00+08:00").await;
    let task = facts(&desk, &id, &key()).await;
    let ticket = task.ticket_id.clone();
    let fact = callback::RevisitNeeded {
        task: Some(task),
        reported_at: None,
    };
    callback_says(&desk, &ticket, "RevisitNeeded", Event::RevisitNeeded(fact)).await;
    callback_closed(&desk, &id, CallbackOutcome::Revisit).await;
    desk.rig.advance_to("2026-11-19T18:00:00+08:00").await;
    let report = desk.reports(DailyReportKind::Revisit).await.pop().unwrap();
    assert_eq!(
        (report.report_no.as_str(), report.date.as_str(), report.rows.len()),
        ("BJ01-RV-000002", "2026-11-19", 1)
    );
    assert_eq!(report.rows[0].work_order_id, id);
    assert_eq!(
        report.rows[0].since,
        Some(rig::at("2026-11-19T10:00:00+08:00").to_proto())
    );
    desk.rig.advance_to("2026-11-20T18:00:00+08:00").await;
    assert!(
        desk.reports(DailyReportKind::Revisit)
            .await
            .pop()
            .unwrap()
            .rows
            .is_empty()
    );
    let filed = desk
        .record_investigation(T1, cause(&report.rows[0], "备案", ""))
        .await
        .unwrap();
    assert_eq!(filed.report.unwrap().open_rows, 0, "filed");
}

async fn dsp_56_callback_coverage_counts_confirmed_services(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut orders = Vec::new();
    for hour in 10..14 {
        let (start, end) = (
            format!("2026-11-16T{hour}:00:00+08:00"),
            format!("2026-11-16T{hour}:30:00+08:00"),
        );
        orders.push(desk.confirmed(&start, &end, &start).await);
    }
    callback_closed(&desk, &orders[0], CallbackOutcome::Satisfied).await;
    callback_closed(&desk, &orders[1], CallbackOutcome::Notified).await;
    callback_closed(&desk, &orders[2], CallbackOutcome::Excluded).await;
    let request = |to: &str| proto::GetCallbackCoverageRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-16".to_owned(),
        to_date: to.to_owned(),
    };
    let chief = (Role::Chief, "M1");
    let coverage = desk.get_callback_coverage(chief, request("2026-11-16")).await.unwrap();
    assert_eq!(
        (
            coverage.confirmed,
            coverage.called_back,
            coverage.not_reached,
            coverage.excluded,
            coverage.waiting
        ),
        (4, 1, 1, 1, 1)
    );
    assert_eq!(
        coverage.coverage_basis_points, 3_333,
        "one of the three that are called back"
    );
    let refused = desk
        .get_callback_coverage(chief, request("2026-11-15"))
        .await
        .unwrap_err();
    assert_eq!(rig::fields(&refused), ["to_date"]);
}
