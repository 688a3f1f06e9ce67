//! Promising a visit.

use aftersales_kit::{
    on_both_databases,
    sla::DeadlineState,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::Zone,
    dispatch::v1::{BeyondLimit, ContactResult::Reached, Presence, WorkOrderState},
};

use super::desk::{
    C1, Desk, E1, appointment, arrival, assignment, attempt, departure, handed_over, no_parts, promise, receipt,
};

on_both_databases!(
    dsp_11_a_promise_later_than_the_zone_needs_reason_and_consent,
    dsp_11_within_80_km_three_working_days_and_beyond_by_agreement,
    a_promise_lies_in_opening_time_and_in_the_future,
    a_new_promise_replaces_the_one_before,
    dsp_21_no_visit_in_24_hours_only_warns,
    dsp_22_the_appointment_is_reported_the_same_day,
    s05_deadlines_over_national_day,
);

fn day(time: &str) -> String {
    format!("2026-11-{time}:00+08:00")
}

async fn refused(desk: &Desk, id: &str, start: &str, end: &str) -> (String, Vec<String>) {
    let refused = desk.promise_visit(E1, promise(id, start, end)).await.unwrap_err();
    (rig::reason(&refused), rig::fields(&refused))
}

async fn dsp_11_a_promise_later_than_the_zone_needs_reason_and_consent(db: TestDb) {
    let desk = Desk::start(&db, &day("16T09:40")).await;
    let id = desk.contacted().await;
    let (start, end) = (day("18T17:00"), day("18T18:00"));
    desk.promise_visit(E1, promise(&id, &start, &end)).await.unwrap();
    let (start, end) = (day("19T09:00"), day("19T11:00"));
    let refusal = desk.promise_visit(E1, promise(&id, &start, &end)).await.unwrap_err();
    assert_eq!(rig::reason(&refusal), "PROMISE_BEYOND_LIMIT");
    let mut request = promise(&id, &start, &end);
    request.beyond_limit = Some(BeyondLimit {
        reason: "客户出差".to_owned(),
        customer_consents: false,
    });
    let refusal = desk.promise_visit(E1, request.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refusal), "PROMISE_BEYOND_LIMIT", "without consent");
    request.request_id = super::desk::key();
    request.beyond_limit.as_mut().unwrap().customer_consents = true;
    let order = desk.promise_visit(E1, request).await.unwrap().work_order.unwrap();
    assert_eq!(order.promise.unwrap().beyond_reason, "客户出差");
    assert_eq!(desk.deadline(&id, "visit_zone").await.state, DeadlineState::Superseded);
}

async fn dsp_11_within_80_km_three_working_days_and_beyond_by_agreement(db: TestDb) {
    let desk = Desk::start(&db, &day("16T09:40")).await;
    desk.present("E1", Presence::InStation).await;
    for (zone, start, end, allowed) in [
        (Zone::InArea, "19T09:00", "19T10:00", false),
        (Zone::Within80Km, "19T17:00", "19T18:00", true),
        (Zone::Within80Km, "20T09:00", "20T10:00", false),
        (Zone::Beyond, "27T09:00", "27T10:00", true),
    ] {
        let mut fact = handed_over(&day("16T09:40"));
        fact.zone = zone.into();
        let id = desk.hand_over(fact).await.id;
        desk.receive_work_order(C1, receipt(&id)).await.unwrap();
        desk.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap();
        desk.log_contact(E1, attempt(&id, Reached, None)).await.unwrap();
        let answer = desk.promise_visit(E1, promise(&id, &day(start), &day(end))).await;
        assert_eq!(answer.is_ok(), allowed, "{zone:?} {start}");
    }
}

async fn a_promise_lies_in_opening_time_and_in_the_future(db: TestDb) {
    let desk = Desk::start(&db, &day("16T10:30")).await;
    let id = desk.contacted().await;
    let reason = |name: &str, fields: &[&str]| {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        (name.to_owned(), fields)
    };
    for (start, end, wanted) in [
        ("17T16:00", "17T14:00", reason("WINDOW_EMPTY", &["window.end"])),
        ("17T16:00", "17T16:00", reason("WINDOW_EMPTY", &["window.end"])),
        ("16T10:00", "16T12:00", reason("PROMISE_IN_PAST", &["window.start"])),
        ("17T08:59", "17T10:00", reason("PROMISE_IN_CLOSED_TIME", &["window"])),
        ("17T17:00", "17T18:01", reason("PROMISE_IN_CLOSED_TIME", &["window"])),
        ("17T20:00", "17T21:00", reason("PROMISE_IN_CLOSED_TIME", &["window"])),
        ("21T10:00", "21T11:00", reason("PROMISE_IN_CLOSED_TIME", &["window"])),
        ("17T14:00", "18T16:00", reason("PROMISE_IN_CLOSED_TIME", &["window"])),
        (
            "15T10:00",
            "15T11:00",
            reason("PROMISE_IN_PAST", &["window", "window.start"]),
        ),
    ] {
        assert_eq!(
            refused(&desk, &id, &day(start), &day(end)).await,
            wanted,
            "{start} {end}"
        );
    }
    let (name, _) = refused(&desk, &id, "2026-11-17T14:00:00+08:00", "9998-01-01T00:00:00Z").await;
    assert_eq!(name, "PROMISE_IN_CLOSED_TIME");
    let (name, _) = refused(&desk, &id, "9998-01-01T00:00:00Z", "9998-01-01T01:00:00Z").await;
    assert_eq!(name, "INSTANT_NOT_RECKONABLE");
    desk.promise_visit(E1, promise(&id, &day("16T10:30"), &day("16T12:00")))
        .await
        .unwrap();
}

