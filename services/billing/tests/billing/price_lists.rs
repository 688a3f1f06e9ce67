//! Price lists: who publishes, from when to when they hold, what they may not say.

use aftersales_kit::testing::{
    TestDb,
    rig::{at, fields, reason},
};
use aftersales_proto::billing::v1::{GetPriceListRequest, PublishPriceListRequest};
use tonic::Code;

use crate::support::{Office, fen, list, rid};

aftersales_kit::on_both_databases!(
    bil_04_a_list_holds_from_its_day_and_ends_where_the_next_begins,
    bil_04_a_branch_has_its_own_list_before_the_companys,
    bil_04_lists_do_not_overlap_nor_repeat_codes_nor_mix_currencies,
    bil_04_two_at_once_publish_one_after_the_other,
    x_12_nobody_publishes_for_others,
    bad_prices_are_all_listed,
);

const JANUARY: &str = "2026-01-01T00:00:00+08:00";
const DECEMBER: &str = "2026-12-01T00:00:00+08:00";

async fn bil_04_a_list_holds_from_its_day_and_ends_where_the_next_begins(db: TestDb) {
    let office = Office::open(&db).await;
    assert_eq!(
        reason(&office.price_list(None).await.unwrap_err()),
        "PRICE_LIST_NOT_FOUND"
    );
    let next = office
        .publish(list("BJ01", DECEMBER, &[("VISIT", 9_000)]))
        .await
        .unwrap();
    assert_eq!((next.version, next.published_by.as_str()), (1, "K1"));
    let early = office.price_list(None).await.unwrap_err();
    assert_eq!(
        (early.code(), reason(&early).as_str()),
        (Code::NotFound, "PRICE_LIST_NOT_FOUND")
    );

    let until = PublishPriceListRequest {
        valid_to: Some(at(DECEMBER).to_proto()),
        ..list("BJ01", JANUARY, &[("VISIT", 8_000), ("CHECK", 12_000)])
    };
    let first = office.publish(until).await.unwrap();
    let codes: Vec<&str> = first.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["CHECK", "VISIT"], "items by code");
    assert!(first.available_actions.is_empty() && !first.readonly_reason.is_empty());
    let third = office
        .publish(list("BJ01", "2027-01-01T00:00:00+08:00", &[("VISIT", 9_500)]))
        .await
        .unwrap();
    let holds = [
        ("2026-11-16T09:40:00+08:00", &first.id),
        ("2026-11-30T23:59:59.999999+08:00", &first.id),
        (DECEMBER, &next.id),
        ("2026-12-31T23:59:59+08:00", &next.id),
        ("2027-01-01T00:00:00+08:00", &third.id),
    ];
    for (instant, id) in holds {
        assert_eq!(office.price_list(Some(instant)).await.unwrap().id, *id, "{instant}");
    }
    let ended = office.price_list(Some(DECEMBER)).await.unwrap();
    assert_eq!(ended.valid_to, Some(at("2027-01-01T00:00:00+08:00").to_proto()));
    assert_ne!(ended.etag, next.etag);
    assert_eq!(office.told(&first.id).await, ["PriceListPublished"]);
}

async fn bil_04_a_branch_has_its_own_list_before_the_companys(db: TestDb) {
    let office = Office::open(&db).await;
    let company = office.publish(list("", JANUARY, &[("VISIT", 7_000)])).await.unwrap();
    assert_eq!(office.price_list(None).await.unwrap().id, company.id);
    let own = office
        .publish(list("BJ01", "2026-11-01T00:00:00+08:00", &[("VISIT", 8_000)]))
        .await
        .unwrap();
    assert_eq!(office.price_list(None).await.unwrap().id, own.id);
    assert_eq!(
        office.price_list(Some("2026-10-31T12:00:00+08:00")).await.unwrap().id,
        company.id
    );
    let request = GetPriceListRequest {
        branch_id: "SH02".to_owned(),
        at: None,
    };
    let there = office
        .other
        .clone()
        .get_price_list(request)
        .await
        .unwrap()
        .into_inner()
        .price_list
        .unwrap();
    assert_eq!((there.id, there.version), (company.id, 1));
}

