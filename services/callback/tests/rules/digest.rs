//! Reports of complaints and loyalty (X-05, X-24, X-32, CBK-45).

use aftersales_kit::{
    auth::Role,
    id::{self, BranchId},
    outbox::NewEvent,
    testing::{
        TestDb,
        rig::{RigChannel, at, fields, reason},
    },
};
use aftersales_proto::{
    callback::v1::{
        self as proto, Answer, CallbackAnswers, ChurnState, ComplaintSource, GetChurnReportRequest,
        GetChurnReportResponse, GetMeetingDigestRequest, GetMeetingDigestResponse, Improvement, LoyaltyClass,
        RecordImprovementRequest, callback_event::Event, digest_service_client::DigestServiceClient,
    },
    common::v1::DissatisfactionReason,
    hotline::v1::{ConsultationAnswered, ConsultationKind, ConsultationRecorded, HotlineEvent, hotline_event},
};
use tonic::Code;

use crate::desk::{Desk, Visit, completion, delighted, key};

aftersales_kit::on_both_databases!(
    x_24_the_stated_probability_gives_the_class,
    x_05_churn_is_reported_by_loyalty,
    cbk_45_x_32_the_digest_tells_complaints_since_the_last_meeting
);

async fn digests(desk: &Desk, role: Role, branch: &str, subject: &str) -> DigestServiceClient<RigChannel> {
    DigestServiceClient::new(desk.rig.channel(&[role], branch, subject).await)
}

/// A visit that was called back on its due date; gives the task as V1 sees it afterwards.
async fn called_back(desk: &Desk, visit: &Visit, answers: CallbackAnswers) -> proto::CallbackTask {
    desk.rig.advance_to(&visit.confirmed).await;
    desk.ready(visit).await;
    let task = desk.task(visit).await;
    desk.rig.advance_to(&format!("{}T10:00:00+08:00", task.due_date)).await;
    let request = completion(&task, answers);
    let done = desk.v1().await.complete_callback(request).await.unwrap();
    done.into_inner().task.unwrap()
}

fn asked(percent: Option<i32>) -> CallbackAnswers {
    CallbackAnswers {
        repurchase_percent: percent,
        ..delighted()
    }
}

async fn x_24_the_stated_probability_gives_the_class(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    let cases = [
        (Some(50), LoyaltyClass::High),
        (Some(49), LoyaltyClass::Medium),
        (Some(10), LoyaltyClass::Medium),
        (Some(9), LoyaltyClass::Low),
        (Some(1), LoyaltyClass::Low),
        (Some(0), LoyaltyClass::None),
        (None, LoyaltyClass::Unspecified),
    ];
    let visits: Vec<Visit> = cases.iter().map(|_| Visit::on("2026-11-17")).collect();
    desk.rig.advance_to("2026-11-17T17:30:00+08:00").await;
    for visit in &visits {
        desk.ready(visit).await;
    }
    desk.rig.advance_to("2026-11-18T10:00:00+08:00").await;
    let mut v1 = desk.v1().await;
    for (visit, (percent, class)) in visits.iter().zip(cases) {
        let request = completion(&desk.task(visit).await, asked(percent));
        let done = v1.complete_callback(request).await.unwrap().into_inner().task.unwrap();
        assert_eq!(done.loyalty_class(), class, "{percent:?}");
        assert_eq!(desk.task(visit).await.loyalty_class(), class, "stored");
    }
    let told: Vec<LoyaltyClass> = desk
        .payloads()
        .await
        .iter()
        .filter_map(|event| match event {
            Event::CallbackCompleted(fact) => Some(fact.loyalty_class()),
            _ => None,
        })
        .collect();
    assert_eq!(told, cases.map(|(_, class)| class));
}