async fn a_new_promise_replaces_the_one_before(db: TestDb) {
    let desk = Desk::start(&db, &day("16T09:40")).await;
    let id = desk.promised(&day("17T14:00"), &day("17T16:00")).await;
    desk.report_appointment(E1, appointment(&id)).await.unwrap();
    let order = desk
        .promise_visit(E1, promise(&id, &day("18T14:00"), &day("18T16:00")))
        .await
        .unwrap()
        .work_order
        .unwrap();
    let promised = order.promise.unwrap();
    assert_eq!(
        (promised.appointed_date.as_str(), promised.reported_at),
        ("2026-11-18", None)
    );
    assert_eq!(order.visits.len(), 1);
    assert_eq!(
        desk.deadline(&id, "visit_window").await.due_at,
        rig::at(&day("18T16:00"))
    );
    assert_eq!(
        desk.deadline(&id, "appointment_report").await.state,
        DeadlineState::Running
    );
    desk.rig.advance_to(&day("17T16:30")).await;
    assert_eq!(desk.misses("visit_window").await, 0);
}

async fn dsp_21_no_visit_in_24_hours_only_warns(db: TestDb) {
    let desk = Desk::start(&db, &day("16T09:40")).await;
    let warned = desk.assigned().await;
    let kept = desk.contacted().await;
    desk.promise_visit(E1, promise(&kept, &day("16T14:00"), &day("16T16:00")))
        .await
        .unwrap();
    desk.declare_no_parts(E1, no_parts(&kept)).await.unwrap();
    assert_eq!(
        desk.deadline(&kept, "visit_24h").await.state,
        DeadlineState::Running,
        "agreed for an earlier time"
    );
    desk.rig.advance_to(&day("16T14:30")).await;
    desk.depart(E1, departure(&kept)).await.unwrap();
    desk.arrive(E1, arrival(&kept)).await.unwrap();
    assert_eq!(desk.deadline(&kept, "visit_24h").await.state, DeadlineState::Met);
    desk.rig.advance_to(&day("17T09:41")).await;
    assert_eq!(desk.misses("visit_24h").await, 1);
    assert_eq!(
        desk.state(&warned).await,
        WorkOrderState::Assigned,
        "a breach changes no state"
    );
}

async fn dsp_22_the_appointment_is_reported_the_same_day(db: TestDb) {
    let desk = Desk::start(&db, &day("16T09:40")).await;
    let id = desk.promised(&day("17T14:00"), &day("17T16:00")).await;
    desk.rig.advance_to(&day("17T00:00")).await;
    assert_eq!(desk.misses("appointment_report").await, 0, "24:00 belongs to the day");
    desk.rig.advance_to(&day("17T09:00")).await;
    assert_eq!(desk.misses("appointment_report").await, 1);
    let answer = desk.report_appointment(E1, appointment(&id)).await.unwrap();
    assert!(!answer.same_day, "late, and recorded");
    let again = desk.report_appointment(E1, appointment(&id)).await.unwrap();
    assert_eq!((again.same_day, desk.count("AppointmentReported").await), (false, 1));
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
}

async fn s05_deadlines_over_national_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-09-30T16:30:00+08:00").await;
    let mut fact = handed_over("2026-09-30T16:30:00+08:00");
    desk.rig.advance_to("2026-09-30T17:00:00+08:00").await;
    fact.handed_over_at = super::desk::time("2026-09-30T17:00:00+08:00");
    let id = desk.hand_over(fact).await.id;
    for (kind, due) in [
        ("first_contact_2h", "2026-10-08T09:30:00+08:00"),
        ("first_contact_1wd", "2026-10-08T18:00:00+08:00"),
        ("visit_24h", "2026-10-01T16:30:00+08:00"),
        ("reply_2wd", "2026-10-09T18:00:00+08:00"),
    ] {
        assert_eq!(desk.deadline(&id, kind).await.due_at, rig::at(due), "{kind}");
    }
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.log_contact(C1, attempt(&id, Reached, None)).await.unwrap();
    let request = promise(&id, "2026-10-09T14:00:00+08:00", "2026-10-09T16:00:00+08:00");
    desk.promise_visit(C1, request).await.unwrap();
    assert_eq!(desk.deadline(&id, "visit_24h").await.state, DeadlineState::Superseded);
}
