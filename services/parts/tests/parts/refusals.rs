//! Bad input, other branches, repeated and stale requests.

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{common::v1::PartCondition, parts::v1::*};
use tonic::Code;

use crate::support::{Shop, part, pieces, rid, texts};

aftersales_kit::on_both_databases!(
    x_12_another_branch_does_not_exist,
    x_1_a_repeated_request_is_answered_again_and_done_once,
    x_2_a_stale_etag_changes_nothing,
    prt_01_unknown_twice_and_discontinued_parts_are_refused,
    prt_10_the_catalogue_keeps_its_promises,
    pra_06_limits_stand_in_order,
    blank_and_hostile_fields_are_all_listed,
);

async fn x_12_another_branch_does_not_exist(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 2, &[]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("BOARD-X", 1)]).await.unwrap();
    let mut other = shop.other_clerk.clone();

    let read = other
        .get_parts_request(GetPartsRequestRequest {
            parts_request_id: request.id.clone(),
        })
        .await;
    assert_eq!(reason(&read.unwrap_err()), "PARTS_REQUEST_NOT_FOUND");
    let issue = IssuePartsRequest {
        request_id: rid(),
        parts_request_id: request.id.clone(),
        issued_to: "E1-S".to_owned(),
        ..IssuePartsRequest::default()
    };
    let refused = other.issue_parts(issue).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::NotFound, "PARTS_REQUEST_NOT_FOUND")
    );
    let ask = RequestPartsRequest {
        request_id: rid(),
        work_order_id: order.id.clone(),
        ticket_id: order.ticket.clone(),
        lines: vec![PartsLineInput {
            part_no: "BOARD-X".to_owned(),
            quantity: 1,
        }],
    };
    assert_eq!(
        reason(&other.request_parts(ask).await.unwrap_err()),
        "WORK_ORDER_NOT_FOUND"
    );
    let stock = GetStockRequest {
        branch_id: "BJ01".to_owned(),
        part_no: "BOARD-X".to_owned(),
    };
    assert_eq!(reason(&other.get_stock(stock).await.unwrap_err()), "BRANCH_UNKNOWN");
    let list = ListPartsRequestsRequest {
        branch_id: "BJ01".to_owned(),
        ..ListPartsRequestsRequest::default()
    };
    assert!(
        other
            .list_parts_requests(list)
            .await
            .unwrap()
            .into_inner()
            .parts_requests
            .is_empty()
    );
    assert!(
        other
            .list_parts_requests(ListPartsRequestsRequest::default())
            .await
            .unwrap()
            .into_inner()
            .parts_requests
            .is_empty()
    );
    assert_eq!(shop.get(&request).await.lines[0].issued, 0);
}

async fn x_1_a_repeated_request_is_answered_again_and_done_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 5, &[]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("BOARD-X", 2)]).await.unwrap();
    let issue = IssuePartsRequest {
        request_id: rid(),
        parts_request_id: request.id.clone(),
        issued_to: "E1".to_owned(),
        lines: pieces(&request, 1, &[]),
        ..IssuePartsRequest::default()
    };
    let first = shop
        .clerk
        .clone()
        .issue_parts(issue.clone())
        .await
        .unwrap()
        .into_inner();
    let second = shop
        .clerk
        .clone()
        .issue_parts(issue.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(first, second);
    assert_eq!(shop.stock("BOARD-X").await.on_hand, 4);
    assert_eq!(shop.told(Some(&order.ticket)).await, ["PartsRequested", "PartsIssued"]);
    let other = IssuePartsRequest {
        issued_to: "E2".to_owned(),
        ..issue
    };
    let reused = shop.clerk.clone().issue_parts(other).await.unwrap_err();
    assert_eq!(
        (reused.code(), reason(&reused).as_str()),
        (Code::AlreadyExists, "REQUEST_ID_REUSED")
    );
}

