//! Who is expected and who came.

use aftersales_kit::testing::{TestDb, rig::at};
use aftersales_proto::reception::v1::{ExpectedVisitState, ListArrivalsRequest, ListExpectedVisitsRequest};

use crate::desk::{Desk, Guided, refused};

aftersales_kit::on_both_databases!(
    visits_are_listed_by_day_open_ones_last,
    arrivals_are_listed_newest_first
);

async fn visits_are_listed_by_day_open_ones_last(db: TestDb) {
    let desk = Desk::start(&db).await;
    for day in ["", "2026-11-18", "2026-11-16", "", "2026-11-17"] {
        desk.guide(&Guided {
            expected_on: day.to_owned(),
            ..desk.wang_fangs()
        })
        .await;
    }
    let elsewhere = Guided {
        target: "SH02",
        ..desk.wang_fangs()
    };
    desk.guide(&elsewhere).await;
    let mut r1 = desk.r1().await;
    let all = ListExpectedVisitsRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 2,
        ..Default::default()
    };
    let (mut days, mut request) = (Vec::new(), all.clone());
    loop {
        let page = r1.list_expected_visits(request.clone()).await.unwrap().into_inner();
        days.extend(page.expected_visits.into_iter().map(|visit| visit.expected_on));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(days, ["2026-11-16", "2026-11-17", "2026-11-18", "", ""]);
    let arrived = ListExpectedVisitsRequest {
        state: ExpectedVisitState::Arrived.into(),
        ..all.clone()
    };
    assert!(
        r1.list_expected_visits(arrived)
            .await
            .unwrap()
            .into_inner()
            .expected_visits
            .is_empty()
    );
    let theirs = ListExpectedVisitsRequest {
        branch_id: "SH02".to_owned(),
        ..all.clone()
    };
    assert!(
        r1.list_expected_visits(theirs)
            .await
            .unwrap()
            .into_inner()
            .expected_visits
            .is_empty()
    );
    let garbage = ListExpectedVisitsRequest {
        page_token: "garbage".to_owned(),
        ..all
    };
    assert_eq!(refused(r1.list_expected_visits(garbage).await), "PAGE_TOKEN_INVALID");
}

async fn arrivals_are_listed_newest_first(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut r1 = desk.r1().await;
    for time in ["10:41", "10:42", "10:43"] {
        desk.rig.advance_to(&format!("2026-11-16T{time}:00+08:00")).await;
        r1.register_arrival(desk.arrival()).await.unwrap();
    }
    let mut request = ListArrivalsRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 2,
        ..Default::default()
    };
    let first = r1.list_arrivals(request.clone()).await.unwrap().into_inner();
    request.page_token = first.next_page_token;
    let second = r1.list_arrivals(request.clone()).await.unwrap().into_inner();
    let numbers: Vec<String> = first
        .arrivals
        .into_iter()
        .chain(second.arrivals)
        .map(|a| a.number)
        .collect();
    assert_eq!(numbers, ["BJ01-A-000003", "BJ01-A-000002", "BJ01-A-000001"]);
    let between = ListArrivalsRequest {
        from: Some(at("2026-11-16T10:42:00+08:00").to_proto()),
        to: Some(at("2026-11-16T10:43:00+08:00").to_proto()),
        page_token: String::new(),
        ..request
    };
    let found = r1.list_arrivals(between).await.unwrap().into_inner().arrivals;
    assert_eq!(
        found.iter().map(|arrival| arrival.number.as_str()).collect::<Vec<_>>(),
        ["BJ01-A-000002"]
    );
}
