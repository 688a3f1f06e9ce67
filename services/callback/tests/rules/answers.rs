//! What the customer says, and what follows (CBK-01, CBK-07 to CBK-09, CBK-14, CBK-61, CBK-62, X-06).

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{
    callback::v1::{
        Answer, Appraisal, CallbackAnswers, CallbackOutcome, CallbackTask, CallbackTaskState, callback_event::Event,
    },
    common::v1::DissatisfactionReason,
};

use crate::desk::{Desk, Visit, completion, delighted, refused};

aftersales_kit::on_both_databases!(
    cbk_07_every_answer_reaches_dispatch_by_key,
    cbk_08_not_on_time_is_reported_and_reissued,
    cbk_09_a_needed_visit_is_reported,
    cbk_14_four_items_of_four_levels,
    cbk_61_a_callback_is_done_with_all_answers_only,
    cbk_62_an_unsatisfied_customer_is_asked_why,
    x_03_a_closed_task_is_immutable,
    x_06_chinese_text_comes_back_as_it_was,
);

async fn due(db: &TestDb) -> (Desk, CallbackTask) {
    let desk = Desk::start(db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let task = desk.task(&visit).await;
    (desk, task)
}

async fn cbk_07_every_answer_reaches_dispatch_by_key(db: TestDb) {
    let (desk, task) = due(&db).await;
    let answers = CallbackAnswers {
        contacted_within_one_day: Answer::No.into(),
        on_time: Answer::Unknown.into(),
        ..delighted()
    };
    desk.v1()
        .await
        .complete_callback(completion(&task, answers))
        .await
        .unwrap();
    let events = desk.payloads().await;
    let Event::CallbackCompleted(completed) = &events[1] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (completed.contacted_within_one_day(), completed.on_time()),
        (Answer::No, Answer::Unknown)
    );
    assert_eq!(
        (completed.needs_revisit(), completed.completed_by.as_str()),
        (Answer::No, "V1")
    );
}

async fn cbk_08_not_on_time_is_reported_and_reissued(db: TestDb) {
    let (desk, task) = due(&db).await;
    let late = CallbackAnswers {
        on_time: Answer::No.into(),
        ..delighted()
    };
    let answer = desk
        .v1()
        .await
        .complete_callback(completion(&task, late))
        .await
        .unwrap();
    assert_eq!(answer.into_inner().task.unwrap().outcome(), CallbackOutcome::Reissued);
    let facts = desk.facts().await;
    assert_eq!(
        facts[1..],
        ["CallbackCompleted", "VisitNotOnTimeReported", "CallbackClosed"]
    );
}

async fn cbk_09_a_needed_visit_is_reported(db: TestDb) {
    let (desk, task) = due(&db).await;
    let again = CallbackAnswers {
        needs_revisit: Answer::Yes.into(),
        ..delighted()
    };
    let answer = desk
        .v1()
        .await
        .complete_callback(completion(&task, again))
        .await
        .unwrap();
    assert_eq!(answer.into_inner().task.unwrap().outcome(), CallbackOutcome::Revisit);
    assert_eq!(
        desk.facts().await[1..],
        ["CallbackCompleted", "RevisitNeeded", "CallbackClosed"]
    );
}

async fn cbk_14_four_items_of_four_levels(db: TestDb) {
    let (desk, task) = due(&db).await;
    let marks = Appraisal {
        attitude: 5,
        skill: 0,
        arrival_time: -1,
        promises: 4,
    };
    let answers = CallbackAnswers {
        appraisal: Some(marks),
        ..delighted()
    };
    let status = desk
        .v1()
        .await
        .complete_callback(completion(&task, answers))
        .await
        .unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "answers.appraisal.arrival_time",
            "answers.appraisal.attitude",
            "answers.appraisal.skill"
        ]
    );
    let marks = Appraisal {
        attitude: 4,
        skill: 3,
        arrival_time: 2,
        promises: 4,
    };
    let answers = CallbackAnswers {
        appraisal: Some(marks),
        ..delighted()
    };
    let answer = desk
        .v1()
        .await
        .complete_callback(completion(&task, answers))
        .await
        .unwrap();
    assert_eq!(
        answer.into_inner().task.unwrap().answers.unwrap().appraisal,
        Some(marks)
    );
}

