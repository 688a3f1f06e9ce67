//! Where a call stands in the hotline's flow (F-1, HOT-19).

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::{
    common::v1::FaultKind,
    hotline::v1::{
        AnswerConsultationRequest, Call, CallCause, CallState, ConsultationKind, ContactStage, EndCallRequest,
        FollowUp, GetCallRequest, GetRepeatCallReportRequest, ListCallsRequest, NeedKind, OpenTicketRequest,
        RecordCallRequest, RecordConsultationRequest, RecordNeedRequest, WrapUpCode,
    },
};
use tonic::Status;

use crate::{
    desk::{Desk, key, proto_at, refused, ringing as by_hand, written},
    exchange::{answered, ended, ringing},
    played::{LI, SN100, SN200, WANG},
};

aftersales_kit::on_both_databases!(
    hot_19_a_repair_goes_from_the_need_over_the_mode_to_its_ticket,
    hot_19_a_question_goes_over_its_record_and_the_answer_owed,
    hot_19_the_flow_is_taken_in_its_order,
    hot_11_a_repair_is_judged_with_customer_asset_and_fault,
    hot_05_a_call_that_nobody_wrapped_up_is_seen,
    hot_08_who_asks_again_about_a_ticket_calls_again_for_the_matter,
    hot_19_nothing_is_recorded_in_a_call_that_nobody_answered,
);

fn need(call: &str, kind: NeedKind) -> RecordNeedRequest {
    let repair = kind == NeedKind::Repair;
    RecordNeedRequest {
        request_id: key(),
        call_id: call.to_owned(),
        need_summary: "无法开机".to_owned(),
        kind: kind.into(),
        customer_id: WANG.to_owned(),
        asset_id: if repair { SN100.to_owned() } else { String::new() },
        fault_kind: if repair { FaultKind::Hardware.into() } else { 0 },
        ..RecordNeedRequest::default()
    }
}

fn end(call: &str, wrap_up: WrapUpCode) -> EndCallRequest {
    EndCallRequest {
        request_id: key(),
        call_id: call.to_owned(),
        wrap_up: wrap_up.into(),
        need_summary: "无法开机".to_owned(),
        ..EndCallRequest::default()
    }
}

fn question(call: &str, kind: ConsultationKind, answer: &str) -> RecordConsultationRequest {
    RecordConsultationRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        call_id: call.to_owned(),
        kind: kind.into(),
        caller_name: "王芳".to_owned(),
        caller_phone: "13800000001".to_owned(),
        question: "怎么加内存？".to_owned(),
        answer: answer.to_owned(),
        follow_up: answer.is_empty().then(|| FollowUp {
            owner: "E1".to_owned(),
            due_at: proto_at("2026-11-16T15:00:00+08:00"),
        }),
        ..RecordConsultationRequest::default()
    }
}

impl Desk {
    async fn needs(&mut self, request: RecordNeedRequest) -> Result<Call, Status> {
        let answer = self.hotline.record_need(request).await?;
        Ok(answer.into_inner().call.unwrap())
    }

    async fn stage(&mut self, call: &str) -> ContactStage {
        let call_id = call.to_owned();
        let found = self.hotline.get_call(GetCallRequest { call_id }).await.unwrap();
        found.into_inner().call.unwrap().stage()
    }
}

async fn hot_19_a_repair_goes_from_the_need_over_the_mode_to_its_ticket(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await.id;
    assert_eq!(desk.stage(&call).await, ContactStage::Answered);
    let known = desk.needs(need(&call, NeedKind::Unspecified)).await.unwrap();
    assert_eq!(
        (known.stage(), known.need_summary.as_str()),
        (ContactStage::NeedKnown, "无法开机")
    );
    let judged = desk.needs(need(&call, NeedKind::Repair)).await.unwrap();
    let found = judged.need.clone().unwrap();
    assert_eq!(judged.stage(), ContactStage::ModeDecision);
    assert!(found.in_warranty && found.free_onsite && !found.served, "{found:?}");
    let status = desk
        .hotline
        .end_call(end(&call, WrapUpCode::TicketInquiry))
        .await
        .unwrap_err();
    assert_eq!(reason(&status), "NEED_NOT_SERVED", "HOT-12");
    desk.open(OpenTicketRequest {
        call_id: call.clone(),
        ..written()
    })
    .await;
    assert_eq!(desk.stage(&call).await, ContactStage::Feedback);
    let second = desk.needs(need(&call, NeedKind::Consult)).await.unwrap();
    assert_eq!(second.stage(), ContactStage::Consult, "the same call, another need");
    let asked = question(&call, ConsultationKind::Technical, "插在第二个槽");
    desk.hotline.record_consultation(asked).await.unwrap();
    assert_eq!(desk.stage(&call).await, ContactStage::Feedback);
    let over = desk
        .hotline
        .end_call(end(&call, WrapUpCode::TicketOpened))
        .await
        .unwrap();
    assert_eq!(over.into_inner().call.unwrap().stage(), ContactStage::Closed);
    assert_eq!(
        refused(desk.hotline.record_need(need(&call, NeedKind::Consult)).await),
        "CALL_ENDED"
    );
    let told = desk.told().await;
    assert_eq!(told.iter().filter(|name| *name == "NeedRecorded").count(), 3);
}

