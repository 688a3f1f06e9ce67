//! Days without callback and orders without callback (CBK-05, CBK-06, DSP-33).

use aftersales_kit::testing::TestDb;
use aftersales_proto::callback::v1::{CallbackOutcome, CallbackTaskState, callback_event::Event};

use crate::desk::{Desk, Visit, completion, delighted, refused};

aftersales_kit::on_both_databases!(
    cbk_05_a_customer_who_was_absent_is_not_called_the_next_day,
    cbk_05_the_day_is_kept_free_whatever_comes_first,
    cbk_05_an_overdue_callback_rests_that_day,
    cbk_06_an_order_reported_too_late_is_not_called_back,
    cbk_06_an_excluded_order_never_comes_on_the_list,
);

async fn cbk_05_a_customer_who_was_absent_is_not_called_the_next_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    let done = Visit::on("2026-11-16");
    let absent = Visit {
        customer: done.customer,
        ..Visit::on("2026-11-16")
    };
    desk.ready(&done).await;
    desk.suppress(&absent, "2026-11-17", "CUSTOMER_ABSENT").await;
    desk.suppress(&absent, "2026-11-17", "CUSTOMER_ABSENT").await;
    let task = desk.task(&done).await;
    assert_eq!(
        (task.due_date.as_str(), task.not_before.as_str()),
        ("2026-11-18", "2026-11-18")
    );
    let Some(Event::CallbackTaskMoved(moved)) = desk.payloads().await.pop() else {
        panic!("no event")
    };
    assert_eq!(
        (moved.old_due_date.as_str(), moved.cause.as_str()),
        ("2026-11-17", "CUSTOMER_ABSENT")
    );
    desk.rig.advance_to("2026-11-17T15:00:00+08:00").await;
    let early = desk.v1().await.complete_callback(completion(&task, delighted())).await;
    assert_eq!(refused(early), "CALLBACK_TOO_EARLY");
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    desk.v1()
        .await
        .complete_callback(completion(&task, delighted()))
        .await
        .unwrap();
    assert_eq!(
        desk.facts().await,
        [
            "CallbackTaskCreated",
            "CallbackTaskMoved",
            "CallbackCompleted",
            "CallbackClosed"
        ]
    );
    assert_eq!(
        desk.deadlines().await,
        ["DeadlineStarted", "DeadlineEnded", "DeadlineStarted", "DeadlineMet"]
    );
}

async fn cbk_05_the_day_is_kept_free_whatever_comes_first(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-13T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-13");
    desk.suppress(&visit, "2026-11-16", "CUSTOMER_ABSENT").await;
    desk.ready(&visit).await;
    assert_eq!(
        desk.task(&visit).await.due_date,
        "2026-11-17",
        "Friday, then not Monday"
    );
    let other = Visit::on("2026-11-13");
    desk.ready(&other).await;
    assert_eq!(desk.task(&other).await.due_date, "2026-11-16", "another customer");
}

async fn cbk_05_an_overdue_callback_rests_that_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-16");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T17:00:00+08:00").await;
    desk.suppress(&visit, "2026-11-19", "CUSTOMER_ABSENT").await;
    let task = desk.task(&visit).await;
    assert_eq!(
        (task.due_date.as_str(), task.not_before.as_str()),
        ("2026-11-17", "2026-11-20")
    );
    desk.rig.advance_to("2026-11-19T15:00:00+08:00").await;
    assert_eq!(
        refused(desk.v1().await.complete_callback(completion(&task, delighted())).await),
        "CALLBACK_TOO_EARLY"
    );
    desk.rig.advance_to("2026-11-20T10:00:00+08:00").await;
    desk.v1()
        .await
        .complete_callback(completion(&task, delighted()))
        .await
        .unwrap();
}

async fn cbk_06_an_order_reported_too_late_is_not_called_back(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-16");
    desk.ready(&visit).await;
    desk.suppress(&visit, "2026-11-17", "LATE_SELF_REPORT").await;
    let task = desk.task(&visit).await;
    assert_eq!(
        (task.state(), task.outcome()),
        (CallbackTaskState::Excluded, CallbackOutcome::Excluded)
    );
    assert_eq!(desk.facts().await, ["CallbackTaskCreated", "CallbackClosed"]);
    desk.rig.advance_to("2026-11-19T10:00:00+08:00").await;
    assert_eq!(
        desk.deadlines().await,
        ["DeadlineStarted", "DeadlineEnded"],
        "no breach"
    );
}

async fn cbk_06_an_excluded_order_never_comes_on_the_list(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-19T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-16");
    desk.suppress(&visit, "2026-11-17", "LATE_SELF_REPORT").await;
    desk.ready(&visit).await;
    assert_eq!(desk.task(&visit).await.state(), CallbackTaskState::Excluded);
    assert!(desk.deadlines().await.is_empty());
}
