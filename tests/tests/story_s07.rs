//! Story S07: the callback finds that the technician came late; the order is issued again and comes first.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::{World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    callback::v1::CallbackTaskState,
    dispatch::v1::{
        CancelWorkOrderRequest, DailyReportKind, GetDailyReportRequest, ListDailyReportsRequest,
        ListMorningWorklistRequest, MissedServiceKind, ReissueWorkOrderRequest, WorkOrder, WorkOrderCancelReason,
        WorkOrderState, issue_service_client::IssueServiceClient, planning_service_client::PlanningServiceClient,
        report_service_client::ReportServiceClient,
    },
    hotline::v1::Ticket,
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(s07_a_late_technician_is_found_by_the_callback);

async fn s07_a_late_technician_is_found_by_the_callback(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:00:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let older = waiting(world, &desk).await;
    let (ticket, order) = came_late(world, &desk).await;
    let again = found(world, &desk, &ticket, &order).await;
    world.at("2026-11-18T09:00:00+08:00").await.unwrap();
    let queue = desk.queue().await;
    let mine: Vec<&str> = queue
        .iter()
        .filter(|order| order.technician_id == "E1")
        .map(|order| order.id.as_str())
        .collect();
    assert_eq!(
        mine,
        [again.id.as_str(), older.id.as_str()],
        "DSP-31: before the older one"
    );
    his_morning(world, &again, &older).await;
    it_is_reported(world, &order, &again).await;
    a_day_later(world, &desk, &order, &again).await;
}

/// E1's worklist of the morning begins with it.
async fn his_morning(world: &World, again: &WorkOrder, older: &WorkOrder) {
    let request = ListMorningWorklistRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        ..ListMorningWorklistRequest::default()
    };
    let caller = world.caller(&[Role::Technician], "BJ01", "E1").unwrap();
    let answer = PlanningServiceClient::new(caller).list_morning_worklist(request).await;
    let worklist = answer.unwrap().into_inner().work_orders;
    let shown: Vec<&str> = worklist.iter().map(|order| order.id.as_str()).collect();
    assert_eq!(shown, [again.id.as_str(), older.id.as_str()], "DSP-31");
}

/// The missed services of the day are with the technical department at nine.
async fn it_is_reported(world: &World, order: &WorkOrder, again: &WorkOrder) {
    let caller = world.caller(&[Role::TechDepartment], "*", "T1").unwrap();
    let mut technical = ReportServiceClient::new(caller);
    let request = ListDailyReportsRequest {
        branch_id: "BJ01".to_owned(),
        kind: DailyReportKind::MissedService.into(),
        from_date: "2026-11-18".to_owned(),
        to_date: "2026-11-18".to_owned(),
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
    let row = &rows[0];
    assert_eq!(
        (rows.len(), row.work_order_id.as_str(), row.missed_kind()),
        (1, order.id.as_str(), MissedServiceKind::NoShow),
        "DSP-30"
    );
    assert_eq!(row.reissued_work_order_id, again.id);
    assert_eq!(row.deduction.as_ref().map(|money| money.minor_units), Some(5_000));
}

/// An order of E1 that is older and promised earlier.
async fn waiting(world: &World, desk: &Desk<'_>) -> WorkOrder {
    world.at("2026-11-16T09:05:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("13800000001").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let order = desk.order(&ticket).await;
    desk.assign(&order, "E1").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    desk.promise(&order, "E1", "2026-11-18T09:30:00+08:00", "2026-11-18T10:30:00+08:00")
        .await
        .unwrap();
    desk.report_appointment(&order, "E1").await.unwrap();
    order
}

/// Appointed for Monday 14:00 to 15:00; E1 comes at 16:30.
async fn came_late(world: &World, desk: &Desk<'_>) -> (Ticket, WorkOrder) {
    world.at("2026-11-16T10:00:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("13800000001").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let order = desk.order(&ticket).await;
    desk.assign(&order, "E1").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    desk.promise(&order, "E1", "2026-11-16T14:00:00+08:00", "2026-11-16T15:00:00+08:00")
        .await
        .unwrap();
    desk.report_appointment(&order, "E1").await.unwrap();
    desk.no_parts(&order, "E1").await.unwrap();
    world.at("2026-11-16T16:00:00+08:00").await.unwrap();
    desk.depart(&order, "E1", "").await.unwrap();
    world.at("2026-11-16T16:30:00+08:00").await.unwrap();
    assert!(!desk.arrive(&order, "E1").await.unwrap(), "late");
    let done = desk.repaired(&order, at("2026-11-16T16:30:00+08:00"));
    desk.complete("E1", done).await.unwrap();
    world.at("2026-11-16T17:00:00+08:00").await.unwrap();
    desk.report(&order, "E1").await.unwrap();
    desk.confirm(&order).await.unwrap();
    let task = desk.task(&ticket).await.unwrap();
    assert_eq!(
        task.due_date, "2026-11-17",
        "DSP-23: the appointed date and one working day"
    );
    let refused = desk.complete_callback(&task, desk.came_late()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CALLBACK_TOO_EARLY");
    (ticket, order)
}

async fn found(world: &World, desk: &Desk<'_>, ticket: &Ticket, order: &WorkOrder) -> WorkOrder {
    world.at("2026-11-17T10:00:00+08:00").await.unwrap();
    let task = desk.task(ticket).await.unwrap();
    let answered = desk.complete_callback(&task, desk.came_late()).await.unwrap();
    assert_eq!(
        answered.state(),
        CallbackTaskState::Completed,
        "the chief has to find the root cause"
    );
    let missed = desk.order_by_id(&order.id).await.missed_services;
    assert_eq!(
        (missed.len(), missed[0].kind(), missed[0].evidence.as_str()),
        (1, MissedServiceKind::NoShow, task.id.as_str()),
        "DSP-28"
    );
    let again = desk.order(ticket).await;
    assert!(again.reissued && !again.reissue_late, "DSP-29: 重发, the same day");
    assert_eq!(again.original_work_order_id, order.id);
    assert_eq!(again.queued_at, Some(at("2026-11-17T10:00:00+08:00").to_proto()));
    assert_eq!(
        (again.state(), again.technician_id.as_str()),
        (WorkOrderState::Assigned, "E1")
    );
    again
}

/// The re-issued order is cancelled by mistake and issued again a day later: allowed, and an exception.
async fn a_day_later(world: &World, desk: &Desk<'_>, order: &WorkOrder, again: &WorkOrder) {
    let cancel = CancelWorkOrderRequest {
        request_id: request_id(),
        work_order_id: again.id.clone(),
        reason: WorkOrderCancelReason::CustomerWithdrew.into(),
        note: "a mistake".to_owned(),
        etag: String::new(),
    };
    let mut coordinator = world.dispatch(Role::Coordinator, "BJ01", "C1").unwrap();
    coordinator.cancel_work_order(cancel).await.unwrap();
    world.settle().await.unwrap();
    let request = ReissueWorkOrderRequest {
        request_id: request_id(),
        work_order_id: order.id.clone(),
        etag: String::new(),
    };
    let caller = world.caller(&[Role::Coordinator], "BJ01", "C1").unwrap();
    let answer = IssueServiceClient::new(caller)
        .reissue_work_order(request)
        .await
        .unwrap();
    let answer = answer.into_inner();
    assert!(!answer.same_day);
    assert!(desk.order_by_id(&answer.work_order.unwrap().id).await.reissue_late);
}
