//! Pages and filters.

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::parts::v1::*;

use crate::support::{Client, Shop, part};

aftersales_kit::on_both_databases!(requests_are_listed_newest_first, the_catalogue_is_listed_by_number);

async fn requests_are_listed_newest_first(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 3, &[]).await.unwrap();
    let mut ids = Vec::new();
    let order = shop.order().await;
    for _ in 0..5 {
        ids.push(shop.ask(&order, &[("BOARD-X", 1)]).await.unwrap());
    }
    shop.issue(&ids[0], Vec::new()).await.unwrap();
    shop.ask(&shop.order().await, &[("BOARD-X", 1)]).await.unwrap();
    let list = |wanted: ListPartsRequestsRequest| {
        let mut clerk = shop.clerk.clone();
        async move { clerk.list_parts_requests(wanted).await.map(tonic::Response::into_inner) }
    };
    let wanted = ListPartsRequestsRequest {
        work_order_id: order.id.clone(),
        page_size: 2,
        ..ListPartsRequestsRequest::default()
    };
    let mut seen = Vec::new();
    let mut page = list(wanted.clone()).await.unwrap();
    loop {
        seen.extend(page.parts_requests.iter().map(|request| request.id.clone()));
        if page.next_page_token.is_empty() {
            break;
        }
        page = list(ListPartsRequestsRequest {
            page_token: page.next_page_token,
            ..wanted.clone()
        })
        .await
        .unwrap();
    }
    let expected: Vec<String> = ids.iter().rev().map(|request| request.id.clone()).collect();
    assert_eq!(seen, expected);

    let token = list(wanted.clone()).await.unwrap().next_page_token;
    let tampered = ListPartsRequestsRequest {
        page_token: format!("{token}A"),
        ..wanted.clone()
    };
    assert_eq!(reason(&list(tampered).await.unwrap_err()), "PAGE_TOKEN_INVALID");
    let another = ListPartsRequestsRequest {
        page_token: token,
        ..ListPartsRequestsRequest::default()
    };
    assert_eq!(reason(&list(another).await.unwrap_err()), "PAGE_TOKEN_INVALID");

    let carried = ListPartsRequestsRequest {
        issued_to: "E1".to_owned(),
        ..ListPartsRequestsRequest::default()
    };
    assert_eq!(list(carried).await.unwrap().parts_requests.len(), 1);
    let waiting = ListPartsRequestsRequest {
        states: vec![PartsRequestState::Backordered.into()],
        ..ListPartsRequestsRequest::default()
    };
    assert_eq!(list(waiting.clone()).await.unwrap().parts_requests.len(), 3);
    let mut everywhere = Client::new(shop.rig.channel(&[Role::HeadOffice], "*", "HQ1").await);
    let found = everywhere
        .list_parts_requests(waiting)
        .await
        .unwrap()
        .into_inner()
        .parts_requests;
    assert_eq!(found.len(), 3);
    assert!(found[0].available_actions.is_empty() && !found[0].readonly_reason.is_empty());
}

async fn the_catalogue_is_listed_by_number(db: TestDb) {
    let shop = Shop::open(&db).await;
    for part_no in ["A_1", "A-1", "A.1", "AA", "B-1"] {
        shop.put(Part {
            product_line: "TV".to_owned(),
            ..part(part_no, 1, false)
        })
        .await
        .unwrap();
    }
    let mut clerk = shop.clerk.clone();
    let mut wanted = ListPartsRequest {
        page_size: 3,
        ..ListPartsRequest::default()
    };
    let page = clerk.list_parts(wanted.clone()).await.unwrap().into_inner();
    assert_eq!(numbers(&page), ["A-1", "A.1", "AA"]);
    wanted.page_token = page.next_page_token;
    let page = clerk.list_parts(wanted).await.unwrap().into_inner();
    assert_eq!(numbers(&page), ["A_1", "B-1", "BOARD-X"]);
    let prefix = ListPartsRequest {
        part_no_prefix: "A_".to_owned(),
        ..ListPartsRequest::default()
    };
    assert_eq!(numbers(&clerk.list_parts(prefix).await.unwrap().into_inner()), ["A_1"]);
    let line = ListPartsRequest {
        product_line: "PC".to_owned(),
        ..ListPartsRequest::default()
    };
    assert_eq!(
        numbers(&clerk.list_parts(line).await.unwrap().into_inner()),
        ["BOARD-X", "HDD-1T"]
    );
}

fn numbers(page: &ListPartsResponse) -> Vec<&str> {
    page.parts.iter().map(|part| part.part_no.as_str()).collect()
}