async fn x_2_a_stale_etag_changes_nothing(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 5, &[]).await.unwrap();
    let order = shop.order().await;
    let seen = shop.ask(&order, &[("BOARD-X", 2)]).await.unwrap();
    let now = shop.issue(&seen, pieces(&seen, 1, &[])).await.unwrap();
    assert_ne!(seen.etag, now.etag);
    let back = |etag: &str| ReturnPartRequest {
        request_id: rid(),
        parts_request_id: seen.id.clone(),
        line_id: seen.lines[0].line_id.clone(),
        condition: PartCondition::Good.into(),
        quantity: 1,
        etag: etag.to_owned(),
        ..ReturnPartRequest::default()
    };
    let stale = shop.clerk.clone().return_part(back(&seen.etag)).await.unwrap_err();
    assert_eq!((stale.code(), reason(&stale).as_str()), (Code::Aborted, "STALE_ETAG"));
    shop.clerk.clone().return_part(back(&now.etag)).await.unwrap();

    let put = |etag: &str, fen| PutPartRequest {
        request_id: rid(),
        part: Some(part("BOARD-X", fen, false)),
        etag: etag.to_owned(),
    };
    let put_stale = shop.clerk.clone().put_part(put("\"7\"", 1)).await.unwrap_err();
    assert_eq!(reason(&put_stale), "STALE_ETAG");
    shop.clerk.clone().put_part(put("\"1\"", 90_000)).await.unwrap();
}

async fn prt_01_unknown_twice_and_discontinued_parts_are_refused(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.put(Part {
        discontinued: true,
        ..part("OLD-1", 1, false)
    })
    .await
    .unwrap();
    let order = shop.order().await;
    let cases = [
        (
            &[("BOARD-X", 1), ("BOARD-X", 2)][..],
            "PART_TWICE",
            Code::InvalidArgument,
            "lines[1].part_no",
        ),
        (
            &[("BOARD-X", 1), ("NONE-1", 2)][..],
            "PART_NOT_FOUND",
            Code::NotFound,
            "lines[1].part_no",
        ),
        (
            &[("OLD-1", 1)][..],
            "PART_DISCONTINUED",
            Code::InvalidArgument,
            "lines[0].part_no",
        ),
    ];
    for (lines, expected, code, field) in cases {
        let refused = shop.ask(&order, lines).await.unwrap_err();
        assert_eq!((reason(&refused).as_str(), refused.code()), (expected, code));
        assert_eq!(fields(&refused), [field]);
    }
    let stranger = crate::support::Order {
        id: rid(),
        ..order.clone()
    };
    assert_eq!(
        reason(&shop.ask(&stranger, &[("BOARD-X", 1)]).await.unwrap_err()),
        "WORK_ORDER_NOT_FOUND"
    );
    let mixed_up = crate::support::Order {
        ticket: rid(),
        ..order.clone()
    };
    let refused = shop.ask(&mixed_up, &[("BOARD-X", 1)]).await.unwrap_err();
    assert_eq!(
        (reason(&refused).as_str(), fields(&refused)),
        ("INVALID_REQUEST", texts(&["ticket_id"]))
    );
    assert!(shop.told(Some(&order.ticket)).await.is_empty());
    assert_eq!(
        shop.ask(&order, &[("BOARD-X", 1)]).await.unwrap().number,
        "BJ01-P-000001",
        "refusals leave no gap"
    );
}

