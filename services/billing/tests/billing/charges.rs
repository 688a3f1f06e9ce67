//! Charges: only what is on the list, shown, agreed and added up.

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{
    billing::v1::RecordChargeRequest,
    common::v1::{CoverageKind, Money, ServiceClass},
};
use tonic::Code;

use crate::support::{Office, charging, fen, list, rid};

aftersales_kit::on_both_databases!(
    bil_04_a_charge_is_the_sum_of_its_items,
    bil_13_class_c_is_never_charged,
    bil_06_bil_10_the_list_is_shown_and_the_customer_consents,
    bil_04_what_is_not_on_the_list_in_force_is_not_charged,
    bil_07_the_amount_is_what_the_customer_was_told,
    amounts_never_leave_their_range,
    x_1_x_2_a_charge_is_recorded_once_and_on_what_was_seen,
    many_charges_at_once_add_up,
    x_12_another_branchs_ticket_does_not_exist,
);

const JANUARY: &str = "2026-01-01T00:00:00+08:00";
const PRICES: &[(&str, i64)] = &[("VISIT", 8_000), ("CHECK", 12_000)];

async fn paid_ticket(office: &Office) -> String {
    office.publish(list("BJ01", JANUARY, PRICES)).await.unwrap();
    office.ticket(ServiceClass::A, CoverageKind::None).await
}

async fn bil_04_a_charge_is_the_sum_of_its_items(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let work_order_id = rid();
    let request = RecordChargeRequest {
        work_order_id: work_order_id.clone(),
        ..charging(&ticket, &[("VISIT", 1), ("CHECK", 2)], 32_000)
    };
    let recorded = office.charge(request).await.unwrap();
    let charge = recorded.charge.unwrap();
    assert_eq!((charge.amount, charge.work_order_id), (fen(32_000), work_order_id));
    assert_eq!(
        (charge.lines[1].unit_price.clone(), charge.lines[1].amount.clone()),
        (fen(12_000), fen(24_000))
    );
    assert_eq!(
        (charge.recorded_by.as_str(), charge.lines[0].name.as_str()),
        ("E1", "服务 VISIT")
    );
    office.charge(charging(&ticket, &[("VISIT", 1)], 8_000)).await.unwrap();
    let account = office.account(&ticket).await.unwrap();
    assert_eq!((account.total, account.charges.len()), (fen(40_000), 2));
    assert_eq!(account.charges[0].id, charge.id, "oldest first");
    assert_eq!(
        office.told(&ticket).await,
        ["TicketAccountOpened", "ChargeRecorded", "ChargeRecorded"]
    );
}

async fn bil_13_class_c_is_never_charged(db: TestDb) {
    let office = Office::open(&db).await;
    office
        .publish(list("BJ01", JANUARY, &[("VISIT", 5_000)]))
        .await
        .unwrap();
    let ticket = office.ticket(ServiceClass::C, CoverageKind::InWarranty).await;
    let refused = office
        .charge(charging(&ticket, &[("VISIT", 1)], 5_000))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "CLASS_C_IS_FREE")
    );
    let account = office.account(&ticket).await.unwrap();
    assert_eq!(
        (account.total, account.charges.len(), account.chargeable),
        (fen(0), 0, false)
    );
    let internal = office.ticket(ServiceClass::D, CoverageKind::None).await;
    assert_eq!(
        reason(
            &office
                .charge(charging(&internal, &[("VISIT", 1)], 5_000))
                .await
                .unwrap_err()
        ),
        "CLASS_C_IS_FREE"
    );
    let contract = office.ticket(ServiceClass::B, CoverageKind::PerVisitContract).await;
    office
        .charge(charging(&contract, &[("VISIT", 1)], 5_000))
        .await
        .unwrap();
}

async fn bil_06_bil_10_the_list_is_shown_and_the_customer_consents(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let good = charging(&ticket, &[("VISIT", 1)], 8_000);
    let hidden = RecordChargeRequest {
        price_list_shown: false,
        ..good.clone()
    };
    assert_eq!(
        reason(&office.charge(hidden).await.unwrap_err()),
        "PRICE_LIST_NOT_SHOWN"
    );
    let unasked = RecordChargeRequest {
        customer_consents: false,
        ..good.clone()
    };
    assert_eq!(reason(&office.charge(unasked).await.unwrap_err()), "CONSENT_MISSING");
    office.charge(good).await.unwrap();
}

async fn bil_04_what_is_not_on_the_list_in_force_is_not_charged(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let unknown = charging(&ticket, &[("VISIT", 1), ("DRIVE", 1), ("GOLD", 1)], 8_000);
    let refused = office.charge(unknown).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::InvalidArgument, "ITEM_NOT_ON_PRICE_LIST")
    );
    assert_eq!(fields(&refused), ["lines[1].item_code", "lines[2].item_code"]);
    // a list that is published but not yet in force
    office
        .publish(list("BJ01", "2026-12-01T00:00:00+08:00", &[("DRIVE", 100)]))
        .await
        .unwrap();
    let drive = || charging(&ticket, &[("DRIVE", 1)], 100);
    assert_eq!(
        reason(&office.charge(drive()).await.unwrap_err()),
        "ITEM_NOT_ON_PRICE_LIST"
    );
    office.rig.advance_to("2026-12-01T00:00:00+08:00").await;
    office.charge(drive()).await.unwrap();
    assert_eq!(
        reason(
            &office
                .charge(charging(&ticket, &[("VISIT", 1)], 8_000))
                .await
                .unwrap_err()
        ),
        "ITEM_NOT_ON_PRICE_LIST"
    );
}

