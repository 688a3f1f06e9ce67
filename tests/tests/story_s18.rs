//! Story S18: carry-over, day close and the technicians' time of a week.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that cannot be played must fail"
)]

use aftersales::demo::{Client, World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{
        CarryOver, CarryOverReason, CloseDayRequest, DayState, GetClassHoursRequest, GetLoadReportRequest,
        GetRepairRecordTableRequest, ListMissingTimeReportsRequest, ListMorningWorklistRequest, ListVisitStatusRequest,
        ListWeeklyReportsRequest, ReviewWeeklyReportRequest, SubmitTimeReportRequest, TimeEntry, VisitStatus,
        WeeklyReport, WorkOrder, planning_service_client::PlanningServiceClient,
        time_report_service_client::TimeReportServiceClient,
    },
    hotline::v1::{AwaitingRequest, ListCarriedOverRequest, Ticket, intake_service_client::IntakeServiceClient},
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(s18_what_is_not_dispatched_goes_first_and_every_hour_is_accounted_for);

/// A request with its work order.
struct Request {
    ticket: Ticket,
    order: WorkOrder,
}

async fn s18_what_is_not_dispatched_goes_first_and_every_hour_is_accounted_for(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let requests = five_requests(world, &desk).await;
    four_are_dispatched(&desk, &requests).await;
    three_are_finished(world, &desk, &requests).await;
    the_day_is_closed(world, &desk, &requests).await;
    the_load_is_shown(world).await;
    time_of_the_day(world, &requests).await;
    the_fifth_is_dispatched_the_next_morning(world, &desk, &requests[4]).await;
    the_week_is_reviewed(world).await;
    the_table_equals_the_dailies(world).await;
}

fn planning(world: &World, role: Role, code: &str) -> PlanningServiceClient<Client> {
    PlanningServiceClient::new(world.caller(&[role], "BJ01", code).expect("a caller"))
}

fn time(world: &World, role: Role, code: &str) -> TimeReportServiceClient<Client> {
    TimeReportServiceClient::new(world.caller(&[role], "BJ01", code).expect("a caller"))
}

async fn five_requests(world: &World, desk: &Desk<'_>) -> Vec<Request> {
    world.at("2026-11-16T09:40:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("13800000001").await;
    let mut requests = Vec::new();
    for number in 1..=5 {
        let request = match number {
            1 => desk.paid_on_site(true).await,
            _ => desk.on_site(&customer, &asset),
        };
        let ticket = desk.open(request).await.unwrap();
        let order = desk.order(&ticket).await;
        requests.push(Request { ticket, order });
    }
    requests
}

/// Windows of the visits of 11-16.
const WINDOWS: [(&str, &str); 4] = [
    ("2026-11-16T11:00:00+08:00", "2026-11-16T12:00:00+08:00"),
    ("2026-11-16T13:00:00+08:00", "2026-11-16T14:00:00+08:00"),
    ("2026-11-16T15:00:00+08:00", "2026-11-16T16:00:00+08:00"),
    ("2026-11-16T16:00:00+08:00", "2026-11-16T18:00:00+08:00"),
];

fn technician(index: usize) -> &'static str {
    if index < 3 { "E1" } else { "E2" }
}

async fn four_are_dispatched(desk: &Desk<'_>, requests: &[Request]) {
    for (index, (start, end)) in WINDOWS.iter().enumerate() {
        let (order, who) = (&requests[index].order, technician(index));
        desk.assign(order, who).await.unwrap();
        desk.contact(order, who).await.unwrap();
        desk.promise(order, who, start, end).await.unwrap();
        desk.report_appointment(order, who).await.unwrap();
    }
}

async fn three_are_finished(world: &World, desk: &Desk<'_>, requests: &[Request]) {
    for (request, (start, end)) in requests.iter().zip(&WINDOWS[..3]) {
        let order = &request.order;
        desk.no_parts(order, "E1").await.unwrap();
        desk.travel(order, "E1", start, start).await.unwrap();
        world.at(end).await.unwrap();
        desk.complete("E1", desk.repaired(order, at(end))).await.unwrap();
        desk.report_completion(order, "E1").await.unwrap();
        desk.confirm(order).await.unwrap();
    }
}

fn day_end(carry_overs: Vec<CarryOver>) -> CloseDayRequest {
    CloseDayRequest {
        request_id: request_id(),
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        carry_overs,
        etag: String::new(),
    }
}

async fn the_day_is_closed(world: &World, desk: &Desk<'_>, requests: &[Request]) {
    world.at("2026-11-16T18:00:00+08:00").await.unwrap();
    let mut coordinator = planning(world, Role::Coordinator, "C1");
    let fourth = &requests[3].order;
    let refused = coordinator.close_day(day_end(Vec::new())).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CARRY_OVER_REASON_MISSING");
    let field = format!("orders[{}].reason", fourth.work_order_no);
    assert_eq!(rig::fields(&refused), [field], "order 4 alone");
    let reason = CarryOver {
        work_order_id: fourth.id.clone(),
        reason: CarryOverReason::Parts.into(),
        text: String::new(),
    };
    let closed = coordinator.close_day(day_end(vec![reason])).await.unwrap();
    let closed = closed.into_inner().day_close.unwrap();
    assert_eq!((closed.state(), closed.finished.len()), (DayState::Closed, 3));
    for request in &requests[..3] {
        assert_eq!(
            desk.task(&request.ticket).await.unwrap().due_date,
            "2026-11-17",
            "on the callback list"
        );
    }
    let request = ListVisitStatusRequest {
        branch_id: "BJ01".to_owned(),
        carried_over_only: true,
        ..ListVisitStatusRequest::default()
    };
    let rows = coordinator.list_visit_status(request).await.unwrap().into_inner().rows;
    let row = rows[0].order.clone().unwrap();
    assert_eq!(
        (rows.len(), row.work_order_id.as_str(), row.status(), row.reason()),
        (1, fourth.id.as_str(), VisitStatus::CarriedOver, CarryOverReason::Parts)
    );
}

async fn the_load_is_shown(world: &World) {
    let request = GetLoadReportRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-16".to_owned(),
        to_date: "2026-11-16".to_owned(),
    };
    let mut coordinator = planning(world, Role::Coordinator, "C1");
    let load = coordinator.get_load_report(request).await.unwrap().into_inner();
    let shown: Vec<_> = load
        .technicians
        .iter()
        .map(|one| (one.technician_id.as_str(), one.visits, one.on_site_minutes))
        .collect();
    assert_eq!(shown, [("E1", 3, 180), ("E2", 1, 0)]);
    assert_eq!(load.visits.unwrap().spread, 2);
}

