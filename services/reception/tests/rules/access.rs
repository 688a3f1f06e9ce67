//! Who sees a visit, and where personal data may lie.

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::reception::v1::{GetArrivalRequest, GetExpectedVisitRequest, RegisterArrivalRequest};

use crate::desk::{Desk, Guided, refused, visit_of, wang_fang};

aftersales_kit::on_both_databases!(
    rec_74_the_target_branch_expects_the_customer,
    another_branch_does_not_see_an_arrival,
    phones_are_masked_for_those_who_do_not_call,
    events_carry_no_personal_data,
);

async fn rec_74_the_target_branch_expects_the_customer(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = Guided {
        target: "SH02",
        ..desk.wang_fangs()
    };
    desk.guide(&ticket).await;
    let mut theirs = desk.client(Role::Receptionist, "SH02", "R1-S").await;
    let visit = visit_of(&mut theirs, &ticket).await.unwrap();
    assert_eq!(
        (visit.branch_id.as_str(), visit.origin_branch_id.as_str()),
        ("SH02", "BJ01")
    );
    let mut r1 = desk.r1().await;
    assert_eq!(refused(visit_of(&mut r1, &ticket).await), "EXPECTED_VISIT_NOT_FOUND");
    let by_id = GetExpectedVisitRequest {
        expected_visit_id: visit.id.clone(),
        ..Default::default()
    };
    let status = r1.get_expected_visit(by_id).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::NotFound, "EXPECTED_VISIT_NOT_FOUND".to_owned())
    );
    let named = RegisterArrivalRequest {
        expected_visit_id: visit.id,
        ..desk.arrival()
    };
    assert_eq!(refused(r1.register_arrival(named).await), "EXPECTED_VISIT_NOT_FOUND");
    let there = RegisterArrivalRequest {
        branch_id: "SH02".to_owned(),
        ..desk.arrival()
    };
    assert!(
        theirs.register_arrival(there).await.unwrap().into_inner().matched,
        "the hotline sent the customer"
    );
    let event = desk.rig.events("reception").await.pop().unwrap();
    assert_eq!(event.branch_id, "SH02");
}

async fn another_branch_does_not_see_an_arrival(db: TestDb) {
    let desk = Desk::start(&db).await;
    let arrival = desk
        .r1()
        .await
        .register_arrival(desk.arrival())
        .await
        .unwrap()
        .into_inner()
        .arrival
        .unwrap();
    let mut theirs = desk.client(Role::Receptionist, "SH02", "R1-S").await;
    let request = GetArrivalRequest { arrival_id: arrival.id };
    assert_eq!(refused(theirs.get_arrival(request).await), "ARRIVAL_NOT_FOUND");
}

async fn phones_are_masked_for_those_who_do_not_call(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    assert!(!desk.visit(&ticket).await.phone_masked);
    for role in [Role::Workshop, Role::HeadOffice] {
        let visit = visit_of(&mut desk.client(role, "BJ01", "W1").await, &ticket)
            .await
            .unwrap();
        assert!(visit.phone_masked && visit.available_actions.is_empty());
        assert_eq!(visit.contact.unwrap().phone, "138****0001");
        assert!(
            visit.readonly_reason.contains("receptionist"),
            "{}",
            visit.readonly_reason
        );
    }
}

async fn events_carry_no_personal_data(db: TestDb) {
    let desk = Desk::start(&db).await;
    desk.guide(&desk.wang_fangs()).await;
    desk.r1().await.register_arrival(desk.arrival()).await.unwrap();
    for event in desk.rig.events("reception").await {
        let text = String::from_utf8_lossy(&event.payload).into_owned();
        for personal in [&wang_fang().name, &wang_fang().phone, &wang_fang().address] {
            assert!(!text.contains(personal.as_str()), "{}", event.kind);
        }
    }
}