async fn bil_07_the_amount_is_what_the_customer_was_told(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let other = Some(Money {
        currency_code: "USD".to_owned(),
        minor_units: 8_000,
    });
    for expected in [fen(7_999), fen(8_001), fen(0), other] {
        let request = RecordChargeRequest {
            expected_amount: expected,
            ..charging(&ticket, &[("VISIT", 1)], 0)
        };
        let refused = office.charge(request).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::FailedPrecondition, "AMOUNT_MISMATCH")
        );
        assert!(refused.message().contains("8000 fen (CNY)"), "{}", refused.message());
    }
}

async fn amounts_never_leave_their_range(db: TestDb) {
    let office = Office::open(&db).await;
    office
        .publish(list("BJ01", JANUARY, &[("HALF", 50_000_000_000), ("FREE", 0)]))
        .await
        .unwrap();
    let ticket = office.ticket(ServiceClass::A, CoverageKind::None).await;
    let huge = office
        .charge(charging(&ticket, &[("HALF", 10_000)], 1))
        .await
        .unwrap_err();
    assert_eq!(
        (huge.code(), reason(&huge).as_str()),
        (Code::OutOfRange, "AMOUNT_TOO_LARGE")
    );
    assert_eq!(fields(&huge), ["lines[0].quantity"]);
    let sum = office
        .charge(charging(&ticket, &[("HALF", 2), ("HALF", 2)], 1))
        .await
        .unwrap_err();
    assert_eq!(
        (reason(&sum).as_str(), fields(&sum)),
        ("AMOUNT_TOO_LARGE", vec!["lines".to_owned()])
    );
    office
        .charge(charging(&ticket, &[("HALF", 2)], 100_000_000_000))
        .await
        .unwrap();
    office.charge(charging(&ticket, &[("FREE", 1)], 0)).await.unwrap();
    let total = office
        .charge(charging(&ticket, &[("HALF", 1)], 50_000_000_000))
        .await
        .unwrap_err();
    assert_eq!(reason(&total), "AMOUNT_TOO_LARGE");
    let negative = RecordChargeRequest {
        expected_amount: fen(-1),
        ..charging(&ticket, &[("FREE", -1)], 0)
    };
    assert_eq!(
        fields(&office.charge(negative).await.unwrap_err()),
        ["expected_amount.minor_units", "lines[0].quantity"]
    );
    let outside = RecordChargeRequest {
        expected_amount: fen(i64::MAX),
        ..charging(&ticket, &[("FREE", i32::MAX)], 0)
    };
    assert_eq!(
        fields(&office.charge(outside).await.unwrap_err()),
        ["expected_amount.minor_units", "lines[0].quantity"]
    );
    assert_eq!(office.account(&ticket).await.unwrap().total, fen(100_000_000_000));
}

async fn x_1_x_2_a_charge_is_recorded_once_and_on_what_was_seen(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let seen = office.account(&ticket).await.unwrap();
    let request = RecordChargeRequest {
        etag: seen.etag.clone(),
        ..charging(&ticket, &[("VISIT", 1)], 8_000)
    };
    let first = office.charge(request.clone()).await.unwrap();
    assert_eq!(office.charge(request.clone()).await.unwrap(), first);
    let other = RecordChargeRequest {
        expected_amount: fen(1),
        ..request.clone()
    };
    assert_eq!(reason(&office.charge(other).await.unwrap_err()), "REQUEST_ID_REUSED");
    let stale = RecordChargeRequest {
        request_id: rid(),
        ..request
    };
    let stale = office.charge(stale).await.unwrap_err();
    assert_eq!((stale.code(), reason(&stale).as_str()), (Code::Aborted, "STALE_ETAG"));
    assert_eq!(office.account(&ticket).await.unwrap().total, fen(8_000));
}

async fn many_charges_at_once_add_up(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let charges = (0..12).map(|_| office.charge_until_answered(charging(&ticket, &[("VISIT", 1)], 8_000)));
    futures::future::join_all(charges).await;
    let account = office.account(&ticket).await.unwrap();
    assert_eq!((account.total, account.charges.len()), (fen(96_000), 12));
}

async fn x_12_another_branchs_ticket_does_not_exist(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = paid_ticket(&office).await;
    let refused = office
        .other
        .clone()
        .record_charge(charging(&ticket, &[("VISIT", 1)], 8_000))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::NotFound, "TICKET_ACCOUNT_NOT_FOUND")
    );
    let unknown = office
        .charge(charging(&rid(), &[("VISIT", 1)], 8_000))
        .await
        .unwrap_err();
    assert_eq!(reason(&unknown), "TICKET_ACCOUNT_NOT_FOUND");
    assert_eq!(office.account(&ticket).await.unwrap().total, fen(0));
}
