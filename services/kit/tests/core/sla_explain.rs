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
    DeadlineState, ExplainDeadlineRequest, ExplainDeadlineResponse, ListDeadlinesRequest, SegmentKind,
    deadline_service_client::DeadlineServiceClient,
};
use tonic::Code;

use crate::support::{Case, world};

on_both_databases!(
    segments_tell_what_counted,
    steps_and_changes_tell_how_it_moved,
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

fn of_branch(code: &str) -> ListDeadlinesRequest {
    ListDeadlinesRequest {
        service: "billing".to_owned(),
        branch_id: code.to_owned(),
        ..ListDeadlinesRequest::default()
    }
}

/// Kinds of a page, and the token of the next.
async fn list(client: &mut DeadlineServiceClient<RigChannel>, request: ListDeadlinesRequest) -> (Vec<String>, String) {
    let page = client.list_deadlines(request).await.unwrap().into_inner();
    let kinds = page.deadlines.into_iter().map(|deadline| deadline.kind);
    (kinds.collect(), page.next_page_token)
}

/// A first contact from 09:40, paused from 10:40 to 17:30; it is 09:10 of the next day.
async fn explained(rig: &Rig) -> ExplainDeadlineResponse {
    let case = Case::new(rig).await;
    let deadline = case.start("first_contact_2h", TWO_HOURS, START).await.unwrap();
    rig.advance_to("2026-11-16T10:40:00+08:00").await;
    case.pause("first_contact_2h", "CUSTOMER").await;
    rig.advance_to("2026-11-16T17:30:00+08:00").await;
    case.resume("first_contact_2h").await;
    rig.advance_to("2026-11-17T09:10:00+08:00").await;
    let told = client(rig, "BJ01").await.explain_deadline(of(deadline.id)).await;
    told.unwrap().into_inner()
}

async fn segments_tell_what_counted(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let told = explained(&rig).await;
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
    let gapless = told.segments.windows(2).all(|pair| pair[0].to == pair[1].from);
    assert!(gapless, "{:?}", told.segments);
    assert_eq!(told.segments[2].to, None);
}

async fn steps_and_changes_tell_how_it_moved(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let told = explained(&rig).await;
    let deadline = told.deadline.unwrap();
    assert_eq!(deadline.state(), DeadlineState::Running);
    assert_eq!(deadline.due_at, Some(at("2026-11-17T09:30:00+08:00").to_proto()));
    for day in ["2026-11-16", "2026-11-17"] {
        assert!(
            told.steps.iter().any(|step| step.starts_with(day)),
            "{day} in {:?}",
            told.steps
        );
    }
    assert_eq!(told.changes.len(), 1);
    let change = &told.changes[0];
    assert_eq!(
        (change.old_due, change.new_due, change.cause.as_str()),
        (
            Some(at("2026-11-16T11:40:00+08:00").to_proto()),
            deadline.due_at,
            "RESUMED"
        )
    );
}

async fn deadlines_are_listed_earliest_due_first(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let (case, elsewhere) = (Case::new(&rig).await, Case::of(&rig, "SH02").await);
    elsewhere.start("visit_24h", WALL_DAY, START).await.unwrap();
    case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    case.start("visit_24h", WALL_DAY, START).await.unwrap();
    case.start("first_contact_2h", TWO_HOURS, START).await.unwrap();
    case.meet("visit_24h", at(START)).await.unwrap();
    let mut client = client(&rig, "BJ01").await;
    let two = ListDeadlinesRequest {
        page_size: 2,
        ..of_branch("BJ01")
    };
    let (kinds, page_token) = list(&mut client, two.clone()).await;
    assert_eq!(kinds, ["first_contact_2h", "visit_24h"]);
    let rest = list(&mut client, ListDeadlinesRequest { page_token, ..two }).await;
    assert_eq!(rest, (vec!["visit_zone".to_owned()], String::new()));
    let running = ListDeadlinesRequest {
        ticket_id: case.ticket_id.to_string(),
        states: vec![DeadlineState::Running.into()],
        ..of_branch("")
    };
    assert_eq!(list(&mut client, running).await.0, ["first_contact_2h", "visit_zone"]);
    let neither = client.list_deadlines(of_branch("")).await.unwrap_err();
    assert_eq!(neither.code(), Code::InvalidArgument);
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
    let of_ticket = ListDeadlinesRequest {
        ticket_id: case.ticket_id.to_string(),
        ..of_branch("")
    };
    for request in [of_branch("BJ01"), of_ticket] {
        assert!(list(&mut stranger, request).await.0.is_empty());
    }
    let mut everywhere = client(&rig, "*").await;
    everywhere.explain_deadline(of(deadline.id)).await.unwrap();
}
