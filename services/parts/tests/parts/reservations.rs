//! Who gets the pieces when there are not enough.

use aftersales_kit::testing::{TestDb, rig::reason};
use aftersales_proto::parts::v1::{PartsRequestState, parts_event::Event};
use tonic::Code;

use crate::support::{Shop, pieces};

aftersales_kit::on_both_databases!(
    prt_01_s22_two_at_once_share_three_pieces,
    prt_07_fifty_at_once_never_reserve_more_than_there_is,
    prt_03_stock_goes_to_who_waits_the_reissued_and_oldest_first,
    prt_07_what_a_request_gives_up_goes_to_who_waits,
    prt_07_an_ended_work_order_releases_what_it_reserved,
    prt_02_only_what_is_reserved_is_issued,
);

async fn prt_01_s22_two_at_once_share_three_pieces(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("HDD-1T", 3, &[]).await.unwrap();
    let (first, second) = (shop.order().await, shop.order().await);
    let two = [("HDD-1T", 2)];
    let (a, b) = futures::join!(
        shop.ask_until_answered(&first, &two),
        shop.ask_until_answered(&second, &two)
    );
    let mut shares: Vec<(i32, i32)> = [a, b]
        .iter()
        .map(|request| (request.lines[0].reserved, request.lines[0].backordered))
        .collect();
    shares.sort_unstable();
    assert_eq!(shares, [(1, 1), (2, 0)]);
    let stock = shop.stock("HDD-1T").await;
    assert_eq!(
        (stock.on_hand, stock.reserved, stock.available, stock.backordered),
        (3, 3, 0, 1)
    );
}

async fn prt_07_fifty_at_once_never_reserve_more_than_there_is(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 30, &[]).await.unwrap();
    shop.receive("HDD-1T", 20, &[]).await.unwrap();
    let orders = shop.orders(50).await;
    let forth = [("BOARD-X", 1), ("HDD-1T", 1)];
    let back = [("HDD-1T", 1), ("BOARD-X", 1)];
    let asks = orders
        .iter()
        .enumerate()
        .map(|(n, order)| shop.ask_until_answered(order, if n % 2 == 0 { &forth } else { &back }));
    let requests = futures::future::join_all(asks).await;
    for (part_no, there) in [("BOARD-X", 30), ("HDD-1T", 20)] {
        let lines = requests
            .iter()
            .flat_map(|request| &request.lines)
            .filter(|line| line.part_no == part_no);
        let (reserved, lacking) = lines.fold((0, 0), |sum, line| (sum.0 + line.reserved, sum.1 + line.backordered));
        assert_eq!((reserved, lacking), (there, 50 - there), "{part_no}");
        let stock = shop.stock(part_no).await;
        assert_eq!(
            (stock.reserved, stock.available, stock.backordered),
            (there, 0, 50 - there),
            "{part_no}"
        );
    }
    let mut numbers: Vec<String> = requests.into_iter().map(|request| request.number).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=50).map(|n| format!("BJ01-P-{n:06}")).collect();
    assert_eq!(numbers, expected, "the series has no gap");
}

async fn prt_03_stock_goes_to_who_waits_the_reissued_and_oldest_first(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (old, young, urgent) = (
        shop.order().await,
        shop.order().await,
        shop.order_at("BJ01", true).await,
    );
    let old = shop.ask(&old, &[("BOARD-X", 2)]).await.unwrap();
    let young = shop.ask(&young, &[("BOARD-X", 1)]).await.unwrap();
    let urgent = shop.ask(&urgent, &[("BOARD-X", 1)]).await.unwrap();
    assert_eq!(old.state(), PartsRequestState::Backordered);

    let received = shop.receive("BOARD-X", 2, &[]).await.unwrap();
    assert_eq!(received.reserved_request_ids, [urgent.id.clone(), old.id.clone()]);
    assert_eq!(
        received
            .stock
            .as_ref()
            .map(|stock| (stock.available, stock.backordered)),
        Some((0, 2))
    );
    let (old, urgent) = (shop.get(&old).await, shop.get(&urgent).await);
    assert_eq!(
        (urgent.state(), old.lines[0].reserved),
        (PartsRequestState::Reserved, 1)
    );
    let Some(Event::PartsReserved(told)) = shop.last("PartsReserved").await.event else {
        panic!("no PartsReserved")
    };
    assert!(!told.all_reserved, "one piece of the old request is still lacking");

    shop.receive("BOARD-X", 5, &[]).await.unwrap();
    let (old, young) = (shop.get(&old).await, shop.get(&young).await);
    assert_eq!((old.lines[0].backordered, young.lines[0].backordered), (0, 0));
    assert_eq!(shop.stock("BOARD-X").await.available, 3);
}

