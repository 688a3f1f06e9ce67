//! Story S08: the technician comes in time and nobody is there.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::World;
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    dispatch::v1::{WorkOrder, WorkOrderState},
    hotline::v1::{GetTimelineRequest, Ticket},
    sla::v1::DeadlineState,
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(
    s08_a_note_is_left_and_the_customer_calls_three_days_later,
    s08_who_comes_late_finds_nobody_absent,
    s08_an_absence_reported_the_next_day_is_an_exception,
);

/// Appointed for Monday 10:00 to 11:00; E2 arrives at an instant.
async fn on_site(desk: &Desk<'_>, arrives: &str) -> (Ticket, WorkOrder) {
    let (customer, asset) = desk.look_up("13800000001").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let order = desk.order(&ticket).await;
    desk.assign(&order, "E2").await.unwrap();
    desk.contact(&order, "E2").await.unwrap();
    desk.promise(&order, "E2", "2026-11-16T10:00:00+08:00", "2026-11-16T11:00:00+08:00")
        .await
        .unwrap();
    desk.report_appointment(&order, "E2").await.unwrap();
    desk.no_parts(&order, "E2").await.unwrap();
    desk.travel(&order, "E2", "2026-11-16T09:45:00+08:00", arrives)
        .await
        .unwrap();
    (ticket, order)
}

async fn s08_a_note_is_left_and_the_customer_calls_three_days_later(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:05:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (ticket, order) = on_site(&desk, "2026-11-16T10:20:00+08:00").await;
    let called = "2026-11-16T10:20:00+08:00";
    let refused = desk
        .complete("E2", desk.absent(&order, called, false))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "NOTE_NOT_LEFT", "DSP-33");
    desk.complete("E2", desk.absent(&order, called, true)).await.unwrap();
    assert!(desk.report(&order, "E2").await.unwrap().same_day);
    assert_eq!(desk.order(&ticket).await.state(), WorkOrderState::WaitingCustomer);
    assert_eq!(suppressed(world, &ticket).await, ["2026-11-17 CUSTOMER_ABSENT"]);
    world.at("2026-11-17T18:00:00+08:00").await.unwrap();
    assert!(desk.task(&ticket).await.is_err(), "nobody is called back on the 17th");
    world.at("2026-11-19T09:30:00+08:00").await.unwrap();
    assert!(desk.order(&ticket).await.missed_services.is_empty(), "not missed");
    let order = desk.reopen(&order).await.unwrap();
    assert_eq!(order.state(), WorkOrderState::Contacted);
    desk.promise(&order, "E2", "2026-11-20T10:00:00+08:00", "2026-11-20T11:00:00+08:00")
        .await
        .unwrap();
    desk.no_parts(&order, "E2").await.unwrap();
    desk.travel(&order, "E2", "2026-11-20T09:45:00+08:00", "2026-11-20T10:05:00+08:00")
        .await
        .unwrap();
    let done = desk.repaired(&order, at("2026-11-20T10:05:00+08:00"));
    desk.complete("E2", done).await.unwrap();
    desk.report(&order, "E2").await.unwrap();
    desk.confirm(&order).await.unwrap();
    let order = desk.order(&ticket).await;
    assert_eq!((order.visits.len(), order.state()), (2, WorkOrderState::Confirmed));
    assert_eq!(desk.task(&ticket).await.unwrap().due_date, "2026-11-23");
}

/// The days without a callback, with the reason, as the ticket's timeline tells them.
async fn suppressed(world: &World, ticket: &Ticket) -> Vec<String> {
    let request = GetTimelineRequest {
        ticket_id: ticket.id.clone(),
        page_size: 200,
        page_token: String::new(),
    };
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    let entries = hotline.get_timeline(request).await.unwrap().into_inner().entries;
    let told = entries
        .iter()
        .filter(|entry| entry.r#type.ends_with(".CallbackSuppressed"));
    told.map(|entry| format!("{} {}", entry.facts["date"], entry.facts["reason"]))
        .collect()
}

async fn s08_who_comes_late_finds_nobody_absent(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:05:00+08:00").await;
    let desk = Desk::bj01(&suite.world);
    let (ticket, order) = on_site(&desk, "2026-11-16T11:40:00+08:00").await;
    let absent = desk.absent(&order, "2026-11-16T11:40:00+08:00", true);
    let refused = desk.complete("E2", absent).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ABSENT_OUTSIDE_WINDOW");
    assert!(!desk.order(&ticket).await.visits[0].on_time, "it counts as late");
    let deadlines = desk.deadlines("dispatch", &ticket).await;
    let window = deadlines
        .iter()
        .find(|deadline| deadline.kind == "visit_window")
        .unwrap();
    assert_eq!(window.state(), DeadlineState::Missed);
}

async fn s08_an_absence_reported_the_next_day_is_an_exception(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:05:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (ticket, order) = on_site(&desk, "2026-11-16T10:20:00+08:00").await;
    let absent = desk.absent(&order, "2026-11-16T10:20:00+08:00", true);
    desk.complete("E2", absent).await.unwrap();
    world.at("2026-11-17T09:00:00+08:00").await.unwrap();
    assert!(!desk.report(&order, "E2").await.unwrap().same_day);
    let deadlines = desk.deadlines("dispatch", &ticket).await;
    let report = deadlines
        .iter()
        .find(|deadline| deadline.kind == "completion_report")
        .unwrap();
    assert_eq!(report.state(), DeadlineState::Missed, "the exception");
    assert!(desk.order(&ticket).await.missed_services.is_empty());
}
