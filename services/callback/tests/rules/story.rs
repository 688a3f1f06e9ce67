//! S01, the callback part: V1 calls 王芳 on 2026-11-18 at 15:00.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::callback::v1::{
    Answer, CallbackOutcome, CallbackTaskState, GetTechnicianKpiRequest, Share, callback_event::Event,
};

use crate::desk::{Desk, Visit, completion, delighted, wang_fang};

aftersales_kit::on_both_databases!(s01_the_customer_is_called_on_the_next_working_day_and_is_satisfied);

async fn s01_the_customer_is_called_on_the_next_working_day_and_is_satisfied(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let listed = desk.task(&visit).await;
    assert_eq!(listed.state(), CallbackTaskState::Listed);
    assert_eq!(
        (listed.due_date.as_str(), listed.appointed_date.as_str()),
        ("2026-11-18", "2026-11-17")
    );
    assert_eq!(listed.contact, Some(wang_fang()));
    assert!(
        listed.available_actions.is_empty() && listed.readonly_reason.contains("2026-11-18"),
        "{listed:?}"
    );

    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let queued = desk.task(&visit).await;
    assert_eq!(queued.state(), CallbackTaskState::Queued);
    assert_eq!(queued.available_actions, ["RecordAttempt", "CompleteCallback"]);
    let answer = desk
        .v1()
        .await
        .complete_callback(completion(&queued, delighted()))
        .await
        .unwrap();
    let closed = answer.into_inner().task.unwrap();
    assert_eq!(
        (closed.state(), closed.outcome()),
        (CallbackTaskState::Closed, CallbackOutcome::Satisfied)
    );
    assert_eq!((closed.called_by.as_str(), closed.answers), ("V1", Some(delighted())));
    assert_eq!(closed.contact, None, "the contact goes when the task is closed");
    assert_eq!(
        desk.facts().await,
        ["CallbackTaskCreated", "CallbackCompleted", "CallbackClosed"]
    );
    assert_eq!(desk.deadlines().await, ["DeadlineStarted", "DeadlineMet"]);
    check_payloads(&desk).await;
    check_figures(&desk).await;
}

async fn check_payloads(desk: &Desk) {
    let events = desk.payloads().await;
    let [
        Event::CallbackTaskCreated(_),
        Event::CallbackCompleted(completed),
        Event::CallbackClosed(closed),
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!((completed.on_time(), completed.satisfied()), (Answer::Yes, Answer::Yes));
    assert_eq!(completed.task.as_ref().unwrap().technician_id, "E1");
    assert_eq!(closed.outcome(), CallbackOutcome::Satisfied);
}

async fn check_figures(desk: &Desk) {
    let request = GetTechnicianKpiRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        month: "2026-11".to_owned(),
    };
    let mut e1 = desk.client(Role::Technician, "BJ01", "E1").await;
    let kpi = e1.get_technician_kpi(request).await.unwrap().into_inner();
    assert_eq!(kpi.on_time, Some(Share { part: 1, whole: 1 }));
    assert_eq!((kpi.callbacks, kpi.appraisal.unwrap().attitude), (1, 400));
}
