//! Crews, and who is free over the whole window of a visit.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::dispatch::v1::{
    ContactResult::Reached, FindAvailabilityRequest, ListDispatchOrdersRequest, Presence, UnavailableCause,
    WorkOrderState,
};

use super::{
    desk::{C1, Desk, E1, E2, M1, assignment, attempt, departure, key, no_parts, promise, receipt, window},
    desk_flow::{crew, insisting},
};

on_both_databases!(
    dsp_01_the_coordinator_receives_with_time_and_name,
    dsp_12_a_customer_who_insists_comes_first_and_the_free_are_named,
    dsp_18_nobody_is_promised_twice_for_the_same_time,
    x_30_nobody_is_promised_outside_his_shift_or_in_his_leave,
    x_30_one_shift_may_begin_where_another_ends,
    dsp_18_the_coordinator_may_decide_otherwise_with_a_reason,
    dsp_18_of_two_promises_at_the_same_moment_one_wins,
    dsp_69_dispatch_orders_are_records_of_their_own,
    a_crew_goes_together,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

async fn dsp_01_the_coordinator_receives_with_time_and_name(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    desk.rig.advance_to("2026-11-16T09:55:00+08:00").await;
    let refused = desk.receive_work_order(E1, receipt(&id)).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
    let order = desk
        .receive_work_order(C1, receipt(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.received_by.as_str()),
        (WorkOrderState::Received, "C1")
    );
    assert_eq!(order.received_at, super::desk::time("2026-11-16T09:55:00+08:00"));
}

async fn candidates(desk: &Desk, start: &str, end: &str) -> Vec<(String, bool, i32, i64)> {
    let request = FindAvailabilityRequest {
        branch_id: "BJ01".to_owned(),
        window: window(start, end),
        ..FindAvailabilityRequest::default()
    };
    let found = desk.find_availability(C1, request).await.unwrap().candidates;
    found
        .into_iter()
        .map(|it| (it.technician_id, it.available, it.visits_of_day, it.minutes_of_day))
        .collect()
}

async fn dsp_12_a_customer_who_insists_comes_first_and_the_free_are_named(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    desk.promised(START, END).await;
    let urgent = desk.queued().await;
    let insist = insisting(&urgent);
    let refused = desk.insist_same_day(E1, insist.clone()).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
    let order = desk.insist_same_day(C1, insist).await.unwrap().work_order.unwrap();
    assert!(order.same_day);
    let first = super::lists::queue(&desk).await.remove(0).work_order.unwrap();
    assert_eq!(first.id, urgent);
    let found = candidates(&desk, "2026-11-17T15:00:00+08:00", "2026-11-17T17:00:00+08:00").await;
    assert_eq!(
        found,
        [("E2".to_owned(), true, 0, 0), ("E1".to_owned(), false, 1, 120)],
        "the free first"
    );
    let found = candidates(&desk, "2026-11-17T16:00:00+08:00", "2026-11-17T17:00:00+08:00").await;
    assert_eq!(
        found,
        [("E2".to_owned(), true, 0, 0), ("E1".to_owned(), true, 1, 120)],
        "then by load"
    );
    let elsewhere = FindAvailabilityRequest {
        branch_id: "SH02".to_owned(),
        window: window(START, END),
        ..FindAvailabilityRequest::default()
    };
    let refused = desk.find_availability(C1, elsewhere).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::NotFound);
}

async fn dsp_18_nobody_is_promised_twice_for_the_same_time(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let first = desk.promised(START, END).await;
    let second = desk.contacted().await;
    let clash = promise(&second, "2026-11-17T15:59:00+08:00", "2026-11-17T17:00:00+08:00");
    let refused = desk.promise_visit(E1, clash).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_AVAILABLE");
    let number = desk.order(&first).await.work_order_no;
    assert!(refused.message().contains("E1") && refused.message().contains(&number));
    let next = promise(&second, END, "2026-11-17T17:00:00+08:00");
    desk.promise_visit(E1, next).await.unwrap();
    let third = desk.contacted().await;
    desk.assign_technician(C1, assignment(&third, "E2", "换人"))
        .await
        .unwrap();
    desk.promise_visit(E2, promise(&third, START, END)).await.unwrap();
    let refused = desk
        .assign_technician(C1, assignment(&third, "E1", "换人"))
        .await
        .unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "TECHNICIAN_NOT_AVAILABLE",
        "also when he takes over"
    );
    desk.cancel_work_order(C1, super::desk::cancelling(&first))
        .await
        .unwrap();
    desk.assign_technician(C1, assignment(&third, "E1", "换人"))
        .await
        .unwrap();
}

async fn x_30_nobody_is_promised_outside_his_shift_or_in_his_leave(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let shift = ("2026-11-17T09:00:00+08:00", "2026-11-17T15:00:00+08:00");
    let leave = ("2026-11-17T10:00:00+08:00", "2026-11-17T11:00:00+08:00");
    desk.roster("E1", "2026-11-17", &[shift], &[leave]).await;
    desk.roster("E1", "2026-11-18", &[], &[]).await;
    let id = desk.contacted().await;
    for (start, end, allowed) in [
        ("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00", false),
        ("2026-11-17T10:30:00+08:00", "2026-11-17T12:00:00+08:00", false),
        ("2026-11-18T10:00:00+08:00", "2026-11-18T11:00:00+08:00", false),
        ("2026-11-17T11:00:00+08:00", "2026-11-17T15:00:00+08:00", true),
    ] {
        let answer = desk.promise_visit(E1, promise(&id, start, end)).await;
        assert_eq!(answer.is_ok(), allowed, "{start}");
        if let Err(refused) = answer {
            assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_AVAILABLE");
        }
    }
    let request = FindAvailabilityRequest {
        branch_id: "BJ01".to_owned(),
        window: window("2026-11-18T10:00:00+08:00", "2026-11-18T11:00:00+08:00"),
        available_only: true,
        ..FindAvailabilityRequest::default()
    };
    let free = desk.find_availability(C1, request.clone()).await.unwrap().candidates;
    assert_eq!(free.len(), 1, "a date without a row follows the opening hours");
    let all = FindAvailabilityRequest {
        available_only: false,
        ..request
    };
    let found = desk.find_availability(C1, all).await.unwrap().candidates;
    assert_eq!(found[1].conflicts[0].cause(), UnavailableCause::Shift, "a day off");
}