fn line(class: ServiceClass, order: &str, minutes: i32, travel_metres: i32) -> TimeEntry {
    TimeEntry {
        service_class: class.into(),
        work_order_id: order.to_owned(),
        minutes,
        travel_minutes: travel_metres / 500,
        travel_metres,
        remarks: String::new(),
    }
}

async fn submit(world: &World, technician: &str, date: &str, entries: Vec<TimeEntry>) {
    let request = SubmitTimeReportRequest {
        request_id: request_id(),
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        date: date.to_owned(),
        entries,
        etag: String::new(),
    };
    time(world, Role::Technician, technician)
        .submit_time_report(request)
        .await
        .unwrap();
}

async fn time_of_the_day(world: &World, requests: &[Request]) {
    let lines = vec![
        line(ServiceClass::A, &requests[0].order.id, 120, 10_000),
        line(ServiceClass::C, &requests[1].order.id, 120, 5_000),
        line(ServiceClass::C, &requests[2].order.id, 90, 0),
        line(ServiceClass::D, "", 60, 0),
    ];
    submit(world, "E1", "2026-11-16", lines).await;
    world.at("2026-11-17T09:00:00+08:00").await.unwrap();
    let request = ListMissingTimeReportsRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        ..ListMissingTimeReportsRequest::default()
    };
    let mut manager = time(world, Role::DepartmentManager, "D1");
    let missing = manager.list_missing_time_reports(request).await.unwrap().into_inner();
    assert_eq!(missing.technician_ids, ["E2"]);
}

/// What is on D1's list of requests that were not dispatched on their day.
async fn carried_over(world: &World) -> Vec<AwaitingRequest> {
    let request = ListCarriedOverRequest {
        branch_id: "BJ01".to_owned(),
        day: "2026-11-17".to_owned(),
        ..ListCarriedOverRequest::default()
    };
    let caller = world.caller(&[Role::DepartmentManager], "BJ01", "D1").unwrap();
    let answer = IntakeServiceClient::new(caller).list_carried_over(request).await;
    answer.unwrap().into_inner().requests
}

