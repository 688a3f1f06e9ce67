//! The chief analyses a dissatisfaction (CBK-01, CBK-63).

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{
    callback::v1::{
        Answer, CallbackAnswers, CallbackOutcome, CallbackTask, CallbackTaskState, Improvement,
        RecordImprovementRequest, callback_event::Event,
    },
    common::v1::DissatisfactionReason,
};

use crate::desk::{Desk, Visit, completion, delighted, key, refused, task_of};

aftersales_kit::on_both_databases!(
    cbk_63_the_chief_sets_a_measure_before_the_task_is_closed,
    cbk_63_a_measure_is_complete_and_not_of_the_past,
    cbk_63_a_late_visit_is_still_reissued_when_the_chief_is_done,
);

async fn unsatisfied(db: &TestDb, on_time: Answer) -> (Desk, CallbackTask) {
    let desk = Desk::start(db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let answers = CallbackAnswers {
        on_time: on_time.into(),
        satisfied: Answer::No.into(),
        reasons: vec![DissatisfactionReason::Other.into()],
        reason_text: "备件错发".to_owned(),
        ..delighted()
    };
    let request = completion(&desk.task(&visit).await, answers);
    desk.v1().await.complete_callback(request).await.unwrap();
    let task = task_of(&mut desk.m1().await, &visit).await;
    (desk, task)
}

fn measure(task: &CallbackTask) -> RecordImprovementRequest {
    RecordImprovementRequest {
        request_id: key(),
        callback_task_id: task.id.clone(),
        improvement: Some(Improvement {
            root_cause: "备件错发".to_owned(),
            measure: "出库双人复核".to_owned(),
            owner: "P1".to_owned(),
            due_date: "2026-11-25".to_owned(),
        }),
        etag: task.etag.clone(),
    }
}

async fn cbk_63_the_chief_sets_a_measure_before_the_task_is_closed(db: TestDb) {
    let (desk, task) = unsatisfied(&db, Answer::Yes).await;
    assert_eq!(task.available_actions, ["RecordImprovement"]);
    let answer = desk.m1().await.record_improvement(measure(&task)).await.unwrap();
    let closed = answer.into_inner().task.unwrap();
    assert_eq!(
        (closed.state(), closed.outcome()),
        (CallbackTaskState::Closed, CallbackOutcome::FollowedUp)
    );
    assert_eq!(closed.improvement, measure(&task).improvement);
    assert!(closed.contact.is_none() && closed.closed_at.is_some());
    assert_eq!(
        desk.facts().await[2..],
        ["DissatisfactionReported", "ImprovementRecorded", "CallbackClosed"]
    );
    let again = RecordImprovementRequest {
        etag: String::new(),
        ..measure(&task)
    };
    assert_eq!(
        refused(desk.m1().await.record_improvement(again).await),
        "CALLBACK_TASK_STATE"
    );
}

async fn cbk_63_a_measure_is_complete_and_not_of_the_past(db: TestDb) {
    let (desk, task) = unsatisfied(&db, Answer::Yes).await;
    let mut m1 = desk.m1().await;
    let empty = RecordImprovementRequest {
        improvement: Some(Improvement::default()),
        ..measure(&task)
    };
    let status = m1.record_improvement(empty).await.unwrap_err();
    let all = [
        "improvement.due_date",
        "improvement.measure",
        "improvement.owner",
        "improvement.root_cause",
    ];
    assert_eq!(fields(&status), all);
    let with = |change: fn(&mut Improvement)| {
        let mut request = measure(&task);
        change(request.improvement.as_mut().unwrap());
        request
    };
    let past = with(|improvement| improvement.due_date = "2026-11-17".to_owned());
    let status = m1.record_improvement(past).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("DUE_DATE_IN_PAST".to_owned(), vec![all[0].to_owned()])
    );
    let stranger = with(|improvement| improvement.owner = "Z9".to_owned());
    let status = m1.record_improvement(stranger).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("INVALID_REQUEST".to_owned(), vec![all[2].to_owned()])
    );
    m1.record_improvement(with(|improvement| improvement.due_date = "2026-11-18".to_owned()))
        .await
        .unwrap();
}

async fn cbk_63_a_late_visit_is_still_reissued_when_the_chief_is_done(db: TestDb) {
    let (desk, task) = unsatisfied(&db, Answer::No).await;
    desk.m1().await.record_improvement(measure(&task)).await.unwrap();
    let Some(Event::CallbackClosed(closed)) = desk.payloads().await.pop() else {
        panic!("no event")
    };
    assert_eq!(closed.outcome(), CallbackOutcome::Reissued);
}