async fn x_30_one_shift_may_begin_where_another_ends(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let morning = ("2026-11-17T09:00:00+08:00", "2026-11-17T13:00:00+08:00");
    let afternoon = ("2026-11-17T13:00:00+08:00", "2026-11-17T16:00:00+08:00");
    desk.roster("E1", "2026-11-17", &[morning, afternoon], &[]).await;
    let id = desk.contacted().await;
    let across = promise(&id, "2026-11-17T12:00:00+08:00", "2026-11-17T14:00:00+08:00");
    desk.promise_visit(E1, across).await.unwrap();
    let late = promise(&id, "2026-11-17T15:00:00+08:00", "2026-11-17T16:30:00+08:00");
    let refused = desk.promise_visit(E1, late).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_AVAILABLE");
}

async fn dsp_18_the_coordinator_may_decide_otherwise_with_a_reason(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    desk.promised(START, END).await;
    let second = desk.contacted().await;
    let mut request = promise(&second, START, END);
    request.availability_override_reason = "同一小区".to_owned();
    let refused = desk.promise_visit(E1, request.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "OVERRIDE_NOT_YOURS");
    request.request_id = key();
    let order = desk.promise_visit(C1, request).await.unwrap().work_order.unwrap();
    assert_eq!(order.visits[0].availability_override, "同一小区");
}

async fn dsp_18_of_two_promises_at_the_same_moment_one_wins(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let (first, second) = (desk.contacted().await, desk.contacted().await);
    let (one, other) = tokio::join!(
        desk.promise_visit(C1, promise(&first, START, END)),
        desk.promise_visit(M1, promise(&second, START, END)),
    );
    assert_ne!(one.is_ok(), other.is_ok(), "exactly one");
    let refused = one.err().or(other.err()).unwrap();
    assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_AVAILABLE");
}

async fn dsp_69_dispatch_orders_are_records_of_their_own(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.contacted().await;
    desk.assign_technician(C1, assignment(&id, "E2", "E1 生病"))
        .await
        .unwrap();
    let request = ListDispatchOrdersRequest {
        work_order_id: id.clone(),
        page_size: 1,
        page_token: String::new(),
    };
    let page = desk.list_dispatch_orders(C1, request.clone()).await.unwrap();
    let first = &page.dispatch_orders[0];
    assert_eq!(
        (first.dispatch_no.as_str(), first.technician_id.as_str()),
        ("BJ01-D-000001/1", "E1")
    );
    let next = ListDispatchOrdersRequest {
        page_token: page.next_page_token,
        ..request
    };
    let page = desk.list_dispatch_orders(C1, next).await.unwrap();
    let second = &page.dispatch_orders[0];
    assert_eq!(
        (
            second.technician_id.as_str(),
            second.reason.as_str(),
            second.assigned_by.as_str()
        ),
        ("E2", "E1 生病", "C1"),
        "the earlier one is not written over"
    );
    assert!(page.next_page_token.is_empty());
    assert_eq!(
        desk.order(&id).await.technician_id,
        "E2",
        "the work order has who does it now"
    );
}

async fn a_crew_goes_together(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.present("E1", Presence::InStation).await;
    let refused = desk.assign_crew(C1, crew(&id, "E1", &["E1"])).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("CREW_TWICE", vec!["member_ids".to_owned()])
    );
    let refused = desk.assign_crew(E1, crew(&id, "E1", &[])).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
    let order = desk
        .assign_crew(C1, crew(&id, "E1", &["E2"]))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.technician_id.as_str(), order.crew),
        ("E1", vec!["E2".to_owned()])
    );
    desk.log_contact(E2, attempt(&id, Reached, None)).await.unwrap();
    let order = desk
        .promise_visit(E1, promise(&id, START, END))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.visits[0].crew, ["E2"]);
    let other = desk.queued().await;
    desk.receive_work_order(C1, receipt(&other)).await.unwrap();
    desk.present("E2", Presence::InStation).await;
    desk.assign_technician(C1, assignment(&other, "E2", "")).await.unwrap();
    desk.log_contact(E2, attempt(&other, Reached, None)).await.unwrap();
    let refused = desk.promise_visit(E2, promise(&other, START, END)).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "TECHNICIAN_NOT_AVAILABLE",
        "he comes along elsewhere"
    );
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    desk.rig.advance_to(START).await;
    desk.depart(E2, departure(&id)).await.unwrap();
    let stranger = desk.client(Role::Coordinator, "SH02", "C1-S").await;
    let foreign = aftersales_proto::dispatch::v1::GetWorkOrderRequest {
        work_order_id: id,
        ticket_id: String::new(),
    };
    let refused = stranger.clone().get_work_order(foreign).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::NotFound);
}
