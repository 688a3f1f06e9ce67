//! Reports that neither a caller nor a visitor makes, and questions at the counter.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::{
    common::v1::CoverageKind,
    hotline::v1::{
        AnswerConsultationRequest, ConsultationKind, ConsultationState, FollowUp, GetIntakeRequest, IntakeChannel,
        LetterSource, ListConsultationsRequest, OpenTicketRequest, PartyType, RecordConsultationRequest,
    },
};

use crate::{
    desk::{Desk, key, proto_at, refused, written},
    played::{LI, SN200},
};

aftersales_kit::on_both_databases!(
    a_liaison_letter_covers_only_when_both_sides_confirmed_it,
    a_technician_reports_what_he_found,
    hot_42_a_technical_question_is_a_record_of_its_own,
    hot_43_a_visitors_question_is_asked_of_a_colleague_and_reported_back,
);

async fn a_liaison_letter_covers_only_when_both_sides_confirmed_it(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let by_letter = |letter| OpenTicketRequest {
        channel: IntakeChannel::LiaisonLetter.into(),
        customer_id: LI.to_owned(),
        asset_id: SN200.to_owned(),
        letter,
        ..written()
    };
    let confirmed = LetterSource {
        letter_no: "LH-2026-017".to_owned(),
        sender_confirmed_at: proto_at("2026-11-12T10:00:00+08:00"),
        receiver_confirmed_at: proto_at("2026-11-13T10:00:00+08:00"),
    };
    let status = desk.hotline.open_ticket(by_letter(None)).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("DETAILS_MISSING".to_owned(), vec!["letter".to_owned()])
    );
    let half = LetterSource {
        receiver_confirmed_at: None,
        ..confirmed.clone()
    };
    let status = desk.hotline.open_ticket(by_letter(Some(half))).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        (
            "LETTER_NOT_CONFIRMED".to_owned(),
            vec!["letter.receiver_confirmed_at".to_owned()]
        )
    );
    let stray = OpenTicketRequest {
        channel: IntakeChannel::Document.into(),
        ..by_letter(Some(confirmed.clone()))
    };
    assert_eq!(fields(&desk.hotline.open_ticket(stray).await.unwrap_err()), ["letter"]);
    let ticket = desk.open(by_letter(Some(confirmed))).await;
    assert_eq!(ticket.coverage_kind(), CoverageKind::LiaisonLetter);
}

async fn a_technician_reports_what_he_found(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let found_by = |code: &str| OpenTicketRequest {
        channel: IntakeChannel::Technician.into(),
        reporting_technician_id: code.to_owned(),
        party: PartyType::Internal.into(),
        ..written()
    };
    for (nobody, why) in [
        ("", "DETAILS_MISSING"),
        ("C1", "REPORTER_NOT_FOUND"),
        ("E9", "REPORTER_NOT_FOUND"),
    ] {
        let status = desk.hotline.open_ticket(found_by(nobody)).await.unwrap_err();
        assert_eq!(reason(&status), why, "{nobody}");
        assert_eq!(fields(&status), ["reporting_technician_id"]);
    }
    let ticket = desk.open(found_by("E1")).await;
    let mut intakes = desk.intakes(Role::Chief, "M1").await;
    let kept = intakes.get_intake(GetIntakeRequest { ticket_id: ticket.id }).await;
    let kept = kept.unwrap().into_inner().intake.unwrap();
    assert_eq!(
        (kept.reporting_technician_id.as_str(), kept.party()),
        ("E1", PartyType::Internal)
    );
}

fn asked(answer: &str, follow_up: Option<FollowUp>) -> RecordConsultationRequest {
    RecordConsultationRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: ConsultationKind::Technical.into(),
        caller_name: "王芳".to_owned(),
        caller_phone: "13800000001".to_owned(),
        question: "怎么加内存？".to_owned(),
        answer: answer.to_owned(),
        follow_up,
        ..Default::default()
    }
}

async fn hot_42_a_technical_question_is_a_record_of_its_own(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let answer = desk.hotline.record_consultation(asked("插在第二个槽", None)).await;
    let answer = answer.unwrap().into_inner();
    let record = answer.consultation.unwrap();
    assert_eq!(
        (record.kind(), record.state(), record.answer.as_str()),
        (ConsultationKind::Technical, ConsultationState::Answered, "插在第二个槽")
    );
    assert!(answer.prompts.is_empty(), "nothing is owed");
    let status = desk.hotline.record_consultation(asked("", None)).await.unwrap_err();
    assert_eq!(
        fields(&status),
        ["answer"],
        "it does not end without an answer or somebody who owes one"
    );
}

async fn hot_43_a_visitors_question_is_asked_of_a_colleague_and_reported_back(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut reception = desk.client(Role::Receptionist, "BJ01", "R1").await;
    let colleague = FollowUp {
        owner: "E1".to_owned(),
        due_at: proto_at("2026-11-16T15:00:00+08:00"),
    };
    let answer = reception.record_consultation(asked("", Some(colleague))).await;
    let answer = answer.unwrap().into_inner();
    assert_eq!(
        answer.prompts,
        ["I am sorry, I am not sure about this. I will ask a colleague and report back to you by 2026-11-16 15:00."]
    );
    let record = answer.consultation.unwrap();
    assert_eq!(record.state(), ConsultationState::FollowUpOpen);
    let overdue = ListConsultationsRequest {
        branch_id: "BJ01".to_owned(),
        overdue_only: true,
        ..Default::default()
    };
    desk.rig.advance_to("2026-11-16T15:01:00+08:00").await;
    let listed = reception.list_consultations(overdue).await.unwrap().into_inner();
    assert_eq!(listed.consultations[0].id, record.id);
    let report = |customer_informed| AnswerConsultationRequest {
        request_id: key(),
        consultation_id: record.id.clone(),
        answer: "可以自己装".to_owned(),
        customer_informed,
        ..AnswerConsultationRequest::default()
    };
    assert_eq!(
        refused(reception.answer_consultation(report(false)).await),
        "CUSTOMER_NOT_INFORMED"
    );
    let done = reception.answer_consultation(report(true)).await.unwrap().into_inner();
    assert_eq!(done.consultation.unwrap().answered_by, "R1");
}