async fn the_fifth_is_dispatched_the_next_morning(world: &World, desk: &Desk<'_>, fifth: &Request) {
    let carried = carried_over(world).await;
    let listed: Vec<_> = carried
        .iter()
        .map(|one| (one.ticket_id.as_str(), one.carried_over, one.carried_from.as_str()))
        .collect();
    assert_eq!(listed, [(fifth.ticket.id.as_str(), 1, "2026-11-16")], "HOT-47, DSP-36");
    let (customer, asset) = desk.look_up("13800000001").await;
    let mut urgent = desk.on_site(&customer, &asset);
    urgent.urged = true;
    desk.open(urgent).await.unwrap();
    assert_eq!(
        desk.queue().await[0].id,
        fifth.order.id,
        "before what came in the morning"
    );
    let request = ListMorningWorklistRequest {
        branch_id: "BJ01".to_owned(),
        ..ListMorningWorklistRequest::default()
    };
    let mut coordinator = planning(world, Role::Coordinator, "C1");
    let worklist = coordinator.list_morning_worklist(request).await.unwrap().into_inner();
    assert_eq!(
        worklist.work_orders[0].id, fifth.order.id,
        "of the last two days and not done"
    );
    desk.assign(&fifth.order, "E2").await.unwrap();
    let order = desk.order(&fifth.ticket).await;
    assert_eq!(order.technician_id, "E2");
    world.settle().await.unwrap();
    assert!(carried_over(world).await.is_empty(), "D1 need not care any more");
    world.at("2026-11-17T17:00:00+08:00").await.unwrap();
    let lines = vec![line(ServiceClass::C, &fifth.order.id, 30, 0)];
    submit(world, "E2", "2026-11-17", lines).await;
}

async fn weekly(world: &World) -> Vec<WeeklyReport> {
    let request = ListWeeklyReportsRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        ..ListWeeklyReportsRequest::default()
    };
    let mut manager = time(world, Role::DepartmentManager, "D1");
    let mut reports = manager
        .list_weekly_reports(request)
        .await
        .unwrap()
        .into_inner()
        .weekly_reports;
    reports.sort_by(|a, b| a.technician_id.cmp(&b.technician_id));
    reports
}

async fn the_week_is_reviewed(world: &World) {
    world.at("2026-11-20T18:00:00+08:00").await.unwrap();
    assert!(weekly(world).await.is_empty(), "Friday is not over");
    world.at("2026-11-23T09:30:00+08:00").await.unwrap();
    let reports = weekly(world).await;
    let sent = at("2026-11-20T23:59:00+08:00").to_proto();
    assert_eq!(reports.len(), 2);
    for report in &reports {
        assert_eq!((report.iso_week.as_str(), report.sent_at), ("2026-W47", Some(sent)));
        let request = ReviewWeeklyReportRequest {
            request_id: request_id(),
            weekly_report_id: report.id.clone(),
            note: String::new(),
            etag: report.etag.clone(),
        };
        let mut manager = time(world, Role::DepartmentManager, "D1");
        manager.review_weekly_report(request).await.unwrap();
    }
    let monday = at("2026-11-23T09:30:00+08:00").to_proto();
    for report in weekly(world).await {
        assert_eq!((report.reviewed_by.as_str(), report.reviewed_at), ("D1", Some(monday)));
    }
}

async fn the_table_equals_the_dailies(world: &World) {
    let request = GetRepairRecordTableRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-20".to_owned(),
    };
    let mut manager = time(world, Role::DepartmentManager, "D1");
    let table = manager.get_repair_record_table(request).await.unwrap().into_inner();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let time = row.time.as_ref().unwrap();
            (row.technician_id.as_str(), time.service_class(), time.minutes)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("E1", ServiceClass::A, 120),
            ("E1", ServiceClass::C, 210),
            ("E1", ServiceClass::D, 60),
            ("E2", ServiceClass::C, 30)
        ]
    );
    let request = GetClassHoursRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-01".to_owned(),
        to_date: "2026-11-30".to_owned(),
    };
    let hours = manager.get_class_hours(request).await.unwrap().into_inner();
    let minutes: Vec<i64> = hours.classes.iter().map(|time| time.minutes).collect();
    assert_eq!((minutes, hours.total_minutes), (vec![120, 0, 240, 60], 420));
}