async fn hot_19_a_question_goes_over_its_record_and_the_answer_owed(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await.id;
    let asked = RecordNeedRequest {
        customer_id: String::new(),
        ..need(&call, NeedKind::Consult)
    };
    assert_eq!(desk.needs(asked).await.unwrap().stage(), ContactStage::Consult);
    let complaint = end(&call, WrapUpCode::Complaint);
    assert_eq!(
        refused(desk.hotline.end_call(complaint.clone()).await),
        "NEED_NOT_SERVED"
    );
    let open = desk
        .hotline
        .record_consultation(question(&call, ConsultationKind::Complaint, ""))
        .await;
    let record = open.unwrap().into_inner().consultation.unwrap();
    assert_eq!(desk.stage(&call).await, ContactStage::FollowUpOpen);
    desk.hotline
        .end_call(EndCallRequest {
            request_id: key(),
            ..complaint
        })
        .await
        .unwrap();
    assert_eq!(
        desk.stage(&call).await,
        ContactStage::FollowUpOpen,
        "the answer is still owed"
    );
    let answer = AnswerConsultationRequest {
        request_id: key(),
        consultation_id: record.id,
        answer: "已致歉".to_owned(),
        customer_informed: true,
        ..AnswerConsultationRequest::default()
    };
    desk.hotline.answer_consultation(answer).await.unwrap();
    assert_eq!(desk.stage(&call).await, ContactStage::Closed);
    let bare = desk.call().await.id;
    assert_eq!(
        refused(desk.hotline.end_call(end(&bare, WrapUpCode::Complaint)).await),
        "WRAP_UP_NEEDS_CONSULTATION",
        "a complaint leaves no call without its record"
    );
}

async fn hot_19_the_flow_is_taken_in_its_order(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let rings = desk.tell([ringing("c", 10)]).await;
    assert_eq!(desk.stage(&rings).await, ContactStage::Ringing);
    let status = desk.needs(need(&rings, NeedKind::Repair)).await.unwrap_err();
    assert_eq!(reason(&status), "CALL_NOT_ANSWERED");
    desk.tell([answered("c", 12)]).await;
    let known = desk.needs(need(&rings, NeedKind::Unspecified)).await.unwrap();
    let stale = RecordNeedRequest {
        etag: known.etag,
        ..need(&rings, NeedKind::Consult)
    };
    desk.needs(stale.clone()).await.unwrap();
    let again = RecordNeedRequest {
        request_id: key(),
        ..stale
    };
    assert_eq!(reason(&desk.needs(again).await.unwrap_err()), "STALE_ETAG");
    let mut other = desk.client(Role::Hotline, "SH02", "H1-S").await;
    assert_eq!(
        refused(other.record_need(need(&rings, NeedKind::Consult)).await),
        "CALL_NOT_FOUND"
    );
    let mut seen = desk.client(Role::HeadOffice, "*", "HQ1").await;
    let call_id = rings.clone();
    let call = seen
        .get_call(GetCallRequest { call_id })
        .await
        .unwrap()
        .into_inner()
        .call
        .unwrap();
    assert_eq!((call.stage(), call.phone_masked), (ContactStage::Consult, true));
}

async fn hot_11_a_repair_is_judged_with_customer_asset_and_fault(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await.id;
    let bare = RecordNeedRequest {
        customer_id: String::new(),
        asset_id: String::new(),
        fault_kind: 0,
        ..need(&call, NeedKind::Repair)
    };
    let status = desk.needs(bare).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        (
            "DETAILS_MISSING".to_owned(),
            vec!["asset_id".to_owned(), "customer_id".to_owned(), "fault_kind".to_owned()]
        )
    );
    for (customer, asset, why) in [
        (LI, SN100, "ASSET_OF_OTHER_CUSTOMER"),
        (WANG, &key(), "ASSET_NOT_FOUND"),
    ] {
        let wrong = RecordNeedRequest {
            customer_id: customer.to_owned(),
            asset_id: asset.to_owned(),
            ..need(&call, NeedKind::Repair)
        };
        assert_eq!(reason(&desk.needs(wrong).await.unwrap_err()), why);
    }
    let nobody = RecordNeedRequest {
        customer_id: key(),
        ..need(&call, NeedKind::Unspecified)
    };
    assert_eq!(reason(&desk.needs(nobody).await.unwrap_err()), "CUSTOMER_NOT_FOUND");
    assert_eq!(desk.stage(&call).await, ContactStage::Answered, "nothing was recorded");
    let uncovered = RecordNeedRequest {
        customer_id: LI.to_owned(),
        asset_id: SN200.to_owned(),
        ..need(&call, NeedKind::Repair)
    };
    let found = desk.needs(uncovered).await.unwrap().need.unwrap();
    assert!(
        !found.in_warranty && !found.free_onsite && !found.free_carry_in,
        "the paid flow"
    );
}

