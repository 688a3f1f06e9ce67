//! Story S10: a job that the technician received himself, reported on the day, a day, two and three days later.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::World;
use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig::at},
};
use aftersales_proto::{
    callback::v1::CallbackTaskState,
    dispatch::v1::{MissedServiceKind, WorkOrder, WorkOrderSource, WorkOrderState},
    hotline::v1::TicketState,
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(
    s10_reported_on_the_day_it_is_called_back_as_any_other,
    s10_reported_a_day_later_it_is_a_missed_service,
    s10_reported_two_days_later_is_still_only_late,
    s10_reported_three_days_later_there_is_neither_callback_nor_bonus,
);

/// E1's own job, done on Monday the 16th, reported at an instant, and confirmed.
async fn reported(world: &World, desk: &Desk<'_>, instant: &str) -> WorkOrder {
    let (customer, asset) = desk.look_up("13800000001").await;
    let order = desk.own_job(&customer, &asset).await.unwrap();
    assert_eq!(order.source(), WorkOrderSource::Self_);
    let ticket = desk.ticket(&order.ticket_id).await.unwrap();
    assert_eq!(ticket.register_no, "BJ01-R-000001", "the register takes it up");
    assert_eq!(ticket.state(), TicketState::Received);
    desk.promise(&order, "E1", "2026-11-16T14:00:00+08:00", "2026-11-16T16:00:00+08:00")
        .await
        .unwrap();
    desk.no_parts(&order, "E1").await.unwrap();
    desk.travel(&order, "E1", "2026-11-16T13:30:00+08:00", "2026-11-16T14:00:00+08:00")
        .await
        .unwrap();
    world.at("2026-11-16T15:00:00+08:00").await.unwrap();
    let done = desk.repaired(&order, at("2026-11-16T15:00:00+08:00"));
    desk.complete("E1", done).await.unwrap();
    world.at(instant).await.unwrap();
    desk.report(&order, "E1").await.unwrap();
    desk.confirm(&order).await.unwrap();
    desk.order_by_id(&order.id).await
}

fn kinds(order: &WorkOrder) -> Vec<MissedServiceKind> {
    order.missed_services.iter().map(|missed| missed.kind()).collect()
}

async fn s10_reported_on_the_day_it_is_called_back_as_any_other(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let order = reported(world, &desk, "2026-11-16T21:00:00+08:00").await;
    assert_eq!((kinds(&order), order.bonus_exclusion.as_str()), (vec![], ""));
    let task = desk.task_of(&order.ticket_id).await.unwrap();
    assert_eq!(task.due_date, "2026-11-17");
    world.at("2026-11-17T15:00:00+08:00").await.unwrap();
    let task = desk.task_of(&order.ticket_id).await.unwrap();
    assert_eq!(task.contact.clone().unwrap().phone, "13800000001", "whom to call");
    desk.complete_callback(&task, desk.answers()).await.unwrap();
    assert_eq!(desk.order_by_id(&order.id).await.state(), WorkOrderState::Closed);
    assert_eq!(
        desk.ticket(&order.ticket_id).await.unwrap().state(),
        TicketState::Closed
    );
}

async fn s10_reported_a_day_later_it_is_a_missed_service(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let order = reported(world, &desk, "2026-11-17T10:00:00+08:00").await;
    assert_eq!(
        (kinds(&order), order.bonus_exclusion.as_str()),
        (vec![MissedServiceKind::LateReport], "")
    );
    let task = desk.task_of(&order.ticket_id).await.unwrap();
    assert_ne!(task.state(), CallbackTaskState::Excluded, "the callback is still made");
}

async fn s10_reported_two_days_later_is_still_only_late(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let order = reported(world, &desk, "2026-11-18T23:00:00+08:00").await;
    assert_eq!(
        (kinds(&order), order.bonus_exclusion.as_str()),
        (vec![MissedServiceKind::LateReport], "")
    );
    let task = desk.task_of(&order.ticket_id).await.unwrap();
    assert_ne!(task.state(), CallbackTaskState::Excluded);
}

async fn s10_reported_three_days_later_there_is_neither_callback_nor_bonus(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let order = reported(world, &desk, "2026-11-19T10:00:00+08:00").await;
    assert_eq!(
        (kinds(&order), order.bonus_exclusion.as_str()),
        (vec![MissedServiceKind::LateReport], "LATE_SELF_REPORT")
    );
    let task = desk.task_of(&order.ticket_id).await.unwrap();
    assert_eq!(task.state(), CallbackTaskState::Excluded, "CBK-06");
    assert_eq!(desk.order_by_id(&order.id).await.state(), WorkOrderState::Closed);
}