async fn bil_04_lists_do_not_overlap_nor_repeat_codes_nor_mix_currencies(db: TestDb) {
    let office = Office::open(&db).await;
    office
        .publish(list("BJ01", JANUARY, &[("VISIT", 8_000)]))
        .await
        .unwrap();
    for from in ["2025-06-01T00:00:00+08:00", JANUARY] {
        let refused = office.publish(list("BJ01", from, &[("VISIT", 1)])).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::FailedPrecondition, "PRICE_LIST_OVERLAP"),
            "{from}"
        );
    }
    let twice = office
        .publish(list("BJ01", DECEMBER, &[("A", 1), ("B", 2), ("A", 3)]))
        .await
        .unwrap_err();
    assert_eq!(
        (reason(&twice).as_str(), fields(&twice)),
        ("ITEM_CODE_TWICE", vec!["items[2].code".to_owned()])
    );
    let mut mixed = list("BJ01", DECEMBER, &[("A", 1), ("B", 2)]);
    mixed.items[1].price.as_mut().unwrap().currency_code = "USD".to_owned();
    let mixed = office.publish(mixed).await.unwrap_err();
    assert_eq!(
        (mixed.code(), reason(&mixed).as_str()),
        (Code::InvalidArgument, "CURRENCY_MIXED")
    );
    let backwards = PublishPriceListRequest {
        valid_to: Some(at(JANUARY).to_proto()),
        ..list("BJ01", JANUARY, &[("A", 1)])
    };
    assert_eq!(reason(&office.publish(backwards).await.unwrap_err()), "VALIDITY_ORDER");
    let long: Vec<(String, i64)> = (0..500).map(|n| (format!("ITEM-{n:03}"), n)).collect();
    let long: Vec<(&str, i64)> = long.iter().map(|(code, price)| (code.as_str(), *price)).collect();
    assert_eq!(
        office.publish(list("BJ01", DECEMBER, &long)).await.unwrap().version,
        2,
        "refusals take no version"
    );
    assert_eq!(office.price_list(Some(DECEMBER)).await.unwrap().items.len(), 500);
}

async fn bil_04_two_at_once_publish_one_after_the_other(db: TestDb) {
    let office = Office::open(&db).await;
    let (a, b) = futures::join!(
        office.publish_until_answered(list("BJ01", JANUARY, &[("VISIT", 8_000)])),
        office.publish_until_answered(list("BJ01", JANUARY, &[("VISIT", 9_000)])),
    );
    assert!(a.is_ok() != b.is_ok(), "one of the two lists begins first");
    let refused = a.err().or_else(|| b.err()).unwrap();
    assert_eq!(reason(&refused), "PRICE_LIST_OVERLAP");
}

async fn x_12_nobody_publishes_for_others(db: TestDb) {
    let office = Office::open(&db).await;
    let mut accountant = office.accountant.clone();
    let all = accountant
        .publish_price_list(list("", JANUARY, &[("VISIT", 1)]))
        .await
        .unwrap_err();
    assert_eq!(
        (all.code(), reason(&all).as_str()),
        (Code::PermissionDenied, "PRICE_LIST_OF_ALL_BRANCHES")
    );
    let theirs = accountant
        .publish_price_list(list("SH02", JANUARY, &[("VISIT", 1)]))
        .await
        .unwrap_err();
    assert_eq!(
        (theirs.code(), reason(&theirs).as_str()),
        (Code::NotFound, "BRANCH_UNKNOWN")
    );
    let request = GetPriceListRequest {
        branch_id: "SH02".to_owned(),
        at: None,
    };
    assert_eq!(
        reason(&accountant.get_price_list(request).await.unwrap_err()),
        "PRICE_LIST_NOT_FOUND"
    );
    let technician = office
        .technician
        .clone()
        .publish_price_list(list("BJ01", JANUARY, &[("VISIT", 1)]))
        .await
        .unwrap_err();
    assert_eq!(technician.code(), Code::PermissionDenied);
    let mut company = office.company.clone();
    let nowhere = GetPriceListRequest {
        branch_id: "ZZ99".to_owned(),
        at: None,
    };
    assert_eq!(
        reason(&company.get_price_list(nowhere).await.unwrap_err()),
        "BRANCH_UNKNOWN"
    );
}

async fn bad_prices_are_all_listed(db: TestDb) {
    let office = Office::open(&db).await;
    let mut bad = list("BJ01", JANUARY, &[("VISIT", -1), ("CHECK", 100_000_000_001)]);
    bad.request_id = rid();
    bad.items[1].name = " ".to_owned();
    bad.items[1].code = "check".to_owned();
    let refused = office.publish(bad).await.unwrap_err();
    let expected = [
        "items[0].price.minor_units",
        "items[1].code",
        "items[1].name",
        "items[1].price.minor_units",
    ];
    assert_eq!(fields(&refused), expected);
    let mut none = list("BJ01", JANUARY, &[("VISIT", 1)]);
    none.items[0].price = fen(1);
    none.valid_from = None;
    none.items.clear();
    assert_eq!(
        fields(&office.publish(none).await.unwrap_err()),
        ["items", "valid_from"]
    );
}
