//! Facts from phones that were offline: judged by when they happened.

use aftersales_kit::{
    on_both_databases,
    sla::DeadlineState,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::dispatch::v1::{
    ContactResult::Reached, MissedServiceKind, WorkOrderState, complete_visit_request::Result as Told,
    dispatch_event::Event as Fact,
};

use super::desk::{
    Desk, E1, appointment, arrival, attempt, completion, departure, no_parts, promise, repaired, report, time,
};

on_both_databases!(
    dsp_25_a_report_made_in_time_and_received_late_is_not_missed,
    dsp_25_a_report_received_too_late_counts_when_it_is_received,
    dsp_26_a_reply_made_in_time_takes_the_missed_service_back,
    dsp_03_a_contact_made_in_time_takes_the_breach_back,
    a_whole_visit_arrives_the_next_morning,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

async fn dsp_25_a_report_made_in_time_and_received_late_is_not_missed(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    assert_eq!(
        desk.order(&id).await.missed_services[0].kind(),
        MissedServiceKind::LateReport,
        "nothing was known"
    );
    let mut request = report(&id);
    request.at = time("2026-11-17T13:59:59+08:00");
    let refused = desk.report_completion(E1, request.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TIME_ORDER", "not before the completion");
    request.at = time("2026-11-17T17:00:00+08:00");
    let answer = desk.report_completion(E1, request).await.unwrap();
    assert!(answer.same_day);
    let order = answer.work_order.unwrap();
    assert!(order.missed_services[0].revoked_at.is_some());
    let late = &order.late_facts[0];
    assert_eq!(
        (late.action.as_str(), late.told_at, late.received_at, late.trusted),
        (
            "ReportCompletion",
            time("2026-11-17T17:00:00+08:00"),
            time("2026-11-18T09:00:00+08:00"),
            true
        )
    );
    assert_eq!(order.visits[0].reported_at, time("2026-11-17T17:00:00+08:00"));
    let deadline = desk.deadline(&id, "completion_report").await;
    assert_eq!(
        (deadline.state, deadline.ended_at),
        (DeadlineState::Met, Some(at("2026-11-17T17:00:00+08:00")))
    );
    assert_eq!(desk.count("DeadlineMissRevoked").await, 1);
    assert_eq!(desk.count("MissedServiceRevoked").await, 1);
}

async fn dsp_25_a_report_received_too_late_counts_when_it_is_received(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    desk.rig.advance_to("2026-11-18T17:00:01+08:00").await;
    let mut request = report(&id);
    request.at = time("2026-11-17T17:00:00+08:00");
    let answer = desk.report_completion(E1, request).await.unwrap();
    assert!(!answer.same_day, "24 hours are over");
    let order = answer.work_order.unwrap();
    assert_eq!(order.missed_services[0].revoked_at, None);
    assert!(!order.late_facts[0].trusted, "the record says so");
    assert_eq!(
        order.visits[0].reported_at,
        time("2026-11-18T17:00:01+08:00"),
        "the time of receipt"
    );
    assert_eq!(desk.count("MissedServiceRevoked").await, 0);
}

async fn dsp_26_a_reply_made_in_time_takes_the_missed_service_back(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.contacted().await;
    let (start, end) = ("2026-11-18T16:00:00+08:00", "2026-11-18T18:00:00+08:00");
    desk.promise_visit(E1, promise(&id, start, end)).await.unwrap();
    desk.rig.advance_to("2026-11-18T20:00:00+08:00").await;
    assert_eq!(desk.order(&id).await.missed_services.len(), 1);
    let mut request = appointment(&id);
    request.at = time("2026-11-18T17:30:00+08:00");
    let order = desk.report_appointment(E1, request).await.unwrap().work_order.unwrap();
    assert!(order.missed_services[0].revoked_at.is_some());
    assert_eq!(desk.deadline(&id, "reply_2wd").await.state, DeadlineState::Met);
    let facts = desk.told().await;
    let revoked = facts.iter().find_map(|fact| match fact {
        Fact::MissedServiceRevoked(fact) => Some(fact),
        _ => None,
    });
    assert_eq!(revoked.unwrap().happened_at, time("2026-11-18T17:30:00+08:00"));
}

async fn dsp_03_a_contact_made_in_time_takes_the_breach_back(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    desk.rig.advance_to("2026-11-16T15:00:00+08:00").await;
    assert_eq!(desk.misses("first_contact_2h").await, 1);
    let request = attempt(&id, Reached, Some("2026-11-16T11:00:00+08:00"));
    let order = desk.log_contact(E1, request).await.unwrap().work_order.unwrap();
    assert_eq!(order.contacts[0].at, time("2026-11-16T11:00:00+08:00"));
    assert_eq!(desk.deadline(&id, "first_contact_2h").await.state, DeadlineState::Met);
}

async fn a_whole_visit_arrives_the_next_morning(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.contacted().await;
    desk.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    let (start, end) = ("2026-11-16T14:00:00+08:00", "2026-11-16T16:00:00+08:00");
    let mut request = promise(&id, start, end);
    let refused = desk.promise_visit(E1, request.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PROMISE_IN_PAST");
    request.request_id = super::desk::key();
    request.at = time("2026-11-16T10:00:00+08:00");
    desk.promise_visit(E1, request).await.unwrap();
    desk.rig.settle().await;
    let mut told = appointment(&id);
    told.at = time("2026-11-16T10:05:00+08:00");
    assert!(desk.report_appointment(E1, told).await.unwrap().same_day);
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    let mut told = departure(&id);
    told.at = time("2026-11-16T13:30:00+08:00");
    desk.depart(E1, told).await.unwrap();
    let mut told = arrival(&id);
    told.at = time("2026-11-16T14:10:00+08:00");
    assert!(desk.arrive(E1, told).await.unwrap().on_time);
    let mut told = completion(&id, Told::Repaired(repaired("2026-11-16T15:00:00+08:00")));
    told.at = time("2026-11-16T15:00:00+08:00");
    desk.complete_visit(E1, told).await.unwrap();
    desk.rig.settle().await;
    let mut told = report(&id);
    told.at = time("2026-11-16T15:05:00+08:00");
    let answer = desk.report_completion(E1, told).await.unwrap();
    assert!(answer.same_day);
    let order = answer.work_order.unwrap();
    assert_eq!(order.state(), WorkOrderState::PartsSettled);
    assert!(order.missed_services.iter().all(|missed| missed.revoked_at.is_some()));
    assert_eq!(desk.deadline(&id, "visit_window").await.state, DeadlineState::Met);
    assert_eq!(desk.deadline(&id, "appointment_report").await.state, DeadlineState::Met);
    assert_eq!(order.late_facts.len(), 6);
}
