//! What comes back, and what cannot.

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{
    common::v1::PartCondition::{Defective, Good},
    parts::v1::{PartsRequest, PartsRequestState},
};
use tonic::{Code, Status};

use crate::support::{Shop, part, pieces};

aftersales_kit::on_both_databases!(
    prt_25_s22_an_unused_piece_is_back_on_the_shelf_with_its_serial,
    prt_25_what_was_never_issued_is_neither_returned_nor_used_up,
    prt_05_an_order_is_settled_when_its_last_line_is,
    prt_02_serials_leave_only_the_store_that_has_them,
    prt_05_a_defective_piece_settles_one_exchange_only,
    prt_11_an_exchange_part_is_not_simply_used_up,
);

fn refused(result: Result<PartsRequest, Status>, expected: &str) -> Status {
    let status = result.unwrap_err();
    assert_eq!(reason(&status), expected);
    status
}

async fn prt_25_s22_an_unused_piece_is_back_on_the_shelf_with_its_serial(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("HDD-1T", 1, &["WD-1"]).await.unwrap();
    let (order, next) = (shop.order().await, shop.order().await);
    let request = shop.ask(&order, &[("HDD-1T", 1)]).await.unwrap();
    let request = shop.issue(&request, pieces(&request, 1, &["WD-1"])).await.unwrap();
    let request = shop.bring_back(&request, Good, 1, &["WD-1"]).await.unwrap();
    assert_eq!(
        (request.state(), request.lines[0].returned_good),
        (PartsRequestState::Settled, 1)
    );
    assert_eq!(request.lines[0].returned_serial_numbers, ["WD-1"]);
    let stock = shop.stock("HDD-1T").await;
    assert_eq!(
        (stock.on_hand, stock.available, stock.issued_open, stock.defective),
        (1, 1, 0, 0)
    );

    let next = shop.ask(&next, &[("HDD-1T", 1)]).await.unwrap();
    shop.issue(&next, pieces(&next, 1, &["WD-1"])).await.unwrap();
}

async fn prt_25_what_was_never_issued_is_neither_returned_nor_used_up(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 3, &[]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("BOARD-X", 2)]).await.unwrap();
    for condition in [Good, Defective] {
        let status = refused(shop.bring_back(&request, condition, 1, &[]).await, "NOT_ISSUED");
        assert_eq!(status.code(), Code::FailedPrecondition);
    }
    refused(shop.consume(&request, 1).await, "NOT_ISSUED");

    let request = shop.issue(&request, pieces(&request, 1, &[])).await.unwrap();
    refused(shop.bring_back(&request, Good, 2, &[]).await, "NOT_ISSUED");
    shop.bring_back(&request, Good, 1, &[]).await.unwrap();
    refused(shop.bring_back(&request, Good, 1, &[]).await, "NOT_ISSUED");
    let cancelled = shop.order().await;
    let cancelled = shop.ask(&cancelled, &[("BOARD-X", 1)]).await.unwrap();
    let cancelled = shop.cancel(&cancelled).await.unwrap();
    refused(shop.consume(&cancelled, 1).await, "NOT_ISSUED");
    assert_eq!(shop.stock("BOARD-X").await.on_hand, 3);
}

async fn prt_05_an_order_is_settled_when_its_last_line_is(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 3, &[]).await.unwrap();
    let order = shop.order().await;
    let first = shop.ask(&order, &[("BOARD-X", 2)]).await.unwrap();
    let second = shop.ask(&order, &[("BOARD-X", 1)]).await.unwrap();
    let first = shop.issue(&first, Vec::new()).await.unwrap();
    shop.consume(&first, 1).await.unwrap();
    let first = shop.bring_back(&first, Defective, 1, &["OLD-1"]).await.unwrap();
    assert_eq!(
        (first.state(), first.lines[0].consumed),
        (PartsRequestState::Settled, 2)
    );
    assert!(
        !shop
            .told(Some(&order.ticket))
            .await
            .contains(&"PartsSettled".to_owned()),
        "the second is open"
    );

    shop.cancel(&second).await.unwrap();
    let told = shop.told(Some(&order.ticket)).await;
    assert_eq!(told.last().unwrap(), "PartsSettled");
    assert_eq!(told.iter().filter(|name| *name == "PartsSettled").count(), 1);
}

