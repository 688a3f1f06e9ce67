//! Customers whom nobody announced (F-3).

use aftersales_kit::{
    auth::Role,
    id::{AssetId, CustomerId, TicketId},
    testing::{TestDb, rig::fields},
};
use aftersales_proto::reception::v1::{
    GetArrivalRequest, ReceptionEvent, RegisterArrivalRequest, reception_event::Event,
};
use prost::Message as _;

use crate::desk::{Desk, refused};

aftersales_kit::on_both_databases!(
    a_walk_in_with_a_machine_gets_a_ticket,
    customer_and_machine_must_exist_and_belong_together,
    a_request_names_all_that_is_missing,
);

async fn a_walk_in_with_a_machine_gets_a_ticket(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut r1 = desk.r1().await;
    let request = RegisterArrivalRequest {
        asset_id: desk.registry.asset.to_string(),
        ..desk.arrival()
    };
    let answer = r1.register_arrival(request).await.unwrap().into_inner();
    let arrival = answer.arrival.unwrap();
    assert!(!answer.matched && arrival.expected_visit_id.is_empty());
    assert!(TicketId::parse(&arrival.ticket_id).is_ok());
    let request = GetArrivalRequest {
        arrival_id: arrival.id.clone(),
    };
    assert_eq!(
        r1.get_arrival(request).await.unwrap().into_inner().arrival,
        Some(arrival.clone())
    );
    let event = desk.rig.events("reception").await.pop().unwrap();
    assert_eq!(event.subject, arrival.ticket_id);
    let Some(Event::CustomerArrived(fact)) = ReceptionEvent::decode(event.payload.as_slice()).unwrap().event else {
        panic!("{}", event.kind);
    };
    assert_eq!(
        (fact.ticket_id, fact.expected_visit_id),
        (arrival.ticket_id, String::new())
    );
}

async fn customer_and_machine_must_exist_and_belong_together(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut r1 = desk.r1().await;
    let cases = [
        (CustomerId::new().to_string(), String::new(), "CUSTOMER_NOT_FOUND"),
        (
            desk.registry.customer.to_string(),
            AssetId::new().to_string(),
            "ASSET_NOT_FOUND",
        ),
        (
            desk.registry.customer.to_string(),
            desk.registry.sold.to_string(),
            "ASSET_OF_OTHER_CUSTOMER",
        ),
    ];
    for (customer_id, asset_id, want) in cases {
        let request = RegisterArrivalRequest {
            customer_id,
            asset_id,
            ..desk.arrival()
        };
        assert_eq!(refused(r1.register_arrival(request).await), want);
    }
    desk.registry.archived.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        refused(r1.register_arrival(desk.arrival()).await),
        "CUSTOMER_ARCHIVED",
        "X-22"
    );
    let mut other = desk.client(Role::Receptionist, "SH02", "R1-S").await;
    let here = RegisterArrivalRequest {
        branch_id: "SH02".to_owned(),
        ..desk.arrival()
    };
    assert_eq!(
        refused(other.register_arrival(here).await),
        "CUSTOMER_NOT_FOUND",
        "another branch's customer"
    );
    assert_eq!(refused(other.register_arrival(desk.arrival()).await), "BRANCH_UNKNOWN");
    assert!(desk.facts().await.is_empty());
}

async fn a_request_names_all_that_is_missing(db: TestDb) {
    let desk = Desk::start(&db).await;
    let status = desk
        .r1()
        .await
        .register_arrival(RegisterArrivalRequest::default())
        .await
        .unwrap_err();
    let missing = fields(&status);
    for field in ["branch_id", "purpose", "request_id"] {
        assert!(missing.iter().any(|found| found == field), "{field} in {missing:?}");
    }
    assert_eq!(missing.len(), 4, "and one of visit and customer: {missing:?}");
}
