//! Attempts that bring no answers (CBK-25, CBK-26, CBK-27).

use aftersales_kit::testing::{
    TestDb,
    rig::{at, fields, reason},
};
use aftersales_proto::callback::v1::{
    AttemptResult, CallbackOutcome, CallbackTask, CallbackTaskState, RecordAttemptRequest, callback_event::Event,
};

use crate::desk::{Desk, Visit, attempt, completion, delighted, refused};

aftersales_kit::on_both_databases!(
    cbk_25_customers_are_called_in_the_parts_of_the_day_only,
    cbk_26_an_attempt_is_noted_and_counts_as_called,
    cbk_26_three_days_and_three_parts_of_the_day,
    cbk_27_after_three_failures_the_customer_gets_a_message,
    an_attempt_is_not_of_the_future,
);

async fn due(db: &TestDb, now: &str) -> (Desk, Visit, CallbackTask) {
    let desk = Desk::start(db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to(now).await;
    let task = desk.task(&visit).await;
    (desk, visit, task)
}

async fn cbk_25_customers_are_called_in_the_parts_of_the_day_only(db: TestDb) {
    let (desk, _, task) = due(&db, "2026-11-18T20:30:00+08:00").await;
    let mut v1 = desk.v1().await;
    for outside in ["09:29:59", "11:30:00", "13:00:00", "17:00:00", "20:00:00"] {
        let time = at(&format!("2026-11-18T{outside}+08:00")).to_proto();
        let request = RecordAttemptRequest {
            at: Some(time),
            ..attempt(&task, AttemptResult::NoAnswer)
        };
        let status = v1.record_attempt(request).await.unwrap_err();
        assert_eq!(reason(&status), "OUTSIDE_DAY_PARTS", "{outside}");
        assert!(status.message().contains("AM 09:30-11:30"), "{}", status.message());
    }
    for inside in ["09:30:00", "11:29:59", "14:30:00", "19:59:59"] {
        let time = at(&format!("2026-11-18T{inside}+08:00")).to_proto();
        let request = RecordAttemptRequest {
            at: Some(time),
            ..attempt(&task, AttemptResult::NoAnswer)
        };
        v1.record_attempt(request).await.unwrap();
    }
}

async fn cbk_26_an_attempt_is_noted_and_counts_as_called(db: TestDb) {
    let (desk, visit, task) = due(&db, "2026-11-18T15:00:00+08:00").await;
    let request = RecordAttemptRequest {
        note: "占线".to_owned(),
        ..attempt(&task, AttemptResult::Busy)
    };
    let answer = desk.v1().await.record_attempt(request).await.unwrap();
    let after = answer.into_inner().task.unwrap();
    assert_eq!(after.state(), CallbackTaskState::Queued);
    assert_eq!(
        (after.attempts[0].by.as_str(), after.attempts[0].note.as_str()),
        ("V1", "占线")
    );
    assert_eq!(desk.task(&visit).await.attempts, after.attempts);
    let Some(Event::CallbackAttempted(attempted)) = desk.payloads().await.pop() else {
        panic!("no event")
    };
    assert_eq!((attempted.attempt_number, attempted.result()), (1, AttemptResult::Busy));
    assert_eq!(desk.deadlines().await, ["DeadlineStarted", "DeadlineMet"]);
    desk.v1()
        .await
        .complete_callback(completion(&after, delighted()))
        .await
        .unwrap();
}

async fn cbk_26_three_days_and_three_parts_of_the_day(db: TestDb) {
    let (desk, visit, task) = due(&db, "2026-11-18T15:00:00+08:00").await;
    let mut v1 = desk.v1().await;
    let tries = [
        "2026-11-18T19:00:00",
        "2026-11-19T15:30:00",
        "2026-11-19T16:30:00",
        "2026-11-20T16:00:00",
    ];
    v1.record_attempt(attempt(&task, AttemptResult::NoAnswer))
        .await
        .unwrap();
    for time in tries {
        desk.rig.advance_to(&format!("{time}+08:00")).await;
        v1.record_attempt(attempt(&task, AttemptResult::NoAnswer))
            .await
            .unwrap();
        assert_eq!(desk.task(&visit).await.state(), CallbackTaskState::Queued, "{time}");
    }
}

async fn cbk_27_after_three_failures_the_customer_gets_a_message(db: TestDb) {
    let (desk, visit, task) = due(&db, "2026-11-18T15:00:00+08:00").await;
    let mut v1 = desk.v1().await;
    for time in ["2026-11-18T15:00:00", "2026-11-19T10:00:00", "2026-11-20T19:00:00"] {
        desk.rig.advance_to(&format!("{time}+08:00")).await;
        v1.record_attempt(attempt(&task, AttemptResult::NoAnswer))
            .await
            .unwrap();
    }
    let over = desk.task(&visit).await;
    assert_eq!(
        (over.state(), over.outcome()),
        (CallbackTaskState::Unreached, CallbackOutcome::Notified)
    );
    assert_eq!(over.contact, None);
    assert_eq!(desk.facts().await.last().unwrap(), "CallbackClosed");
    assert_eq!(
        refused(v1.record_attempt(attempt(&task, AttemptResult::NoAnswer)).await),
        "CALLBACK_TASK_STATE"
    );
}

async fn an_attempt_is_not_of_the_future(db: TestDb) {
    let (desk, _, task) = due(&db, "2026-11-18T15:00:00+08:00").await;
    let ahead = Some(at("2026-11-18T15:00:01+08:00").to_proto());
    let request = RecordAttemptRequest {
        at: ahead,
        ..attempt(&task, AttemptResult::NoAnswer)
    };
    let status = desk.v1().await.record_attempt(request).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("TIME_IN_FUTURE".to_owned(), vec!["at".to_owned()])
    );
    let before = Some(at("2026-11-17T15:00:00+08:00").to_proto());
    let request = RecordAttemptRequest {
        at: before,
        ..attempt(&task, AttemptResult::NoAnswer)
    };
    assert_eq!(
        refused(desk.v1().await.record_attempt(request).await),
        "CALLBACK_TOO_EARLY"
    );
}
