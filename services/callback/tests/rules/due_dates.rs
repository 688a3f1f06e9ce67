//! When a customer is called back (CBK-02 to CBK-04, Q-5, S05).

use aftersales_kit::testing::{
    TestDb, fixture,
    rig::{at, reason},
};
use aftersales_proto::{
    callback::v1::{AttemptResult, CallbackTaskState, callback_event::Event},
    registry::v1::{BranchBookChanged, CalendarDay, CalendarSource, DayKind, RegistryEvent, registry_event},
};

use crate::desk::{Desk, Visit, attempt, completion, delighted};

aftersales_kit::on_both_databases!(
    cbk_02_the_list_is_built_from_finished_orders,
    cbk_03_a_replayed_event_makes_no_second_task,
    cbk_03_the_next_visit_of_an_order_is_asked_about_anew,
    cbk_04_due_on_the_working_day_after_the_appointed_date,
    cbk_04_no_earlier_than_the_visit_is_reported,
    cbk_04_nobody_is_called_before_the_day,
    cbk_04_an_uncalled_customer_is_a_missed_deadline,
    cbk_04_a_new_calendar_moves_the_day,
    cbk_04_a_year_without_notice_is_provisional,
);

async fn cbk_02_the_list_is_built_from_finished_orders(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let task = desk.task(&visit).await;
    assert_eq!(
        (task.work_order_id, task.ticket_id),
        (visit.order.to_string(), visit.ticket.to_string())
    );
    assert_eq!((task.visit_number, task.technician_id.as_str()), (1, "E1"));
    let Some(Event::CallbackTaskCreated(created)) = desk.payloads().await.pop() else {
        panic!("no event")
    };
    assert_eq!(created.due_at, Some(at("2026-11-18T18:00:00+08:00").to_proto()));
}

async fn cbk_03_a_replayed_event_makes_no_second_task(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let first = desk.task(&visit).await;
    desk.ready(&visit).await;
    assert_eq!(desk.task(&visit).await.id, first.id);
    assert_eq!(desk.facts().await, ["CallbackTaskCreated"]);
}

async fn cbk_03_the_next_visit_of_an_order_is_asked_about_anew(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let first = Visit::on("2026-11-17");
    let second = Visit {
        number: 2,
        appointed: "2026-11-20".to_owned(),
        ..first.clone()
    };
    desk.ready(&first).await;
    let task = desk.task(&first).await;
    desk.ready(&second).await;
    let next = desk.task(&second).await;
    assert_ne!(next.id, task.id);
    assert_eq!((next.visit_number, next.due_date.as_str()), (2, "2026-11-23"));
}

async fn cbk_04_due_on_the_working_day_after_the_appointed_date(db: TestDb) {
    let desk = Desk::start(&db, "2026-09-17T18:00:00+08:00").await;
    let table = [
        ("2026-11-17", "2026-11-18"),
        ("2026-10-09", "2026-10-10"),
        ("2026-10-10", "2026-10-12"),
        ("2026-09-18", "2026-09-20"),
        ("2026-09-24", "2026-09-28"),
        ("2026-09-30", "2026-10-08"),
    ];
    for (appointed, due) in table {
        let visit = Visit::on(appointed);
        desk.ready(&visit).await;
        let task = desk.task(&visit).await;
        assert_eq!(
            (task.due_date.as_str(), task.not_before.as_str()),
            (due, due),
            "appointed {appointed}"
        );
        assert_eq!(task.due_at, Some(at(&format!("{due}T18:00:00+08:00")).to_proto()));
        assert!(!task.due_provisional);
    }
}

async fn cbk_04_no_earlier_than_the_visit_is_reported(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-20T19:00:00+08:00").await;
    let cases = [
        ("2026-11-18T10:00:00+08:00", "2026-11-18"),
        ("2026-11-19T10:00:00+08:00", "2026-11-19"),
        ("2026-11-20T18:30:00+08:00", "2026-11-23"),
    ];
    for (confirmed, due) in cases {
        let visit = Visit {
            confirmed: confirmed.to_owned(),
            ..Visit::on("2026-11-17")
        };
        desk.ready(&visit).await;
        assert_eq!(desk.task(&visit).await.due_date, due, "confirmed {confirmed}");
    }
}