async fn cbk_61_a_callback_is_done_with_all_answers_only(db: TestDb) {
    let (desk, task) = due(&db).await;
    let status = desk
        .v1()
        .await
        .complete_callback(completion(&task, CallbackAnswers::default()))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::InvalidArgument, "INVALID_REQUEST".to_owned())
    );
    let missing = [
        "answers.appraisal",
        "answers.contacted_within_one_day",
        "answers.needs_revisit",
        "answers.on_time",
        "answers.satisfied",
        "answers.suggestions",
    ];
    assert_eq!(fields(&status), missing);
    let blank = CallbackAnswers {
        suggestions: " \u{3000}".to_owned(),
        ..delighted()
    };
    let status = desk
        .v1()
        .await
        .complete_callback(completion(&task, blank))
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["answers.suggestions"]);
    assert_eq!(desk.facts().await, ["CallbackTaskCreated"], "nothing happened");
}

async fn cbk_62_an_unsatisfied_customer_is_asked_why(db: TestDb) {
    let (desk, task) = due(&db).await;
    let mut v1 = desk.v1().await;
    let silent = CallbackAnswers {
        satisfied: Answer::No.into(),
        ..delighted()
    };
    let status = v1
        .complete_callback(completion(&task, silent.clone()))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::FailedPrecondition, "REASON_MISSING".to_owned())
    );
    assert_eq!(fields(&status), ["answers.reason_text", "answers.reasons"]);
    let speaking = CallbackAnswers {
        reasons: vec![
            DissatisfactionReason::Skill.into(),
            DissatisfactionReason::ResponseSpeed.into(),
        ],
        reason_text: "修了两次才好".to_owned(),
        ..silent
    };
    let task = v1
        .complete_callback(completion(&task, speaking.clone()))
        .await
        .unwrap()
        .into_inner()
        .task
        .unwrap();
    assert_eq!(
        (task.state(), task.outcome()),
        (CallbackTaskState::Completed, CallbackOutcome::Unspecified)
    );
    assert_eq!(task.answers, Some(speaking));
    assert!(
        task.available_actions.is_empty() && task.readonly_reason.contains("chief"),
        "{}",
        task.readonly_reason
    );
    assert_eq!(
        desk.facts().await[1..],
        ["CallbackCompleted", "DissatisfactionReported"]
    );
}

async fn x_03_a_closed_task_is_immutable(db: TestDb) {
    let (desk, task) = due(&db).await;
    let mut v1 = desk.v1().await;
    v1.complete_callback(completion(&task, delighted())).await.unwrap();
    assert_eq!(
        refused(v1.complete_callback(completion(&task, delighted())).await),
        "CALLBACK_TASK_STATE"
    );
    let request = crate::desk::attempt(&task, aftersales_proto::callback::v1::AttemptResult::Busy);
    assert_eq!(refused(v1.record_attempt(request).await), "CALLBACK_TASK_STATE");
}

async fn x_06_chinese_text_comes_back_as_it_was(db: TestDb) {
    let (desk, task) = due(&db).await;
    let answers = CallbackAnswers {
        suggestions: "𠮷先生：希望Ｗｉ－Ｆｉ更快 🏠\n谢谢".to_owned(),
        ..delighted()
    };
    let answer = desk
        .v1()
        .await
        .complete_callback(completion(&task, answers.clone()))
        .await
        .unwrap();
    assert_eq!(
        answer.into_inner().task.unwrap().answers.unwrap().suggestions,
        answers.suggestions
    );
    for bad in ["a\u{202E}b", "a\u{0000}b"] {
        let answers = CallbackAnswers {
            suggestions: bad.to_owned(),
            ..delighted()
        };
        assert_eq!(
            refused(desk.v1().await.complete_callback(completion(&task, answers)).await),
            "INVALID_REQUEST"
        );
    }
    for (length, reason) in [(1_001, "INVALID_REQUEST"), (350_000, "TOO_LARGE")] {
        let answers = CallbackAnswers {
            suggestions: "长".repeat(length),
            ..delighted()
        };
        assert_eq!(
            refused(desk.v1().await.complete_callback(completion(&task, answers)).await),
            reason
        );
    }
}
