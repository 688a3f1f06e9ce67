//! Reports to the call centre, and what is missed without them.

use aftersales_kit::{on_both_databases, sla::DeadlineState, testing::TestDb};
use aftersales_proto::dispatch::v1::{
    CustomerAbsentResult, MissedServiceKind, WorkOrderState, complete_visit_request::Result as Told,
};

use super::desk::{Desk, E1, appointment, completion, report, time};

on_both_databases!(
    dsp_25_completion_reported_late_is_a_missed_service,
    dsp_25_completion_reported_the_same_day_is_none,
    dsp_25_an_absence_reported_late_is_no_missed_service,
    dsp_26_no_reply_in_two_working_days_is_a_missed_service,
    dsp_26_the_report_of_the_appointment_is_the_reply,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

async fn dsp_25_completion_reported_late_is_a_missed_service(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    desk.rig.advance_to("2026-11-18T00:00:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0, "24:00 belongs to the day");
    desk.rig.advance_to("2026-11-18T08:00:00+08:00").await;
    let order = desk.order(&id).await;
    let missed = &order.missed_services;
    assert_eq!((missed.len(), missed[0].kind()), (1, MissedServiceKind::LateReport));
    assert_eq!(
        missed[0].evidence,
        desk.deadline(&id, "completion_report").await.id.to_string()
    );
    assert_eq!(order.state(), WorkOrderState::DoneOnsite, "the state stays");
    let answer = desk.report_completion(E1, report(&id)).await.unwrap();
    assert!(!answer.same_day, "late, and recorded");
    assert_eq!(answer.work_order.unwrap().state(), WorkOrderState::PartsSettled);
    assert_eq!(desk.count("MissedServiceRecorded").await, 1, "once");
}

async fn dsp_25_completion_reported_the_same_day_is_none(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    desk.rig.advance_to("2026-11-17T23:59:59+08:00").await;
    assert!(desk.report_completion(E1, report(&id)).await.unwrap().same_day);
    let again = desk.report_completion(E1, report(&id)).await.unwrap_err();
    assert_eq!(aftersales_kit::testing::rig::reason(&again), "WORK_ORDER_STATE");
    desk.rig.advance_to("2026-11-23T09:00:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
    assert_eq!(desk.deadline(&id, "completion_report").await.state, DeadlineState::Met);
}

async fn dsp_25_an_absence_reported_late_is_no_missed_service(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, START).await;
    let told = Told::CustomerAbsent(CustomerAbsentResult {
        call_attempted_at: time(START),
        note_left: true,
    });
    desk.complete_visit(E1, completion(&id, told)).await.unwrap();
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    assert_eq!(desk.misses("completion_report").await, 1, "an exception");
    assert!(!desk.report_completion(E1, report(&id)).await.unwrap().same_day);
    let again = desk.report_completion(E1, report(&id)).await.unwrap();
    assert_eq!((again.same_day, desk.count("CompletionReported").await), (false, 1));
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
}

async fn dsp_26_no_reply_in_two_working_days_is_a_missed_service(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    desk.rig.advance_to("2026-11-18T18:00:00+08:00").await;
    assert_eq!(
        desk.count("MissedServiceRecorded").await,
        0,
        "closing time belongs to the day"
    );
    desk.rig.advance_to("2026-11-18T18:00:01+08:00").await;
    let order = desk.order(&id).await;
    assert_eq!(
        (order.missed_services.len(), order.missed_services[0].kind()),
        (1, MissedServiceKind::NoReply)
    );
    assert_eq!(
        order.missed_services[0].evidence,
        desk.deadline(&id, "reply_2wd").await.id.to_string()
    );
    assert_eq!(order.state(), WorkOrderState::Assigned, "the state stays");
    let events = desk.events().await;
    let position = |name: &str| events.iter().rposition(|event| event == name).unwrap();
    assert!(position("DeadlineMissed") < position("MissedServiceRecorded"));
}

async fn dsp_26_the_report_of_the_appointment_is_the_reply(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.promised(START, END).await;
    assert_eq!(
        desk.deadline(&id, "reply_2wd").await.state,
        DeadlineState::Running,
        "the promise alone is no reply"
    );
    desk.report_appointment(E1, appointment(&id)).await.unwrap();
    desk.rig.advance_to("2026-11-19T09:00:00+08:00").await;
    assert_eq!(desk.deadline(&id, "reply_2wd").await.state, DeadlineState::Met);
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
}