async fn x_05_churn_is_reported_by_loyalty(db: TestDb) {
    let desk = Desk::start(&db, "2025-11-03T09:00:00+08:00").await;
    let lost = Visit::on("2025-11-04");
    called_back(&desk, &lost, asked(Some(5))).await;
    let back = Visit::on("2025-11-06");
    called_back(&desk, &back, asked(Some(90))).await;
    let never_asked = Visit::on("2026-05-11");
    called_back(&desk, &never_asked, asked(None)).await;
    let loyal = Visit::on("2026-05-13");
    called_back(&desk, &loyal, asked(Some(60))).await;
    let later = Visit {
        customer: back.customer,
        ..Visit::on("2026-10-12")
    };
    called_back(&desk, &later, asked(Some(20))).await;
    let on_the_day = churn(&desk, "2026-11-11T09:00:00+08:00", 0).await;
    assert_eq!(
        on_the_day.customers.len(),
        1,
        "six months are not over on their last day"
    );
    let later = churn(&desk, "2026-11-16T09:00:00+08:00", 0).await;
    let told: Vec<_> = later
        .customers
        .iter()
        .map(|it| (it.customer_id.clone(), it.state(), it.loyalty_class()))
        .collect();
    let want = [
        (loyal.customer.to_string(), ChurnState::Dormant, LoyaltyClass::High),
        (lost.customer.to_string(), ChurnState::Lost, LoyaltyClass::Low),
        (
            never_asked.customer.to_string(),
            ChurnState::Dormant,
            LoyaltyClass::Unspecified,
        ),
    ];
    assert_eq!(told, want, "the most loyal first; who came again is not away");
    let sums: Vec<_> = later
        .classes
        .iter()
        .map(|it| (it.loyalty_class(), it.dormant, it.lost, it.weight_percent))
        .collect();
    assert_eq!(
        sums,
        [
            (LoyaltyClass::High, 1, 0, 60),
            (LoyaltyClass::Low, 0, 1, 5),
            (LoyaltyClass::Unspecified, 1, 0, 0)
        ]
    );
    churn_in_pages(&desk).await;
}

/// The churn report of BJ01 at an instant.
async fn churn(desk: &Desk, now: &str, page_size: i32) -> GetChurnReportResponse {
    desk.rig.advance_to(now).await;
    let request = GetChurnReportRequest {
        branch_id: "BJ01".to_owned(),
        page_size,
        page_token: String::new(),
    };
    let mut chief = digests(desk, Role::Chief, "BJ01", "M1").await;
    chief.get_churn_report(request).await.unwrap().into_inner()
}

async fn churn_in_pages(desk: &Desk) {
    let first = churn(desk, "2026-11-16T09:00:00+08:00", 2).await;
    let rest = GetChurnReportRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 2,
        page_token: first.next_page_token,
    };
    let rest = digests(desk, Role::Supervisor, "BJ01", "S1")
        .await
        .get_churn_report(rest)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((first.customers.len(), rest.customers.len()), (2, 1));
    let request = GetChurnReportRequest {
        branch_id: "BJ01".to_owned(),
        ..GetChurnReportRequest::default()
    };
    let mut technician = digests(desk, Role::Technician, "BJ01", "E1").await;
    let refused = technician.get_churn_report(request.clone()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let mut other = digests(desk, Role::Chief, "SH02", "M1-S").await;
    let refused = other.get_churn_report(request).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::NotFound, "BRANCH_UNKNOWN")
    );
}

fn displeased(reasons: &[DissatisfactionReason]) -> CallbackAnswers {
    CallbackAnswers {
        satisfied: Answer::No.into(),
        reasons: reasons.iter().map(|reason| (*reason).into()).collect(),
        reason_text: "态度不好".to_owned(),
        ..delighted()
    }
}

async fn improve(desk: &Desk, task: &proto::CallbackTask) {
    let request = RecordImprovementRequest {
        request_id: key(),
        callback_task_id: task.id.clone(),
        improvement: Some(Improvement {
            root_cause: "培训不足".to_owned(),
            measure: "再次培训".to_owned(),
            owner: "E1".to_owned(),
            due_date: "2026-11-30".to_owned(),
        }),
        etag: String::new(),
    };
    desk.m1().await.record_improvement(request).await.unwrap();
}

/// A consultation of the hotline; E1 owes the answer of an open one.
async fn consulted(desk: &Desk, kind: ConsultationKind, when: &str, open: bool) -> String {
    let id = id::new_uuid().to_string();
    let fact = ConsultationRecorded {
        consultation_id: id.clone(),
        number: "BJ01-C-000001".to_owned(),
        branch_id: "BJ01".to_owned(),
        kind: kind.into(),
        answered: !open,
        follow_up_owner: if open { "E1".to_owned() } else { String::new() },
        agent_id: "H1".to_owned(),
        recorded_at: Some(at(when).to_proto()),
        ..ConsultationRecorded::default()
    };
    let event = hotline_event::Event::ConsultationRecorded(fact);
    hotline_tells(desk, &id, "ConsultationRecorded", event).await;
    id
}

async fn hotline_tells(desk: &Desk, subject: &str, name: &str, event: hotline_event::Event) {
    let payload = HotlineEvent { event: Some(event) };
    let event = NewEvent::new(subject, BranchId::parse("BJ01").unwrap(), name, &payload);
    desk.rig.emit("hotline", event).await;
    desk.rig.settle().await;
}