async fn prt_02_serials_leave_only_the_store_that_has_them(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("HDD-1T", 2, &["WD-1", "WD-2"]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("HDD-1T", 2)]).await.unwrap();
    for bad in [&["WD-1"][..], &["WD-1", "WD-1"], &["WD-1", " "]] {
        let status = refused(shop.issue(&request, pieces(&request, 2, bad)).await, "SERIALS_COUNT");
        assert_eq!(fields(&status), ["lines[0].serial_numbers"], "{bad:?}");
    }
    refused(shop.issue(&request, Vec::new()).await, "SERIALS_COUNT");
    let status = refused(
        shop.issue(&request, pieces(&request, 2, &["WD-1", "XX-9"])).await,
        "SERIAL_NOT_IN_STOCK",
    );
    assert_eq!(fields(&status), ["lines[0].serial_numbers[1]"]);
    let known = shop.receive("HDD-1T", 1, &["WD-1"]).await.unwrap_err();
    assert_eq!(
        (known.code(), reason(&known).as_str()),
        (Code::AlreadyExists, "SERIAL_KNOWN")
    );
    assert_eq!(
        reason(&shop.receive("HDD-1T", 2, &["WD-5"]).await.unwrap_err()),
        "SERIALS_COUNT"
    );

    let request = shop
        .issue(&request, pieces(&request, 2, &["WD-1", "WD-2"]))
        .await
        .unwrap();
    refused(shop.bring_back(&request, Good, 1, &["WD-9"]).await, "SERIAL_NOT_ISSUED");
    shop.bring_back(&request, Good, 1, &["WD-1"]).await.unwrap();
    refused(shop.bring_back(&request, Good, 1, &["WD-1"]).await, "SERIAL_NOT_ISSUED");

    // pieces that came in untold take their numbers when they go out
    shop.receive("HDD-1T", 1, &[]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("HDD-1T", 2)]).await.unwrap();
    refused(
        shop.issue(&request, pieces(&request, 2, &["N-1", "N-2"])).await,
        "SERIAL_NOT_IN_STOCK",
    );
    shop.issue(&request, pieces(&request, 2, &["N-1", "WD-1"]))
        .await
        .unwrap();
}

async fn prt_05_a_defective_piece_settles_one_exchange_only(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("HDD-1T", 3, &["WD-1", "WD-2", "WD-3"]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("HDD-1T", 2)]).await.unwrap();
    let request = shop
        .issue(&request, pieces(&request, 2, &["WD-1", "WD-2"]))
        .await
        .unwrap();
    shop.bring_back(&request, Defective, 1, &["OLD-1"]).await.unwrap();
    refused(
        shop.bring_back(&request, Defective, 1, &["OLD-1"]).await,
        "SERIAL_NOT_ISSUED",
    );
    refused(
        shop.bring_back(&request, Defective, 1, &["WD-3"]).await,
        "SERIAL_NOT_ISSUED",
    );
    refused(shop.bring_back(&request, Defective, 1, &[]).await, "SERIALS_COUNT");
    // the new piece itself failed
    let request = shop.bring_back(&request, Defective, 1, &["WD-2"]).await.unwrap();
    assert_eq!(
        (request.state(), request.lines[0].returned_defective),
        (PartsRequestState::Settled, 2)
    );
    assert_eq!(shop.stock("HDD-1T").await.defective, 2);
}

async fn prt_11_an_exchange_part_is_not_simply_used_up(db: TestDb) {
    let shop = Shop::open(&db).await;
    let fuse = aftersales_proto::parts::v1::Part {
        exchange_part: true,
        ..part("FUSE-1", 100, false)
    };
    shop.put(fuse).await.unwrap();
    shop.receive("FUSE-1", 1, &[]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("FUSE-1", 1)]).await.unwrap();
    let request = shop.issue(&request, Vec::new()).await.unwrap();
    assert_eq!(request.available_actions, ["ReturnPart"]);
    let status = refused(shop.consume(&request, 1).await, "DEFECTIVE_OWED");
    assert_eq!(status.code(), Code::FailedPrecondition);
    shop.bring_back(&request, Defective, 1, &[]).await.unwrap();
}
