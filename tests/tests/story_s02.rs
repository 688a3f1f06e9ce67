//! Story S02: no engineer in the station, the part is missing, a second visit on the same order.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::World;
use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::{Answer, CallbackAnswers, CallbackOutcome, CallbackTaskState},
    common::v1::PartCondition,
    dispatch::v1::{Presence, WorkOrder, WorkOrderState},
    hotline::v1::Ticket,
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(
    s02_a_missing_part_and_a_second_visit_on_the_same_order,
    s02_the_callback_says_that_he_must_come_again,
);

/// Tuesday 09:10: nobody is in; C1 contacts, promises the 18th at ten and sends E2.
async fn arranged(world: &World, desk: &Desk<'_>) -> (Ticket, WorkOrder) {
    world.at("2026-11-17T09:10:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("13800000001").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let order = desk.order(&ticket).await;
    desk.receive(&order).await.unwrap();
    for technician in ["E1", "E2"] {
        desk.presence(technician, Presence::Out).await.unwrap();
    }
    let refused = desk.assign_to(&order, "E2").await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_IN_STATION", "DSP-02");
    world.at("2026-11-17T09:40:00+08:00").await.unwrap();
    desk.contact_by_coordinator(&order).await.unwrap();
    assert_eq!(
        desk.order(&ticket).await.state(),
        WorkOrderState::ContactedByCoordinator
    );
    let (from, to) = ("2026-11-18T10:00:00+08:00", "2026-11-18T12:00:00+08:00");
    desk.promise_by_coordinator(&order, from, to).await.unwrap();
    desk.assign_to(&order, "E2").await.unwrap();
    let order = desk.order(&ticket).await;
    assert_eq!(
        (order.state(), order.technician_id.as_str()),
        (WorkOrderState::Promised, "E2")
    );
    desk.report_appointment(&order, "E2").await.unwrap();
    (ticket, order)
}

async fn s02_a_missing_part_and_a_second_visit_on_the_same_order(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-17T09:00:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (ticket, order) = arranged(world, &desk).await;
    first_visit(world, &desk, &order).await;
    second_visit(world, &desk, &order).await;
    let done = desk.order(&ticket).await;
    assert_eq!(
        (done.id.as_str(), done.visits.len()),
        (order.id.as_str(), 2),
        "two visits on one order"
    );
    let task = desk.task(&ticket).await.unwrap();
    assert_eq!(
        (task.due_date.as_str(), task.visit_number),
        ("2026-11-23", 2),
        "the callback is about the second visit, on Monday"
    );
}

async fn first_visit(world: &World, desk: &Desk<'_>, order: &WorkOrder) {
    world.at("2026-11-17T10:00:00+08:00").await.unwrap();
    let request = desk.request_part(order, "E2", "BOARD-X", 1).await.unwrap();
    assert_eq!(
        desk.order_by_id(&order.id).await.state(),
        WorkOrderState::PartsOnOrder,
        "stock has none"
    );
    let refused = desk.depart(order, "E2", "").await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_UNRESOLVED", "DSP-04, DSP-16");
    world.at("2026-11-18T09:00:00+08:00").await.unwrap();
    desk.receive_stock("BOARD-X", &["BX-1"]).await.unwrap();
    assert_eq!(
        desk.order_by_id(&order.id).await.state(),
        WorkOrderState::PartsPending,
        "it came, and is reserved for this order"
    );
    desk.issue(&request, "E2", &["BX-1"]).await.unwrap();
    assert_eq!(desk.order_by_id(&order.id).await.state(), WorkOrderState::Ready);
    world.at("2026-11-18T09:30:00+08:00").await.unwrap();
    desk.depart(order, "E2", "").await.unwrap();
    world.at("2026-11-18T10:00:00+08:00").await.unwrap();
    assert!(desk.arrive(order, "E2").await.unwrap());
    world.at("2026-11-18T10:45:00+08:00").await.unwrap();
    desk.complete("E2", desk.second_visit(order)).await.unwrap();
    let after = desk.order_by_id(&order.id).await;
    assert_eq!((after.state(), after.visits.len()), (WorkOrderState::Contacted, 1));
    desk.return_part(&request, PartCondition::Defective, "OLD-BX-1")
        .await
        .unwrap();
}

async fn second_visit(world: &World, desk: &Desk<'_>, order: &WorkOrder) {
    world.at("2026-11-18T11:00:00+08:00").await.unwrap();
    let (from, to) = ("2026-11-20T10:00:00+08:00", "2026-11-20T12:00:00+08:00");
    desk.promise(order, "E2", from, to).await.unwrap();
    desk.report_appointment(order, "E2").await.unwrap();
    let request = desk.request_part(order, "E2", "BOARD-X", 1).await.unwrap();
    let refused = desk.depart(order, "E2", "").await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_UNRESOLVED");
    world.at("2026-11-19T15:00:00+08:00").await.unwrap();
    desk.receive_stock("BOARD-X", &["BX-2"]).await.unwrap();
    desk.issue(&request, "E2", &["BX-2"]).await.unwrap();
    world.at("2026-11-20T09:30:00+08:00").await.unwrap();
    desk.depart(order, "E2", "").await.unwrap();
    world.at("2026-11-20T10:00:00+08:00").await.unwrap();
    assert!(desk.arrive(order, "E2").await.unwrap());
    world.at("2026-11-20T11:30:00+08:00").await.unwrap();
    let done = desk.repaired(order, rig::at("2026-11-20T11:30:00+08:00"));
    desk.complete("E2", done).await.unwrap();
    desk.report(order, "E2").await.unwrap();
    desk.return_part(&request, PartCondition::Defective, "OLD-BX-2")
        .await
        .unwrap();
    desk.confirm(order).await.unwrap();
    let confirmed = desk.order_by_id(&order.id).await;
    assert_eq!(confirmed.state(), WorkOrderState::Confirmed);
    assert!(confirmed.missed_services.is_empty());
}

async fn s02_the_callback_says_that_he_must_come_again(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-17T09:00:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (ticket, order) = arranged(world, &desk).await;
    world.at("2026-11-17T10:00:00+08:00").await.unwrap();
    let request = desk.request_part(&order, "E2", "BOARD-X", 1).await.unwrap();
    world.at("2026-11-18T09:30:00+08:00").await.unwrap();
    desk.depart(&order, "E2", "he looks first, the board follows")
        .await
        .unwrap();
    let departed = desk.order(&ticket).await;
    assert_eq!(
        departed.state(),
        WorkOrderState::EnRoute,
        "with the coordinator's reason"
    );
    desk.receive_stock("BOARD-X", &["BX-1"]).await.unwrap();
    desk.issue(&request, "E2", &["BX-1"]).await.unwrap();
    world.at("2026-11-18T10:00:00+08:00").await.unwrap();
    desk.arrive(&order, "E2").await.unwrap();
    world.at("2026-11-18T11:00:00+08:00").await.unwrap();
    let done = desk.repaired(&order, rig::at("2026-11-18T11:00:00+08:00"));
    desk.complete("E2", done).await.unwrap();
    desk.report(&order, "E2").await.unwrap();
    desk.return_part(&request, PartCondition::Defective, "OLD-BX-1")
        .await
        .unwrap();
    desk.confirm(&order).await.unwrap();
    world.at("2026-11-19T15:00:00+08:00").await.unwrap();
    let again = CallbackAnswers {
        needs_revisit: Answer::Yes.into(),
        ..desk.answers()
    };
    let task = desk.task(&ticket).await.unwrap();
    let task = desk.complete_callback(&task, again).await.unwrap();
    assert_eq!(
        (task.state(), task.outcome()),
        (CallbackTaskState::Closed, CallbackOutcome::Revisit)
    );
    let order = desk.order(&ticket).await;
    assert_eq!(
        order.state(),
        WorkOrderState::Contacted,
        "DSP-32: the same order goes on"
    );
    let (from, to) = ("2026-11-20T10:00:00+08:00", "2026-11-20T12:00:00+08:00");
    desk.promise(&order, "E2", from, to).await.unwrap();
    assert_eq!(desk.order(&ticket).await.visits.len(), 2);
}