async fn prt_10_the_catalogue_keeps_its_promises(db: TestDb) {
    let shop = Shop::open(&db).await;
    let board = shop
        .put(Part {
            name: "主板 𠮷".to_owned(),
            ..part("BOARD-X", 91_000, false)
        })
        .await
        .unwrap();
    assert_eq!((board.etag.as_str(), board.name.as_str()), ("\"2\"", "主板 𠮷"));
    assert_eq!(shop.put(board.clone()).await.unwrap().etag, "\"2\"", "nothing changed");
    shop.put(part("BOARD-X", 91_000, true)).await.unwrap();
    shop.receive("BOARD-X", 1, &[]).await.unwrap();
    let refused = shop.put(part("BOARD-X", 91_000, false)).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "SERIALIZED_FIXED")
    );
    let unknown = shop
        .technician
        .clone()
        .get_part(GetPartRequest {
            part_no: "NONE-1".to_owned(),
        })
        .await
        .unwrap_err();
    assert_eq!(reason(&unknown), "PART_NOT_FOUND");
    let seen = shop
        .technician
        .clone()
        .get_part(GetPartRequest {
            part_no: "BOARD-X".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(seen.into_inner().part.unwrap().available_actions, ["RequestParts"]);
    let put = PutPartRequest {
        request_id: rid(),
        part: Some(part("X-1", 1, false)),
        etag: String::new(),
    };
    assert_eq!(
        shop.technician.clone().put_part(put).await.unwrap_err().code(),
        Code::PermissionDenied
    );
    assert_eq!(
        shop.told(Some("BOARD-X")).await,
        ["PartPut", "PartPut", "PartPut", "StockReceived"]
    );
}

async fn pra_06_limits_stand_in_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let limits = |min, max, etag: &str| SetStockLimitsRequest {
        request_id: rid(),
        branch_id: "BJ01".to_owned(),
        part_no: "HDD-1T".to_owned(),
        min_level: min,
        max_level: max,
        etag: etag.to_owned(),
    };
    let mut clerk = shop.clerk.clone();
    assert_eq!(
        reason(&clerk.set_stock_limits(limits(6, 2, "")).await.unwrap_err()),
        "LIMITS_ORDER"
    );
    let stock = clerk
        .set_stock_limits(limits(2, 6, "\"0\""))
        .await
        .unwrap()
        .into_inner()
        .stock
        .unwrap();
    assert_eq!((stock.min_level, stock.max_level, stock.on_hand), (2, 6, 0));
    assert_eq!(
        reason(&clerk.set_stock_limits(limits(1, 6, "\"0\"")).await.unwrap_err()),
        "STALE_ETAG"
    );

    let short = ListStockRequest {
        branch_id: "BJ01".to_owned(),
        below_min_only: true,
        ..ListStockRequest::default()
    };
    let found = clerk.list_stock(short.clone()).await.unwrap().into_inner().stocks;
    assert_eq!(
        found.iter().map(|stock| stock.part_no.as_str()).collect::<Vec<_>>(),
        ["HDD-1T"]
    );
    shop.receive("HDD-1T", 3, &[]).await.unwrap();
    shop.receive("BOARD-X", 1, &[]).await.unwrap();
    assert!(clerk.list_stock(short).await.unwrap().into_inner().stocks.is_empty());
}

async fn blank_and_hostile_fields_are_all_listed(db: TestDb) {
    let shop = Shop::open(&db).await;
    let request = ReceiveStockRequest {
        request_id: "no".to_owned(),
        branch_id: "bj01".to_owned(),
        part_no: "x".to_owned(),
        quantity: -1,
        serial_numbers: Vec::new(),
        note: " \u{3000}".to_owned(),
    };
    let refused = shop.clerk.clone().receive_stock(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(
        fields(&refused),
        ["branch_id", "note", "part_no", "quantity", "request_id"]
    );
    let negative = Part {
        price: Some(aftersales_proto::common::v1::Money {
            currency_code: "CNY".to_owned(),
            minor_units: -1,
        }),
        ..part("A-1", 0, false)
    };
    assert_eq!(
        fields(&shop.put(negative).await.unwrap_err()),
        ["part.price.minor_units"]
    );
    let bidi = Part {
        name: "盘\u{202e}gpj".to_owned(),
        ..part("A-1", 0, false)
    };
    assert_eq!(fields(&shop.put(bidi).await.unwrap_err()), ["part.name"]);
    let full = shop.receive("BOARD-X", 1_000_000, &[]).await.unwrap();
    assert_eq!(full.stock.unwrap().on_hand, 1_000_000);
}
