//! The part that the parts service plays in story S01.

use aftersales_kit::testing::TestDb;
use aftersales_proto::{
    common::v1::PartCondition,
    parts::v1::{PartsLineState, PartsRequestState, parts_event::Event},
};

use crate::support::{Shop, pieces};

aftersales_kit::on_both_databases!(prt_02_s01_a_disk_is_issued_and_the_defective_one_settles_the_order);

async fn prt_02_s01_a_disk_is_issued_and_the_defective_one_settles_the_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("HDD-1T", 3, &["WD-1", "WD-2", "WD-3"]).await.unwrap();
    let order = shop.order().await;

    let request = shop.ask(&order, &[("HDD-1T", 1)]).await.unwrap();
    assert_eq!(
        (request.number.as_str(), request.state()),
        ("BJ01-P-000001", PartsRequestState::Reserved)
    );
    assert_eq!(request.requested_by, "E1");
    assert_eq!(
        request.available_actions,
        ["CancelPartsRequest"],
        "a technician does not issue"
    );
    let stock = shop.stock("HDD-1T").await;
    assert_eq!((stock.on_hand, stock.reserved, stock.available), (3, 1, 2));

    let request = shop.issue(&request, pieces(&request, 1, &["WD-2"])).await.unwrap();
    assert_eq!(
        (request.state(), request.issued_to.as_str()),
        (PartsRequestState::Issued, "E1")
    );
    assert_eq!(request.lines[0].issued_serial_numbers, ["WD-2"]);
    let stock = shop.stock("HDD-1T").await;
    assert_eq!((stock.on_hand, stock.reserved, stock.issued_open), (2, 0, 1));
    let Some(Event::PartsIssued(issued)) = shop.last("PartsIssued").await.event else {
        panic!("no PartsIssued")
    };
    assert!(issued.all_issued);
    assert_eq!(
        (issued.items[0].on_hand, issued.items[0].serial_numbers.as_slice()),
        (2, &["WD-2".to_owned()][..])
    );
    assert_eq!(issued.items[0].unit_price.as_ref().unwrap().minor_units, 32_000);

    shop.rig.advance_to("2026-11-17T17:20:00+08:00").await;
    let request = shop
        .bring_back(&request, PartCondition::Defective, 1, &["OLD-77"])
        .await
        .unwrap();
    assert_eq!(
        (request.state(), request.lines[0].state()),
        (PartsRequestState::Settled, PartsLineState::Settled)
    );
    assert_eq!(
        (
            request.lines[0].consumed,
            request.lines[0].returned_defective,
            request.lines[0].open
        ),
        (1, 1, 0)
    );
    assert!(request.available_actions.is_empty() && !request.readonly_reason.is_empty());
    let stock = shop.stock("HDD-1T").await;
    assert_eq!((stock.on_hand, stock.issued_open, stock.defective), (2, 0, 1));

    assert_eq!(
        shop.told(Some(&order.ticket)).await,
        ["PartsRequested", "PartsIssued", "PartReturned", "PartsSettled"]
    );
    let Some(Event::PartsSettled(settled)) = shop.last("PartsSettled").await.event else {
        panic!("no PartsSettled")
    };
    assert_eq!((settled.work_order_id, settled.ticket_id), (order.id, order.ticket));
}