async fn prt_07_what_a_request_gives_up_goes_to_who_waits(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 2, &[]).await.unwrap();
    let (first, second) = (shop.order().await, shop.order().await);
    let first = shop.ask(&first, &[("BOARD-X", 2)]).await.unwrap();
    let second = shop.ask(&second, &[("BOARD-X", 1)]).await.unwrap();

    let first = shop.cancel(&first).await.unwrap();
    assert_eq!(
        (first.state(), first.lines[0].reserved),
        (PartsRequestState::Cancelled, 0)
    );
    assert_eq!(shop.get(&second).await.lines[0].reserved, 1);
    assert_eq!(shop.stock("BOARD-X").await.available, 1);
    assert_eq!(reason(&shop.cancel(&first).await.unwrap_err()), "PARTS_REQUEST_STATE");
    let told = shop.told(None).await;
    assert_eq!(told[told.len() - 2..], ["PartsRequestCancelled", "PartsReserved"]);
}

async fn prt_07_an_ended_work_order_releases_what_it_reserved(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 4, &[]).await.unwrap();
    let (doomed, waiting, closed) = (shop.order().await, shop.order().await, shop.order().await);
    let part = shop.ask(&doomed, &[("BOARD-X", 3)]).await.unwrap();
    let whole = shop.ask(&doomed, &[("BOARD-X", 1)]).await.unwrap();
    let waiter = shop.ask(&waiting, &[("BOARD-X", 3)]).await.unwrap();
    let part = shop.issue(&part, pieces(&part, 1, &[])).await.unwrap();

    shop.cancel_order(&doomed).await;
    assert_eq!(shop.get(&whole).await.state(), PartsRequestState::Cancelled);
    let part = shop.get(&part).await;
    assert_eq!(
        (part.state(), part.lines[0].reserved, part.lines[0].open),
        (PartsRequestState::Issued, 0, 1)
    );
    assert_eq!(shop.get(&waiter).await.lines[0].reserved, 3);
    let Some(Event::PartsRequestCancelled(told)) = shop.last("PartsRequestCancelled").await.event else {
        panic!("no PartsRequestCancelled")
    };
    assert_eq!(told.cancelled_by, "system");
    shop.consume(&part, 1).await.unwrap();
    assert_eq!(shop.told(Some(&doomed.ticket)).await.last().unwrap(), "PartsSettled");

    shop.close_order(&closed).await;
    for order in [&doomed, &closed] {
        let refused = shop.ask(order, &[("BOARD-X", 1)]).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::FailedPrecondition, "WORK_ORDER_CLOSED")
        );
    }
}

async fn prt_02_only_what_is_reserved_is_issued(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("BOARD-X", 1, &[]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("BOARD-X", 2)]).await.unwrap();
    let refused = shop.issue(&request, pieces(&request, 2, &[])).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "NOT_RESERVED")
    );

    let request = shop.issue(&request, Vec::new()).await.unwrap();
    assert_eq!(
        (request.state(), request.lines[0].issued),
        (PartsRequestState::Backordered, 1)
    );
    let Some(Event::PartsIssued(told)) = shop.last("PartsIssued").await.event else {
        panic!("no PartsIssued")
    };
    assert!(!told.all_issued);
    assert_eq!(
        reason(&shop.issue(&request, Vec::new()).await.unwrap_err()),
        "NOT_RESERVED"
    );
    assert_eq!(reason(&shop.cancel(&request).await.unwrap_err()), "PARTS_REQUEST_STATE");

    shop.receive("BOARD-X", 1, &[]).await.unwrap();
    let request = shop.issue(&request, Vec::new()).await.unwrap();
    assert_eq!(request.state(), PartsRequestState::Issued);
    assert_eq!(
        reason(&shop.issue(&request, Vec::new()).await.unwrap_err()),
        "PARTS_REQUEST_STATE"
    );
    assert_eq!(shop.stock("BOARD-X").await.on_hand, 0);
}
