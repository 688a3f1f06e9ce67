//! Arrivals of expected customers (F-3, REC-74, S12).

use aftersales_kit::testing::{
    TestDb,
    rig::{at, fields, reason},
};
use aftersales_proto::reception::v1::{
    Arrival, ArrivalPurpose, ExpectedVisitState, RegisterArrivalRequest, RegisterArrivalResponse,
};

use crate::desk::{Desk, Guided, key, refused};

aftersales_kit::on_both_databases!(
    rec_74_an_arrival_ends_the_visit_that_was_named,
    rec_74_an_arrival_is_matched_by_customer_and_asset,
    rec_74_the_visit_of_the_earliest_day_comes_first,
    rec_74_who_only_asks_or_fetches_is_not_the_expected_one,
    rec_74_a_visit_ends_once,
    x1_the_same_request_gives_the_same_answer,
    x4_numbers_are_gap_free,
);

async fn register(desk: &Desk, request: RegisterArrivalRequest) -> RegisterArrivalResponse {
    desk.r1().await.register_arrival(request).await.unwrap().into_inner()
}

fn check_matched(arrival: &Arrival, ticket: &Guided) {
    assert_eq!(arrival.ticket_id, ticket.ticket.to_string());
    assert_eq!(
        (&arrival.customer_id, &arrival.asset_id),
        (&ticket.customer.to_string(), &ticket.asset.to_string())
    );
}

async fn rec_74_an_arrival_ends_the_visit_that_was_named(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    let visit = desk.visit(&ticket).await;
    desk.rig.advance_to("2026-11-16T11:00:00+08:00").await;
    let request = RegisterArrivalRequest {
        expected_visit_id: visit.id.clone(),
        customer_id: String::new(),
        remarks: "带了电源".to_owned(),
        ..desk.arrival()
    };
    let answer = register(&desk, request).await;
    let arrival = answer.arrival.unwrap();
    assert!(answer.matched);
    check_matched(&arrival, &ticket);
    assert_eq!(
        (arrival.number.as_str(), arrival.received_by.as_str()),
        ("BJ01-A-000001", "R1")
    );
    assert_eq!(arrival.arrived_at, Some(at("2026-11-16T11:00:00+08:00").to_proto()));
    assert_eq!(
        (arrival.remarks.as_str(), arrival.purpose()),
        ("带了电源", ArrivalPurpose::Repair)
    );
    let visit = desk.visit(&ticket).await;
    assert_eq!(
        (visit.state(), visit.arrival_id),
        (ExpectedVisitState::Arrived, arrival.id)
    );
    assert_eq!(
        (visit.contact, visit.need_summary.as_str()),
        (None, ""),
        "nobody needs the copy any more"
    );
    assert_eq!(desk.facts().await, ["VisitExpected", "CustomerArrived"]);
}

async fn rec_74_an_arrival_is_matched_by_customer_and_asset(db: TestDb) {
    let desk = Desk::start(&db).await;
    let other = Guided {
        asset: desk.registry.sold,
        ..desk.wang_fangs()
    };
    let ticket = desk.wang_fangs();
    for guided in [&other, &ticket] {
        desk.guide(guided).await;
    }
    let request = RegisterArrivalRequest {
        asset_id: desk.registry.asset.to_string(),
        ..desk.arrival()
    };
    let answer = register(&desk, request).await;
    assert!(answer.matched);
    check_matched(&answer.arrival.unwrap(), &ticket);
    assert_eq!(desk.visit(&other).await.state(), ExpectedVisitState::Expected);
    let answer = register(&desk, desk.arrival()).await;
    check_matched(&answer.arrival.unwrap(), &other);
}

async fn rec_74_the_visit_of_the_earliest_day_comes_first(db: TestDb) {
    let desk = Desk::start(&db).await;
    let open = desk.wang_fangs();
    let today = Guided {
        expected_on: "2026-11-16".to_owned(),
        ..desk.wang_fangs()
    };
    for guided in [&open, &today] {
        desk.guide(guided).await;
    }
    check_matched(&register(&desk, desk.arrival()).await.arrival.unwrap(), &today);
    check_matched(&register(&desk, desk.arrival()).await.arrival.unwrap(), &open);
}

async fn rec_74_who_only_asks_or_fetches_is_not_the_expected_one(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    for purpose in [ArrivalPurpose::Pickup, ArrivalPurpose::Consult] {
        let answer = register(
            &desk,
            RegisterArrivalRequest {
                purpose: purpose.into(),
                ..desk.arrival()
            },
        )
        .await;
        assert_eq!(
            (answer.matched, answer.arrival.unwrap().ticket_id),
            (false, String::new())
        );
    }
    assert_eq!(desk.visit(&ticket).await.state(), ExpectedVisitState::Expected);
}

async fn rec_74_a_visit_ends_once(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    let named = RegisterArrivalRequest {
        expected_visit_id: desk.visit(&ticket).await.id,
        ..desk.arrival()
    };
    let mut r1 = desk.r1().await;
    let wrong = RegisterArrivalRequest {
        customer_id: aftersales_kit::id::CustomerId::new().to_string(),
        asset_id: desk.registry.sold.to_string(),
        ..named.clone()
    };
    let status = r1.register_arrival(wrong).await.unwrap_err();
    assert_eq!(fields(&status), ["asset_id", "customer_id"]);
    register(&desk, named.clone()).await;
    let again = RegisterArrivalRequest {
        request_id: key(),
        ..named.clone()
    };
    assert_eq!(refused(r1.register_arrival(again).await), "EXPECTED_VISIT_STATE");
    let unknown = RegisterArrivalRequest {
        request_id: key(),
        expected_visit_id: ticket.ticket.to_string(),
        ..named
    };
    let status = r1.register_arrival(unknown).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::NotFound, "EXPECTED_VISIT_NOT_FOUND".to_owned())
    );
}

async fn x1_the_same_request_gives_the_same_answer(db: TestDb) {
    let desk = Desk::start(&db).await;
    // somebody whom the registry does not know, but the hotline sent
    let ticket = Guided {
        customer: aftersales_kit::id::CustomerId::new(),
        ..desk.wang_fangs()
    };
    desk.guide(&ticket).await;
    let request = RegisterArrivalRequest {
        customer_id: ticket.customer.to_string(),
        ..desk.arrival()
    };
    let first = register(&desk, request.clone()).await;
    assert_eq!(register(&desk, request.clone()).await, first);
    let other = RegisterArrivalRequest {
        purpose: ArrivalPurpose::Quote.into(),
        ..request
    };
    let status = desk.r1().await.register_arrival(other).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::AlreadyExists, "REQUEST_ID_REUSED".to_owned())
    );
    assert_eq!(desk.facts().await, ["VisitExpected", "CustomerArrived"]);
}

async fn x4_numbers_are_gap_free(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut waiting = Vec::new();
    for n in 0..12 {
        let mut client = desk.r1().await;
        let unknown = aftersales_kit::id::AssetId::new().to_string();
        let asset_id = if n % 3 == 0 { unknown } else { String::new() };
        let request = RegisterArrivalRequest {
            asset_id,
            ..desk.arrival()
        };
        waiting.push(tokio::spawn(async move { client.register_arrival(request).await }));
    }
    let mut numbers = Vec::new();
    for answer in waiting {
        numbers.extend(
            answer
                .await
                .unwrap()
                .ok()
                .and_then(|answer| answer.into_inner().arrival)
                .map(|a| a.number),
        );
    }
    numbers.sort();
    let all: Vec<String> = (1..=8).map(|n| format!("BJ01-A-{n:06}")).collect();
    assert_eq!(numbers, all);
}
