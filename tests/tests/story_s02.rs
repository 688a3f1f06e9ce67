//! Story S02: no engineer in the station, the part is missing, a second visit on the same order.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::{Client, World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::{Answer, CallbackAnswers, CallbackOutcome, CallbackTaskState},
    common::v1::{PartCondition, Zone},
    dispatch::v1::{
        ConfirmPartsForTomorrowRequest, DailyReportKind, GetDailyReportRequest, GetEndOfDayPlanRequest,
        ListDailyReportsRequest, ListMorningWorklistRequest, PartsState, PlanClass, PlanEntry, Presence, WorkOrder,
        WorkOrderState, planning_service_client::PlanningServiceClient, report_service_client::ReportServiceClient,
    },
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
    let others = others(&desk).await;
    first_visit(world, &desk, &order, &others).await;
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

/// Orders of E1 beside it: promised for ten o'clock too but far away, for two o'clock, and for the same afternoon, on
/// which nobody goes.
struct Others {
    far: WorkOrder,
    later: WorkOrder,
    over: WorkOrder,
}

async fn others(desk: &Desk<'_>) -> Others {
    Others {
        later: other(
            desk,
            Zone::InArea,
            "2026-11-18T14:00:00+08:00",
            "2026-11-18T16:00:00+08:00",
        )
        .await,
        far: other(
            desk,
            Zone::Within80Km,
            "2026-11-18T10:00:00+08:00",
            "2026-11-18T12:00:00+08:00",
        )
        .await,
        over: other(
            desk,
            Zone::InArea,
            "2026-11-17T14:00:00+08:00",
            "2026-11-17T16:00:00+08:00",
        )
        .await,
    }
}

async fn other(desk: &Desk<'_>, zone: Zone, from: &str, to: &str) -> WorkOrder {
    let (customer, asset) = desk.look_up("13800000001").await;
    let mut request = desk.on_site(&customer, &asset);
    request.contact.as_mut().unwrap().zone = zone.into();
    let ticket = desk.open(request).await.unwrap();
    let order = desk.order(&ticket).await;
    desk.receive(&order).await.unwrap();
    desk.contact_by_coordinator(&order).await.unwrap();
    desk.promise_by_coordinator(&order, from, to).await.unwrap();
    desk.assign_to(&order, "E1").await.unwrap();
    order
}

fn planning(world: &World, role: Role, code: &str) -> PlanningServiceClient<Client> {
    PlanningServiceClient::new(world.caller(&[role], "BJ01", code).unwrap())
}

/// The end of the day: tomorrow's visit waits for its board, and E2 is out, so the need goes to P1.
async fn end_of_day(world: &World, order: &WorkOrder) {
    world.at("2026-11-17T17:30:00+08:00").await.unwrap();
    let request = GetEndOfDayPlanRequest {
        branch_id: "BJ01".to_owned(),
        date: String::new(),
        ..GetEndOfDayPlanRequest::default()
    };
    let mut coordinator = planning(world, Role::Coordinator, "C1");
    let plan = coordinator.get_end_of_day_plan(request).await.unwrap().into_inner();
    assert_eq!(plan.planned_date, "2026-11-18");
    let of_it = |entry: &&PlanEntry| entry.work_order.as_ref().is_some_and(|planned| planned.id == order.id);
    let entry = plan.entries.iter().find(of_it).unwrap();
    assert_eq!(
        (
            entry.plan_class(),
            entry.parts_state(),
            entry.engineer_out,
            entry.parts_to_confirm
        ),
        (PlanClass::Tomorrow, PartsState::OnOrder, true, true),
        "DSP-17"
    );
    let request = ConfirmPartsForTomorrowRequest {
        request_id: request_id(),
        branch_id: "BJ01".to_owned(),
        work_order_ids: vec![order.id.clone()],
    };
    let mut clerk = planning(world, Role::PartsClerk, "P1");
    let told = clerk.confirm_parts_for_tomorrow(request).await.unwrap().into_inner();
    assert_eq!(
        (told.entries.len(), told.entries[0].parts_confirmed_by.as_str()),
        (1, "P1")
    );
}

/// In the morning: what is still inside its promise, by promised start, then zone.
async fn morning(world: &World, order: &WorkOrder, others: &Others) {
    world.at("2026-11-18T09:00:00+08:00").await.unwrap();
    let request = ListMorningWorklistRequest {
        branch_id: "BJ01".to_owned(),
        ..ListMorningWorklistRequest::default()
    };
    let mut coordinator = planning(world, Role::Coordinator, "C1");
    let answer = coordinator.list_morning_worklist(request).await.unwrap().into_inner();
    let shown: Vec<&str> = answer.work_orders.iter().map(|order| order.id.as_str()).collect();
    assert_eq!(shown, [&order.id, &others.far.id, &others.later.id], "DSP-14, DSP-15");
    assert!(!shown.contains(&others.over.id.as_str()), "its promise is over");
}

async fn first_visit(world: &World, desk: &Desk<'_>, order: &WorkOrder, others: &Others) {
    world.at("2026-11-17T10:00:00+08:00").await.unwrap();
    let request = desk.request_part(order, "E2", "BOARD-X", 1).await.unwrap();
    assert_eq!(
        desk.order_by_id(&order.id).await.state(),
        WorkOrderState::PartsOnOrder,
        "stock has none"
    );
    let refused = desk.depart(order, "E2", "").await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_UNRESOLVED", "DSP-04, DSP-16");
    end_of_day(world, order).await;
    morning(world, order, others).await;
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
    it_is_reported(world, &order).await;
}

/// The technical department has it in its report of that day.
async fn it_is_reported(world: &World, order: &WorkOrder) {
    world.at("2026-11-19T18:00:00+08:00").await.unwrap();
    let caller = world.caller(&[Role::TechDepartment], "*", "T1").unwrap();
    let mut technical = ReportServiceClient::new(caller);
    let request = ListDailyReportsRequest {
        branch_id: "BJ01".to_owned(),
        kind: DailyReportKind::Revisit.into(),
        from_date: "2026-11-19".to_owned(),
        to_date: "2026-11-19".to_owned(),
        ..ListDailyReportsRequest::default()
    };
    let listed = technical
        .list_daily_reports(request)
        .await
        .unwrap()
        .into_inner()
        .reports;
    assert_eq!(listed.len(), 1);
    let request = GetDailyReportRequest {
        report_id: listed[0].id.clone(),
    };
    let report = technical.get_daily_report(request).await.unwrap().into_inner().report;
    let rows = report.unwrap().rows;
    assert_eq!(
        (
            rows.len(),
            rows[0].work_order_id.as_str(),
            rows[0].next_appointment_date.as_str()
        ),
        (1, order.id.as_str(), "2026-11-20"),
        "DSP-32"
    );
    assert_eq!(rows[0].since, Some(rig::at("2026-11-19T15:00:00+08:00").to_proto()));
}
