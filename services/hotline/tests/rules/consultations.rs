//! Consultations: none ends without an answer or somebody who owes one.

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::hotline::v1::{
    AnswerConsultationRequest, Consultation, ConsultationKind, ConsultationState, EndCallRequest, FollowUp,
    GetConsultationRequest, ListConsultationsRequest, RecordConsultationRequest, WrapUpCode,
};

use crate::desk::{Desk, key, proto_at, refused};

aftersales_kit::on_both_databases!(
    hot_15_an_answered_question_is_a_consultation_record,
    hot_16_an_open_question_has_an_owner_and_a_due_time,
    hot_16_open_questions_come_first_by_due_time,
    an_answered_consultation_forgets_who_asked,
);

/// A question with its answer; empty for one that is owed.
pub fn question(answer: &str) -> RecordConsultationRequest {
    RecordConsultationRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: ConsultationKind::Technical.into(),
        caller_name: "王芳".to_owned(),
        caller_phone: "13800000001".to_owned(),
        question: "怎么加内存？\n可以自己装吗？".to_owned(),
        answer: answer.to_owned(),
        ..Default::default()
    }
}

/// A question that somebody owes an answer to.
pub fn owed(owner: &str, due: &str) -> RecordConsultationRequest {
    let follow_up = FollowUp {
        owner: owner.to_owned(),
        due_at: proto_at(due),
    };
    RecordConsultationRequest {
        follow_up: Some(follow_up),
        ..question("")
    }
}

fn answer(id: &str, customer_informed: bool) -> AnswerConsultationRequest {
    AnswerConsultationRequest {
        request_id: key(),
        consultation_id: id.to_owned(),
        answer: "可以".to_owned(),
        customer_informed,
        etag: String::new(),
        question_ref: None,
    }
}

impl Desk {
    /// Writes a consultation record.
    pub async fn record(&mut self, request: RecordConsultationRequest) -> Consultation {
        self.hotline
            .record_consultation(request)
            .await
            .unwrap()
            .into_inner()
            .consultation
            .unwrap()
    }

    async fn list(&mut self, request: ListConsultationsRequest) -> Vec<String> {
        let (mut token, mut numbers) = (String::new(), Vec::new());
        loop {
            let request = ListConsultationsRequest {
                branch_id: "BJ01".to_owned(),
                page_size: 2,
                page_token: token,
                ..request.clone()
            };
            let page = self.hotline.list_consultations(request).await.unwrap().into_inner();
            numbers.extend(page.consultations.into_iter().map(|record| record.number));
            token = page.next_page_token;
            if token.is_empty() {
                return numbers;
            }
        }
    }
}

async fn hot_15_an_answered_question_is_a_consultation_record(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await;
    let request = RecordConsultationRequest {
        call_id: call.id.clone(),
        ..question("可以自己装")
    };
    let record = desk.record(request).await;
    assert_eq!(
        (record.number.as_str(), record.state()),
        ("BJ01-C-000001", ConsultationState::Answered)
    );
    assert_eq!((record.agent_id.as_str(), record.answered_by.as_str()), ("H1", "H1"));
    let end = EndCallRequest {
        request_id: key(),
        call_id: call.id,
        wrap_up: WrapUpCode::Consulted.into(),
        need_summary: "咨询".to_owned(),
        ..EndCallRequest::default()
    };
    let call = desk.hotline.end_call(end).await.unwrap().into_inner().call.unwrap();
    assert_eq!(call.consultation_ids, [record.id]);
    let unknown = RecordConsultationRequest {
        call_id: key(),
        ..question("可以")
    };
    assert_eq!(
        refused(desk.hotline.record_consultation(unknown).await),
        "CALL_NOT_FOUND"
    );
    let guided = ConsultationKind::CarryInGuidance.into();
    let nowhere = RecordConsultationRequest {
        kind: guided,
        ..question("请到店")
    };
    assert_eq!(
        refused(desk.hotline.record_consultation(nowhere).await),
        "TARGET_BRANCH_MISSING"
    );
}

