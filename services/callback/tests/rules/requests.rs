//! Repeated and stale requests (X1, X2).

use aftersales_kit::testing::{TestDb, rig::reason};
use aftersales_proto::callback::v1::{AttemptResult, CallbackTask, CompleteCallbackRequest, RecordAttemptRequest};

use crate::desk::{Desk, Visit, attempt, completion, delighted, refused};

aftersales_kit::on_both_databases!(
    x1_the_same_request_gives_the_same_answer,
    x1_a_key_is_not_used_for_something_else,
    x2_a_stale_etag_is_refused,
    an_unknown_task_is_not_found,
);

async fn due(db: &TestDb) -> (Desk, CallbackTask) {
    let desk = Desk::start(db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let task = desk.task(&visit).await;
    (desk, task)
}

async fn x1_the_same_request_gives_the_same_answer(db: TestDb) {
    let (desk, task) = due(&db).await;
    let (mut v1, request) = (desk.v1().await, completion(&task, delighted()));
    let first = v1.complete_callback(request.clone()).await.unwrap().into_inner();
    let second = v1.complete_callback(request).await.unwrap().into_inner();
    assert_eq!(first, second);
    assert_eq!(
        desk.facts().await,
        ["CallbackTaskCreated", "CallbackCompleted", "CallbackClosed"]
    );
}

async fn x1_a_key_is_not_used_for_something_else(db: TestDb) {
    let (desk, task) = due(&db).await;
    let (mut v1, request) = (desk.v1().await, attempt(&task, AttemptResult::NoAnswer));
    v1.record_attempt(request.clone()).await.unwrap();
    let other = RecordAttemptRequest {
        result: AttemptResult::Busy.into(),
        ..request
    };
    let status = v1.record_attempt(other).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::AlreadyExists, "REQUEST_ID_REUSED".to_owned())
    );
}

async fn x2_a_stale_etag_is_refused(db: TestDb) {
    let (desk, task) = due(&db).await;
    let mut v1 = desk.v1().await;
    v1.record_attempt(RecordAttemptRequest {
        etag: task.etag.clone(),
        ..attempt(&task, AttemptResult::Busy)
    })
    .await
    .unwrap();
    let stale = CompleteCallbackRequest {
        etag: task.etag.clone(),
        ..completion(&task, delighted())
    };
    let status = v1.complete_callback(stale).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::Aborted, "STALE_ETAG".to_owned())
    );
    let garbage = CompleteCallbackRequest {
        etag: "garbage".to_owned(),
        ..completion(&task, delighted())
    };
    assert_eq!(refused(v1.complete_callback(garbage).await), "STALE_ETAG");
    v1.complete_callback(completion(&task, delighted())).await.unwrap();
}

async fn an_unknown_task_is_not_found(db: TestDb) {
    let (desk, task) = due(&db).await;
    let mut v1 = desk.v1().await;
    let unknown = CallbackTask {
        id: task.ticket_id.clone(),
        ..task
    };
    let status = v1
        .complete_callback(completion(&unknown, delighted()))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::NotFound, "CALLBACK_TASK_NOT_FOUND".to_owned())
    );
}