async fn hot_05_a_call_that_nobody_wrapped_up_is_seen(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let talks = desk.call().await.id;
    let over = desk
        .tell([
            ringing("c", 10),
            answered("c", 12),
            ended("c", 30, CallCause::Completed),
        ])
        .await;
    let all = ListCallsRequest {
        branch_id: "BJ01".to_owned(),
        ..ListCallsRequest::default()
    };
    let mut chief = desk.client(Role::Chief, "BJ01", "M1").await;
    let mut list = async |request: ListCallsRequest| {
        let answer = chief.list_calls(request).await.unwrap().into_inner();
        let ids: Vec<String> = answer.calls.into_iter().map(|call| call.id).collect();
        (ids, answer.next_page_token)
    };
    let unwrapped = ListCallsRequest {
        not_wrapped_up: true,
        ..all.clone()
    };
    assert_eq!(list(unwrapped).await.0, [over.as_str()]);
    let first = ListCallsRequest {
        page_size: 1,
        ..all.clone()
    };
    let (newest, page_token) = list(first.clone()).await;
    let (oldest, end) = list(ListCallsRequest { page_token, ..first }).await;
    assert_eq!(([newest, oldest].concat().len(), end.as_str()), (2, ""));
    let answered = ListCallsRequest {
        states: vec![CallState::Answered.into(), CallState::Queued.into()],
        agent_id: "H1".to_owned(),
        ..all.clone()
    };
    assert_eq!(list(answered).await.0, [talks.as_str()]);
    let crossed = ListCallsRequest {
        from: proto_at("2026-11-17T00:00:00+08:00"),
        before: proto_at("2026-11-16T00:00:00+08:00"),
        ..all.clone()
    };
    assert_eq!(refused(desk.hotline.list_calls(crossed).await), "TIME_ORDER");
    let mut other = desk.client(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(refused(other.list_calls(all).await), "BRANCH_UNKNOWN");
}

async fn hot_08_who_asks_again_about_a_ticket_calls_again_for_the_matter(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = desk.on_site().await;
    let ticket = desk.open(request).await;
    let asks = async |desk: &mut Desk, wrap_up, ticket_id: &str| {
        let call = desk.call().await.id;
        let request = EndCallRequest {
            ticket_id: ticket_id.to_owned(),
            ..end(&call, wrap_up)
        };
        desk.hotline.end_call(request).await
    };
    let status = asks(&mut desk, WrapUpCode::WrongNumber, &ticket.id).await.unwrap_err();
    assert_eq!(fields(&status), ["ticket_id"]);
    assert_eq!(
        refused(asks(&mut desk, WrapUpCode::TicketInquiry, &key()).await),
        "TICKET_NOT_FOUND"
    );
    let asked = asks(&mut desk, WrapUpCode::TicketInquiry, &ticket.id).await.unwrap();
    assert_eq!(asked.into_inner().call.unwrap().inquired_ticket_id, ticket.id);
    let flagged = |told: Vec<String>| told.iter().filter(|name| *name == "RepeatCallFlagged").count();
    assert_eq!(flagged(desk.told().await), 1);
    let entries = desk.timeline(&ticket.id).await;
    assert!(entries.iter().any(|entry| entry.r#type.ends_with(".CallEnded")));
    desk.rig.advance_to("2026-11-24T00:00:01+08:00").await;
    asks(&mut desk, WrapUpCode::TicketInquiry, &ticket.id).await.unwrap();
    assert_eq!(flagged(desk.told().await), 1, "seven days are over");
    let mut intakes = desk.intakes(Role::Chief, "M1").await;
    let report = GetRepeatCallReportRequest {
        branch_id: "BJ01".to_owned(),
        from: proto_at("2026-11-16T00:00:00+08:00"),
        to: proto_at("2026-11-17T00:00:00+08:00"),
    };
    let found = intakes
        .get_repeat_call_report(report)
        .await
        .unwrap()
        .into_inner()
        .agents;
    assert_eq!(
        (found[0].agent_id.as_str(), found[0].handled, found[0].repeated),
        ("H1", 1, 1)
    );
}

async fn hot_19_nothing_is_recorded_in_a_call_that_nobody_answered(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let missed = desk
        .tell([ringing("c", 10), ended("c", 20, CallCause::AbandonedRinging)])
        .await;
    let asked = question(&missed, ConsultationKind::Technical, "插在第二个槽");
    assert_eq!(
        refused(desk.hotline.record_consultation(asked).await),
        "CALL_NOT_ANSWERED"
    );
    for stranger in ["E9", "H1-S"] {
        let foreign = RecordCallRequest {
            agent_id: stranger.to_owned(),
            ..by_hand()
        };
        assert_eq!(
            refused(desk.hotline.record_call(foreign).await),
            "AGENT_NOT_HERE",
            "{stranger}"
        );
    }
}