fn range(from: &str, to: &str) -> GetMeetingDigestRequest {
    GetMeetingDigestRequest {
        branch_id: "BJ01".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        ..GetMeetingDigestRequest::default()
    }
}

async fn digest(desk: &Desk, from: &str, to: &str) -> GetMeetingDigestResponse {
    let mut chief = digests(desk, Role::Chief, "BJ01", "M1").await;
    chief.get_meeting_digest(range(from, to)).await.unwrap().into_inner()
}

async fn cbk_45_x_32_the_digest_tells_complaints_since_the_last_meeting(db: TestDb) {
    use DissatisfactionReason::{Attitude, Skill};
    let desk = Desk::start(&db, "2026-11-09T09:00:00+08:00").await;
    let before = called_back(&desk, &Visit::on("2026-11-10"), displeased(&[Skill])).await;
    let solved = called_back(&desk, &Visit::on("2026-11-16"), displeased(&[Attitude, Skill])).await;
    improve(&desk, &solved).await;
    called_back(&desk, &Visit::on("2026-11-18"), delighted()).await;
    let open = consulted(&desk, ConsultationKind::Complaint, "2026-11-19T11:00:00+08:00", true).await;
    consulted(&desk, ConsultationKind::Complaint, "2026-11-19T12:00:00+08:00", false).await;
    consulted(&desk, ConsultationKind::Technical, "2026-11-19T13:00:00+08:00", true).await;
    let told = digest(&desk, "2026-11-16", "2026-11-20").await;
    assert_eq!((told.reported, told.solved, told.open), (3, 2, 2));
    let heads: Vec<_> = told
        .entries
        .iter()
        .map(|it| (it.source(), it.open, it.from_before))
        .collect();
    let want = [
        (ComplaintSource::Callback, true, true),
        (ComplaintSource::Hotline, true, false),
        (ComplaintSource::Callback, false, false),
        (ComplaintSource::Hotline, false, false),
    ];
    assert_eq!(heads, want, "open ones first, then oldest first");
    assert_eq!(told.entries[0].id, before.id);
    assert_eq!(
        (told.entries[1].id.as_str(), told.entries[1].owner.as_str()),
        (open.as_str(), "E1")
    );
    let entry = &told.entries[2];
    assert_eq!(entry.types().collect::<Vec<_>>(), [Attitude, Skill]);
    assert_eq!(
        (
            entry.solution.as_str(),
            entry.owner.as_str(),
            entry.technician_id.as_str()
        ),
        ("再次培训", "E1", "E1")
    );
    assert_eq!(entry.due_at, Some(at("2026-12-01T00:00:00+08:00").to_proto()));
    let types: Vec<_> = told.types.iter().map(|it| (it.r#type(), it.count)).collect();
    assert_eq!(
        types,
        [(DissatisfactionReason::Unspecified, 2), (Attitude, 1), (Skill, 1)]
    );
    let answered = ConsultationAnswered {
        consultation_id: open.clone(),
        branch_id: "BJ01".to_owned(),
        answered_by: "E1".to_owned(),
        answered_at: Some(at("2026-11-20T09:00:00+08:00").to_proto()),
    };
    let event = hotline_event::Event::ConsultationAnswered(answered);
    hotline_tells(&desk, &open, "ConsultationAnswered", event).await;
    improve(&desk, &before).await;
    let told = digest(&desk, "2026-11-16", "2026-11-20").await;
    assert_eq!((told.reported, told.solved, told.open), (3, 3, 0));
    assert!(digest(&desk, "2026-11-21", "2026-11-21").await.entries.is_empty());
    refusals(&desk).await;
}

async fn refusals(desk: &Desk) {
    let mut chief = digests(desk, Role::Chief, "BJ01", "M1").await;
    for (from, to) in [("2026-11-20", "2026-11-19"), ("2025-11-01", "2026-11-20")] {
        let refused = chief.get_meeting_digest(range(from, to)).await.unwrap_err();
        assert_eq!(
            (reason(&refused).as_str(), fields(&refused)),
            ("RANGE_INVALID", vec!["to".to_owned()])
        );
    }
    let mut technician = digests(desk, Role::Technician, "BJ01", "E1").await;
    let refused = technician
        .get_meeting_digest(range("2026-11-16", "2026-11-20"))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let mut other = digests(desk, Role::Chief, "SH02", "M1-S").await;
    let refused = other
        .get_meeting_digest(range("2026-11-16", "2026-11-20"))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "BRANCH_UNKNOWN");
}
