//! The part of story S01 that dispatch plays.

use aftersales_kit::{
    on_both_databases,
    sla::DeadlineState,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    dispatch::v1::{ContactResult, Presence, WorkOrderState, complete_visit_request::Result as Told},
    parts::v1::PartsLineState,
};

use super::{
    desk::{
        C1, Desk, E1, appointment, arrival, assignment, attempt, completion, confirmation, departure, handed_over,
        promise, receipt, repaired, report, time,
    },
    parts::{Line, parts_say},
};

on_both_databases!(s01_on_site_repair_with_a_part_from_stock);

async fn s01_on_site_repair_with_a_part_from_stock(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let mut fact = handed_over("2026-11-16T09:40:00+08:00");
    fact.urged = true;
    fact.promised_contact_by = time("2026-11-16T11:40:00+08:00");
    let order = desk.hand_over(fact).await;
    assert_eq!(
        (order.work_order_no.as_str(), order.state()),
        ("BJ01-D-000001", WorkOrderState::Queued)
    );
    assert_eq!(order.serial_number, "SN100");
    agree(&desk, &order.id).await;
    visit(&desk, &order.id).await;
    close(&desk, &order.id).await;
    events(&desk).await;
}

async fn due(desk: &Desk, id: &str, kind: &str, text: &str) {
    assert_eq!(desk.deadline(id, kind).await.due_at, at(text), "{kind}");
}

async fn agree(desk: &Desk, id: &str) {
    for (kind, text) in [
        ("first_contact_2h", "2026-11-16T11:40:00+08:00"),
        ("first_contact_1wd", "2026-11-17T18:00:00+08:00"),
        ("visit_24h", "2026-11-17T09:40:00+08:00"),
        ("visit_zone", "2026-11-18T18:00:00+08:00"),
        ("reply_2wd", "2026-11-18T18:00:00+08:00"),
    ] {
        due(desk, id, kind, text).await;
    }
    desk.rig.advance_to("2026-11-16T09:55:00+08:00").await;
    desk.receive_work_order(C1, receipt(id)).await.unwrap();
    desk.present("E1", Presence::InStation).await;
    let order = desk
        .assign_technician(C1, assignment(id, "E1", ""))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Assigned);
    desk.rig.advance_to("2026-11-16T10:30:00+08:00").await;
    let order = desk
        .log_contact(E1, attempt(id, ContactResult::Reached, None))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Contacted);
    let (start, end) = ("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00");
    let order = desk
        .promise_visit(E1, promise(id, start, end))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Promised);
    let promised = order.promise.unwrap();
    assert_eq!(promised.appointed_date, "2026-11-17");
    assert_eq!(promised.zone_limit_at, time("2026-11-18T18:00:00+08:00"));
    due(desk, id, "appointment_report", "2026-11-17T00:00:00+08:00").await;
    due(desk, id, "visit_window", end).await;
    assert_eq!(
        desk.deadline(id, "visit_24h").await.state,
        DeadlineState::Superseded,
        "DSP-21"
    );
    desk.rig.advance_to("2026-11-16T10:35:00+08:00").await;
    let reported = desk.report_appointment(E1, appointment(id)).await.unwrap();
    assert!(reported.same_day, "DSP-22");
}

async fn visit(desk: &Desk, id: &str) {
    let line = Line::new("HDD-1T", 1);
    parts_say(desk, id, "PartsRequested", &line, PartsLineState::Reserved).await;
    assert_eq!(desk.state(id).await, WorkOrderState::PartsPending);
    let line = line.issued(1);
    parts_say(desk, id, "PartsIssued", &line, PartsLineState::Issued).await;
    assert_eq!(desk.state(id).await, WorkOrderState::Ready);
    desk.rig.advance_to("2026-11-17T13:30:00+08:00").await;
    desk.depart(E1, departure(id)).await.unwrap();
    desk.rig.advance_to("2026-11-17T14:05:00+08:00").await;
    assert!(desk.arrive(E1, arrival(id)).await.unwrap().on_time);
    desk.rig.advance_to("2026-11-17T15:10:00+08:00").await;
    let mut dirty = repaired("2026-11-17T15:10:00+08:00");
    dirty.cleaned = false;
    let refused = desk
        .complete_visit(E1, completion(id, Told::Repaired(dirty)))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_CLEANED", "DSP-08");
    let told = Told::Repaired(repaired("2026-11-17T15:10:00+08:00"));
    let done = desk.complete_visit(E1, completion(id, told)).await.unwrap();
    assert_eq!(done.report_by, time("2026-11-18T00:00:00+08:00"));
    assert_eq!(done.work_order.unwrap().state(), WorkOrderState::DoneOnsite);
    desk.rig.advance_to("2026-11-17T15:30:00+08:00").await;
    let reported = desk.report_completion(E1, report(id)).await.unwrap();
    assert!(reported.same_day);
    assert_eq!(reported.work_order.unwrap().state(), WorkOrderState::Reported);
    let refused = desk.confirm_work_order(C1, confirmation(id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_NOT_SETTLED", "DSP-09");
    desk.rig.advance_to("2026-11-17T17:20:00+08:00").await;
    parts_say(desk, id, "PartReturned", &line.exchanged(1), PartsLineState::Settled).await;
    assert_eq!(desk.state(id).await, WorkOrderState::PartsSettled);
}

async fn close(desk: &Desk, id: &str) {
    let order = desk
        .confirm_work_order(C1, confirmation(id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Confirmed);
    assert!(order.contact.is_some(), "the work is still open");
    for kind in [
        "first_contact_2h",
        "first_contact_1wd",
        "visit_zone",
        "visit_window",
        "reply_2wd",
        "appointment_report",
        "completion_report",
    ] {
        assert_eq!(desk.deadline(id, kind).await.state, DeadlineState::Met, "{kind}");
    }
    super::closing::callback_closed(desk, id, aftersales_proto::callback::v1::CallbackOutcome::Satisfied).await;
    let order = desk.order(id).await;
    assert_eq!(order.state(), WorkOrderState::Closed);
    assert!(
        order.contact.is_none() && order.need_summary.is_empty(),
        "forgotten with the work"
    );
    assert_eq!(
        order.available_actions,
        ["AmendWorkOrder"],
        "a finished order stays as it is (X-22)"
    );
}

/// What each working morning and evening brings, whatever the orders are.
const OF_THE_BRANCH: [&str; 3] = ["DailyReportIssued", "TimeReportsMissing", "DayCloseMissing"];

async fn events(desk: &Desk) {
    let all = desk.events().await;
    let own: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|name| !name.starts_with("Deadline") && !OF_THE_BRANCH.contains(name))
        .collect();
    let wanted = [
        "WorkOrderCreated",
        "WorkOrderReceived",
        "PresenceChanged",
        "TechnicianAssigned",
        "CustomerContacted",
        "VisitPromised",
        "AppointmentReported",
        "WorkOrderPartsWaiting",
        "WorkOrderReady",
        "TechnicianDeparted",
        "TechnicianArrived",
        "VisitCompleted",
        "CompletionReported",
        "WorkOrderPartsSettled",
        "WorkOrderConfirmed",
        "ReadyForCallback",
        "WorkOrderClosed",
    ];
    assert_eq!(own, wanted);
    assert!(!all.iter().any(|name| name == "DeadlineMissed"));
}
