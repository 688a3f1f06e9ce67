//! How a deadline came about, and lists of deadlines, over the wire.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    policy::catalogue::{
        DISPATCH_FIRST_CONTACT as TWO_HOURS, DISPATCH_VISIT_IN_AREA as TWO_DAYS, DISPATCH_VISIT_SOFT as WALL_DAY,
    },
    testing::{
        TestDb,
        rig::{Rig, RigChannel, at, reason},
    },
};
use aftersales_proto::sla::v1::{
    DeadlineState, ExplainDeadlineRequest, ListDeadlinesRequest, SegmentKind,
    deadline_service_client::DeadlineServiceClient,
};
use tonic::Code;

use crate::support::{Case, world};

on_both_databases!(
    segments_steps_and_changes_are_told,
    deadlines_are_listed_earliest_due_first,
    another_branchs_deadlines_do_not_exist,
);

const START: &str = "2026-11-16T09:40:00+08:00";

async fn client(rig: &Rig, scope: &str) -> DeadlineServiceClient<RigChannel> {
    DeadlineServiceClient::new(rig.channel(&[Role::Coordinator], scope, "C1").await)
}

fn of(id: uuid::Uuid) -> ExplainDeadlineRequest {
    ExplainDeadlineRequest {
        service: "billing".to_owned(),
        deadline_id: id.to_string(),
    }
}

async fn segments_steps_and_changes_are_told(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start("first_contact_2h", TWO_HOURS, START).await.unwrap();
    rig.advance_to("2026-11-16T10:40:00+08:00").await;
    case.pause("first_contact_2h", "CUSTOMER").await;
    rig.advance_to("2026-11-16T17:30:00+08:00").await;
    case.resume("first_contact_2h").await;
    rig.advance_to("2026-11-17T09:10:00+08:00").await;
    let told = client(&rig, "BJ01")
        .await
        .explain_deadline(of(deadline.id))
        .await
        .unwrap()
        .into_inner();
    let deadline = told.deadline.unwrap();
    assert_eq!(deadline.state(), DeadlineState::Running);
    assert_eq!(deadline.due_at, Some(at("2026-11-17T09:30:00+08:00").to_proto()));
    let segments: Vec<_> = told
        .segments
        .iter()
        .map(|part| (part.kind(), part.reason.as_str(), part.counted_seconds))
        .collect();
    assert_eq!(
        segments,
        [
            (SegmentKind::Running, "", 3_600),
            (SegmentKind::Paused, "CUSTOMER", 0),
            (SegmentKind::Running, "", 2_400),
        ]
    );
    assert!(
        told.segments.windows(2).all(|pair| pair[0].to == pair[1].from),
        "without gaps"
    );
    assert_eq!(told.segments[2].to, None);
    assert!(
        told.steps.iter().any(|step| step.starts_with("2026-11-16")),
        "{:?}",
        told.steps
    );
    assert!(
        told.steps.iter().any(|step| step.starts_with("2026-11-17")),
        "{:?}",
        told.steps
    );
    let causes: Vec<_> = told.changes.iter().map(|change| change.cause.as_str()).collect();
    assert_eq!(causes, ["RESUMED"]);
    assert_eq!(
        told.changes[0].old_due,
        Some(at("2026-11-16T11:40:00+08:00").to_proto())
    );
}

async fn deadlines_are_listed_earliest_due_first(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    for (kind, key) in [
        ("visit_zone", TWO_DAYS),
        ("visit_24h", WALL_DAY),
        ("first_contact_2h", TWO_HOURS),
    ] {
        case.start(kind, key, START).await.unwrap();
    }
    let elsewhere = Case::of(&rig, "SH02").await;
    elsewhere.start("visit_24h", WALL_DAY, START).await.unwrap();
    case.meet("visit_24h", at(START)).await.unwrap();
    let all = ListDeadlinesRequest {
        service: "billing".to_owned(),
        branch_id: "BJ01".to_owned(),
        page_size: 2,
        ..ListDeadlinesRequest::default()
    };
    let mut client = client(&rig, "BJ01").await;
    let first = client.list_deadlines(all.clone()).await.unwrap().into_inner();
    let kinds = |page: &[aftersales_proto::sla::v1::Deadline]| -> Vec<String> {
        page.iter().map(|deadline| deadline.kind.clone()).collect()
    };
    assert_eq!(kinds(&first.deadlines), ["first_contact_2h", "visit_24h"]);
    let rest = ListDeadlinesRequest {
        page_token: first.next_page_token,
        ..all.clone()
    };
    let rest = client.list_deadlines(rest).await.unwrap().into_inner();
    assert_eq!(
        (kinds(&rest.deadlines), rest.next_page_token.as_str()),
        (vec!["visit_zone".to_owned()], "")
    );
    let running = ListDeadlinesRequest {
        branch_id: String::new(),
        ticket_id: case.ticket_id.to_string(),
        states: vec![DeadlineState::Running.into()],
        page_size: 0,
        ..all.clone()
    };
    let running = client.list_deadlines(running).await.unwrap().into_inner();
    assert_eq!(kinds(&running.deadlines), ["first_contact_2h", "visit_zone"]);
    let neither = ListDeadlinesRequest {
        branch_id: String::new(),
        ..all
    };
    assert_eq!(
        client.list_deadlines(neither).await.unwrap_err().code(),
        Code::InvalidArgument
    );
}

async fn another_branchs_deadlines_do_not_exist(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    let mut stranger = client(&rig, "SH02").await;
    let hidden = stranger.explain_deadline(of(deadline.id)).await.unwrap_err();
    assert_eq!(
        (hidden.code(), reason(&hidden).as_str()),
        (Code::NotFound, "DEADLINE_UNKNOWN")
    );
    let unknown = stranger.explain_deadline(of(case.subject)).await.unwrap_err();
    assert_eq!(
        (unknown.code(), unknown.message()),
        (hidden.code(), hidden.message()),
        "as if it were not there"
    );
    for request in [
        ListDeadlinesRequest {
            branch_id: "BJ01".to_owned(),
            ..ListDeadlinesRequest::default()
        },
        ListDeadlinesRequest {
            ticket_id: case.ticket_id.to_string(),
            ..ListDeadlinesRequest::default()
        },
    ] {
        let request = ListDeadlinesRequest {
            service: "billing".to_owned(),
            ..request
        };
        assert!(
            stranger
                .list_deadlines(request)
                .await
                .unwrap()
                .into_inner()
                .deadlines
                .is_empty()
        );
    }
    client(&rig, "*").await.explain_deadline(of(deadline.id)).await.unwrap();
}