async fn cbk_04_nobody_is_called_before_the_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let (task, mut v1) = (desk.task(&visit).await, desk.v1().await);
    let early = v1.complete_callback(completion(&task, delighted())).await.unwrap_err();
    assert_eq!(
        (early.code(), reason(&early)),
        (tonic::Code::FailedPrecondition, "CALLBACK_TOO_EARLY".to_owned())
    );
    let early = v1
        .record_attempt(attempt(&task, AttemptResult::NoAnswer))
        .await
        .unwrap_err();
    assert_eq!(reason(&early), "CALLBACK_TOO_EARLY");
    desk.rig.advance_to("2026-11-18T08:59:59+08:00").await;
    assert_eq!(desk.task(&visit).await.state(), CallbackTaskState::Listed);
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    assert_eq!(desk.task(&visit).await.state(), CallbackTaskState::Queued);
}

async fn cbk_04_an_uncalled_customer_is_a_missed_deadline(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T18:00:00+08:00").await;
    assert_eq!(desk.deadlines().await, ["DeadlineStarted"]);
    desk.rig.advance_to("2026-11-19T10:00:00+08:00").await;
    assert_eq!(desk.deadlines().await, ["DeadlineStarted", "DeadlineMissed"]);
    let task = desk.task(&visit).await;
    desk.v1()
        .await
        .complete_callback(completion(&task, delighted()))
        .await
        .unwrap();
    assert_eq!(
        desk.deadlines().await,
        ["DeadlineStarted", "DeadlineMissed"],
        "late is late"
    );
}

/// A day that was a working day becomes a rest day of the branch.
fn rest_on(date: &str, version: i64) -> RegistryEvent {
    let mut book = fixture::books().remove(0);
    book.version = version;
    book.calendar_version = version;
    book.days.push(CalendarDay {
        date: date.to_owned(),
        kind: DayKind::Off.into(),
        name: "盘点".to_owned(),
        hours: Vec::new(),
        source: CalendarSource::Override.into(),
    });
    let fact = BranchBookChanged {
        book: Some(book),
        cause: "branch calendar".to_owned(),
    };
    RegistryEvent {
        event: Some(registry_event::Event::BranchBookChanged(fact)),
    }
}

async fn cbk_04_a_new_calendar_moves_the_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let branch = aftersales_kit::id::BranchId::parse("BJ01").unwrap();
    let changed = rest_on("2026-11-18", 2);
    let event = aftersales_kit::outbox::NewEvent::new("BJ01", branch, "BranchBookChanged", &changed);
    desk.rig.emit("registry", event).await;
    desk.rig.settle().await;
    let task = desk.task(&visit).await;
    assert_eq!(task.due_date, "2026-11-19");
    let Some(Event::CallbackTaskMoved(moved)) = desk.payloads().await.pop() else {
        panic!("no event")
    };
    assert_eq!(
        (moved.old_due_date.as_str(), moved.cause.as_str()),
        ("2026-11-18", "CALENDAR")
    );
    assert_eq!(desk.deadlines().await, ["DeadlineStarted", "DeadlineRecomputed"]);
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    assert_eq!(desk.task(&visit).await.state(), CallbackTaskState::Listed);
    desk.rig.advance_to("2026-11-19T09:00:00+08:00").await;
    assert_eq!(desk.task(&visit).await.state(), CallbackTaskState::Queued);
}

async fn cbk_04_a_year_without_notice_is_provisional(db: TestDb) {
    let desk = Desk::start(&db, "2026-12-31T17:40:00+08:00").await;
    let visit = Visit::on("2026-12-31");
    desk.ready(&visit).await;
    let task = desk.task(&visit).await;
    assert!(task.due_provisional);
    assert_eq!(task.due_date, "2027-01-04", "not on 1 January");
}
