//! Story S05: deadlines over National Day and a make-up Saturday, as a branch's clients see them.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::{World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig::at},
};
use aftersales_proto::{
    common::v1::ClockMode,
    registry::v1::{
        ComputeDeadlineRequest, ComputeDeadlineResponse, ImportHolidaysRequest, compute_deadline_request::Length,
        registry_service_client::RegistryServiceClient,
    },
    sla::v1::{DeadlineState, ExplainDeadlineRequest},
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(
    s05_a_ticket_before_national_day_is_due_after_it,
    s05_the_table_of_instants,
    s05_a_notice_moves_open_deadlines_and_logs_it,
);

async fn s05_a_ticket_before_national_day_is_due_after_it(db: TestDb) {
    let suite = Suite::start(&db, "2026-09-30T16:20:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    world.at("2026-09-30T16:30:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("13800000001").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let order = desk.order(&ticket).await;
    world.at("2026-09-30T17:00:00+08:00").await.unwrap();
    desk.assign(&order, "E1").await.unwrap();
    let due = async |kind: &str| {
        let found = desk
            .deadlines("dispatch", &ticket)
            .await
            .into_iter()
            .find(|deadline| deadline.kind == kind);
        found.unwrap_or_else(|| panic!("no deadline {kind}"))
    };
    let expected = [
        ("first_contact_2h", "2026-10-08T09:30:00+08:00"),
        ("first_contact_1wd", "2026-10-08T18:00:00+08:00"),
        ("visit_24h", "2026-10-01T16:30:00+08:00"),
        ("reply_2wd", "2026-10-09T18:00:00+08:00"),
    ];
    for (kind, instant) in expected {
        assert_eq!(due(kind).await.due_at, Some(at(instant).to_proto()), "{kind}");
    }
    desk.contact(&order, "E1").await.unwrap();
    desk.promise(&order, "E1", "2026-10-09T14:00:00+08:00", "2026-10-09T16:00:00+08:00")
        .await
        .unwrap();
    assert_eq!(due("visit_24h").await.state(), DeadlineState::Superseded);
}

async fn reckon(world: &World, key: &str, from: &str, clock: ClockMode) -> ComputeDeadlineResponse {
    let request = ComputeDeadlineRequest {
        branch_id: "BJ01".to_owned(),
        from: Some(at(from).to_proto()),
        clock: clock.into(),
        length: Some(Length::PolicyKey(key.to_owned())),
    };
    world
        .registry(Role::Coordinator, "BJ01", "C1")
        .unwrap()
        .compute_deadline(request)
        .await
        .unwrap()
        .into_inner()
}

async fn s05_the_table_of_instants(db: TestDb) {
    let suite = Suite::start(&db, "2026-09-30T16:20:00+08:00").await;
    let world = &suite.world;
    let table = [
        (
            "dispatch.first_contact",
            "2026-09-30T16:30:00+08:00",
            "2026-10-08T09:30:00+08:00",
        ),
        (
            "dispatch.contact_working_days",
            "2026-09-30T16:30:00+08:00",
            "2026-10-08T18:00:00+08:00",
        ),
        (
            "dispatch.visit_soft",
            "2026-09-30T16:30:00+08:00",
            "2026-10-01T16:30:00+08:00",
        ),
        (
            "dispatch.reply",
            "2026-09-30T17:00:00+08:00",
            "2026-10-09T18:00:00+08:00",
        ),
        (
            "callback.after_appointment",
            "2026-10-09T14:00:00+08:00",
            "2026-10-10T18:00:00+08:00",
        ),
        (
            "callback.after_appointment",
            "2026-10-10T14:00:00+08:00",
            "2026-10-12T18:00:00+08:00",
        ),
        (
            "callback.after_appointment",
            "2026-09-18T14:00:00+08:00",
            "2026-09-20T18:00:00+08:00",
        ),
        (
            "callback.after_appointment",
            "2026-09-24T14:00:00+08:00",
            "2026-09-28T18:00:00+08:00",
        ),
    ];
    for (key, from, due) in table {
        let answer = reckon(world, key, from, ClockMode::Unspecified).await;
        assert_eq!(answer.due_at, Some(at(due).to_proto()), "{key} from {from}");
        assert!(!answer.provisional);
    }
    let wall = reckon(
        world,
        "dispatch.first_contact",
        "2026-09-30T16:30:00+08:00",
        ClockMode::Wall,
    )
    .await;
    assert_eq!(wall.due_at, Some(at("2026-09-30T18:30:00+08:00").to_proto()));
    let new_year = reckon(
        world,
        "dispatch.contact_working_days",
        "2026-12-31T10:00:00+08:00",
        ClockMode::Unspecified,
    )
    .await;
    assert!(new_year.provisional);
    assert_ne!(new_year.due_date, "2027-01-01");
}

async fn s05_a_notice_moves_open_deadlines_and_logs_it(db: TestDb) {
    let suite = Suite::start(&db, "2026-12-31T09:00:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    world.at("2026-12-31T10:00:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("13800000001").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let find = async || {
        let all = desk.deadlines("dispatch", &ticket).await;
        all.into_iter()
            .find(|deadline| deadline.kind == "first_contact_1wd")
            .unwrap()
    };
    let before = find().await;
    assert!(before.provisional);
    assert_eq!(before.due_at, Some(at("2027-01-04T18:00:00+08:00").to_proto()));
    let notice = r#"{"year": 2027, "papers": ["notice"], "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": false},
        {"name": "元旦", "date": "2027-01-04", "isOffDay": true}]}"#;
    let request = ImportHolidaysRequest {
        request_id: request_id(),
        json: notice.to_owned(),
        dry_run: false,
    };
    let mut registry = RegistryServiceClient::new(world.operator().unwrap());
    registry.import_holidays(request).await.unwrap();
    world.settle().await.unwrap();
    let after = find().await;
    assert_eq!(after.due_at, Some(at("2027-01-03T18:00:00+08:00").to_proto()));
    assert!(!after.provisional);
    let request = ExplainDeadlineRequest {
        service: "dispatch".to_owned(),
        deadline_id: after.id.clone(),
    };
    let mut deadlines = world.deadlines(Role::Chief, "BJ01", "M1").unwrap();
    let explained = deadlines.explain_deadline(request).await.unwrap().into_inner();
    assert_eq!(explained.changes.len(), 1);
    assert_eq!(explained.changes[0].old_due, before.due_at);
    assert!(!explained.steps.is_empty());
}