async fn hot_16_an_open_question_has_an_owner_and_a_due_time(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let due = "2026-11-16T15:00:00+08:00";
    let status = desk.hotline.record_consultation(question("")).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    assert_eq!(
        fields(&desk.hotline.record_consultation(question(" \n ")).await.unwrap_err()),
        ["answer"]
    );
    let both = RecordConsultationRequest {
        answer: "可以".to_owned(),
        ..owed("H1", due)
    };
    assert_eq!(
        refused(desk.hotline.record_consultation(both).await),
        "ANSWER_AND_FOLLOW_UP"
    );
    for past in ["2026-11-16T09:40:00+08:00", "2020-01-01T00:00:00Z"] {
        assert_eq!(
            refused(desk.hotline.record_consultation(owed("H1", past)).await),
            "FOLLOW_UP_IN_PAST"
        );
    }
    let stranger = desk.hotline.record_consultation(owed("E1-S", due)).await.unwrap_err();
    assert_eq!(fields(&stranger), ["follow_up.owner"]);

    let record = desk.record(owed("R1", due)).await;
    assert_eq!(
        (record.state(), record.available_actions.as_slice()),
        (ConsultationState::FollowUpOpen, &["AnswerConsultation".to_owned()][..])
    );
    desk.rig.advance_to("2026-11-16T15:01:00+08:00").await;
    assert!(desk.told().await.contains(&"DeadlineMissed".to_owned()));
    let overdue = ListConsultationsRequest {
        overdue_only: true,
        ..Default::default()
    };
    assert_eq!(desk.list(overdue.clone()).await, ["BJ01-C-000001"]);
    let status = desk
        .hotline
        .answer_consultation(answer(&record.id, false))
        .await
        .unwrap_err();
    assert_eq!(reason(&status), "CUSTOMER_NOT_INFORMED");
    let stale = AnswerConsultationRequest {
        etag: "\"9\"".to_owned(),
        ..answer(&record.id, true)
    };
    assert_eq!(refused(desk.hotline.answer_consultation(stale).await), "STALE_ETAG");
    let done = desk
        .hotline
        .answer_consultation(answer(&record.id, true))
        .await
        .unwrap()
        .into_inner();
    let done = done.consultation.unwrap();
    assert_eq!(
        (done.state(), done.answer.as_str()),
        (ConsultationState::Answered, "可以")
    );
    assert_eq!(
        refused(desk.hotline.answer_consultation(answer(&record.id, true)).await),
        "CONSULTATION_ANSWERED"
    );
    assert!(desk.list(overdue).await.is_empty());
}

async fn hot_16_open_questions_come_first_by_due_time(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    desk.record(question("一")).await;
    desk.record(owed("H1", "2026-11-17T12:00:00+08:00")).await;
    desk.rig.advance_to("2026-11-16T10:00:00+08:00").await;
    desk.record(question("二")).await;
    desk.record(owed("R1", "2026-11-16T12:00:00+08:00")).await;
    desk.record(owed("H1", "2026-11-18T12:00:00+08:00")).await;
    let number = |n: u8| format!("BJ01-C-00000{n}");
    let all = ListConsultationsRequest::default();
    assert_eq!(desk.list(all.clone()).await, [4, 2, 5, 3, 1].map(number));
    let open = ConsultationState::FollowUpOpen.into();
    assert_eq!(
        desk.list(ListConsultationsRequest {
            state: open,
            ..all.clone()
        })
        .await,
        [4, 2, 5].map(number)
    );
    let mine = ListConsultationsRequest {
        owner: "H1".to_owned(),
        ..all
    };
    assert_eq!(desk.list(mine).await, [2, 5].map(number));
}

async fn an_answered_consultation_forgets_who_asked(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let record = desk.record(question("可以")).await;
    desk.rig.advance_to("2026-11-24T12:00:00+08:00").await;
    let request = GetConsultationRequest {
        consultation_id: record.id,
    };
    let kept = desk
        .hotline
        .get_consultation(request)
        .await
        .unwrap()
        .into_inner()
        .consultation
        .unwrap();
    assert_eq!((kept.caller_name.as_str(), kept.caller_phone.as_str()), ("", ""));
    assert_eq!(
        (kept.question.as_str(), kept.answer.as_str()),
        ("怎么加内存？\n可以自己装吗？", "可以")
    );
}
