//! What assets are entitled to (X-26 to X-28, HOT-11, HOT-26, LAW-12).

use aftersales_kit::testing::TestDb;
use aftersales_proto::{
    common::v1::{CoverageKind, FaultKind, ServiceClass},
    registry::v1::{AgreedCoverage, Entitlement, EntitlementReasonKind as Kind, registry_event},
};
use tonic::{Code, Request};

use crate::support::{
    Registry, asset, check, customer, entitlement, fact, fields, key, owned, reason, refusal, registered, wang_fang,
};

aftersales_kit::on_both_databases!(
    x_26_the_customers_of_f0_are_entitled_to_what_the_story_says,
    x_26_a_period_ends_with_its_last_day,
    law_12_a_last_day_that_is_a_rest_day_moves,
    t_4_months_end_on_the_corresponding_day,
    x_26_part_warranties_outlive_the_whole,
    x_27_contracts_and_letters_cover_after_the_warranty,
    hot_07_other_brands_are_never_free,
    hot_26_before_the_invoice_nothing_can_be_said,
    reasons_are_told_in_the_language_asked_for,
);

fn kinds(entitlement: &Entitlement) -> Vec<Kind> {
    entitlement.reasons.iter().map(|reason| reason.kind()).collect()
}

async fn x_26_the_customers_of_f0_are_entitled_to_what_the_story_says(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let sn100 = owned(&mut hotline, "SN100", "2026-03-02").await;
    assert_eq!(
        (sn100.warranty_end.as_str(), sn100.onsite_end.as_str()),
        ("2027-03-02", "2027-03-02")
    );
    assert_eq!(sn100.available_actions, ["CheckEntitlement"]);
    let wang = entitlement(&mut hotline, &sn100, "2026-11-16 09:40").await;
    assert!(wang.in_warranty && wang.in_onsite_period && wang.free_onsite && wang.free_carry_in);
    assert_eq!(
        (wang.coverage_kind(), wang.service_class()),
        (CoverageKind::InWarranty, ServiceClass::C)
    );
    assert_eq!(
        kinds(&wang),
        [Kind::WarrantyRuns, Kind::PartWarrantyRuns, Kind::OnsitePeriodRuns]
    );

    let li = hotline
        .create_customer(customer("李强", "13800000002"))
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    let sn200 = registered(&mut hotline, asset(&li, "SN200", "2024-05-06")).await;
    let li = entitlement(&mut hotline, &sn200, "2026-11-16 10:00").await;
    assert!(!li.in_warranty && !li.in_onsite_period && !li.free_onsite && !li.free_carry_in);
    assert_eq!(
        (li.coverage_kind(), li.service_class()),
        (CoverageKind::None, ServiceClass::A)
    );
    assert_eq!(kinds(&li), [Kind::WarrantyOver, Kind::OnsitePeriodOver]);
    let events = registry.events().await;
    let registry_event::Event::AssetRegistered(told) = fact(events.last().unwrap()) else {
        panic!("an asset")
    };
    assert_eq!(
        (told.asset_id, told.warranty_end.as_str(), told.version),
        (sn200.id, "2025-05-06", 1)
    );
}

async fn x_26_a_period_ends_with_its_last_day(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let sold = owned(&mut hotline, "SN100", "2025-03-03").await;
    assert_eq!(sold.warranty_end, "2026-03-03");
    for (local, runs) in [
        ("2025-03-03 00:00", true),
        ("2026-03-03 23:59", true),
        ("2026-03-04 00:00", false),
    ] {
        let answer = entitlement(&mut hotline, &sold, local).await;
        assert_eq!(
            (answer.in_warranty, answer.in_onsite_period, answer.free_onsite),
            (runs, runs, runs),
            "{local}"
        );
    }
}

async fn law_12_a_last_day_that_is_a_rest_day_moves(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    // 2026-10-01 is National Day until 10-07; 2026-10-10 is a make-up Saturday; 2025-11-15 is an ordinary Saturday
    let table = [
        ("SN1", "2025-10-01", "2026-10-08"),
        ("SN2", "2025-10-10", "2026-10-10"),
        ("SN3", "2024-11-15", "2025-11-17"),
        ("SN4", "2025-11-14", "2026-11-16"),
    ];
    let owner = wang_fang(&mut hotline).await;
    for (serial, invoice, end) in table {
        let sold = registered(&mut hotline, asset(&owner, serial, invoice)).await;
        assert_eq!(sold.warranty_end, end, "sold on {invoice}");
    }
    let sold = registered(&mut hotline, asset(&owner, "SN5", "2025-10-01")).await;
    let kept = entitlement(&mut hotline, &sold, "2026-10-08 12:00").await;
    assert!(kept.in_warranty && kinds(&kept).contains(&Kind::RestDayExtension));
    let early = entitlement(&mut hotline, &sold, "2026-10-01 12:00").await;
    assert!(
        early.in_warranty && !kinds(&early).contains(&Kind::RestDayExtension),
        "not needed yet"
    );
    assert!(!entitlement(&mut hotline, &sold, "2026-10-09 00:00").await.in_warranty);
}

async fn t_4_months_end_on_the_corresponding_day(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let owner = wang_fang(&mut hotline).await;
    // 2025-02-28 is a Friday; 2028-02-29 a Tuesday; 2026-09-30 and 2026-03-31 working days
    let table = [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-01-31", 2, "2026-03-31"),
    ];
    for (index, (invoice, months, end)) in table.into_iter().enumerate() {
        let mut request = asset(&owner, &format!("SN{index}"), invoice);
        request.whole_warranty_months = months;
        request.onsite_period_months = 0;
        let sold = registered(&mut hotline, request).await;
        assert_eq!(
            (sold.warranty_end.as_str(), sold.onsite_end.as_str()),
            (end, ""),
            "{months} months from {invoice}"
        );
    }
}

async fn x_26_part_warranties_outlive_the_whole(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let sold = owned(&mut hotline, "SN100", "2025-03-03").await;
    let parts = entitlement(&mut hotline, &sold, "2026-11-16 10:00").await;
    assert_eq!(
        kinds(&parts),
        [Kind::WarrantyOver, Kind::PartWarrantyRuns, Kind::OnsitePeriodOver]
    );
    assert!(
        !parts.in_warranty && !parts.free_onsite && parts.free_carry_in,
        "main parts are still free at the branch"
    );
    assert_eq!(
        (parts.coverage_kind(), parts.service_class()),
        (CoverageKind::None, ServiceClass::A)
    );
    let mut software = check(&sold, "2026-11-16 10:00");
    software.fault_kind = FaultKind::Software.into();
    let software = hotline
        .check_entitlement(software)
        .await
        .unwrap()
        .into_inner()
        .entitlement
        .unwrap();
    assert!(!software.free_carry_in);
    assert!(!entitlement(&mut hotline, &sold, "2027-03-04 10:00").await.free_carry_in);
}

async fn x_27_contracts_and_letters_cover_after_the_warranty(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let owner = wang_fang(&mut hotline).await;
    let agreed = |kind: CoverageKind, from: &str, to: &str| AgreedCoverage {
        kind: kind.into(),
        from: from.to_owned(),
        to: to.to_owned(),
        reference: "HT-2026-7".to_owned(),
    };
    let mut request = asset(&owner, "SN100", "2025-03-03");
    request.coverages = vec![
        agreed(CoverageKind::LiaisonLetter, "2026-01-01", "2026-12-31"),
        agreed(CoverageKind::PerVisitContract, "2026-06-01", "2026-12-31"),
        agreed(CoverageKind::YearlyContract, "2026-07-01", "2026-11-15"),
    ];
    let sold = registered(&mut hotline, request.clone()).await;
    let table = [
        ("2026-03-03 10:00", CoverageKind::InWarranty, ServiceClass::C),
        ("2026-03-04 10:00", CoverageKind::LiaisonLetter, ServiceClass::A),
        ("2026-06-01 00:00", CoverageKind::PerVisitContract, ServiceClass::B),
        ("2026-11-15 23:59", CoverageKind::YearlyContract, ServiceClass::B),
        ("2026-11-16 00:00", CoverageKind::PerVisitContract, ServiceClass::B),
        ("2027-01-01 00:00", CoverageKind::None, ServiceClass::A),
    ];
    for (local, coverage, class) in table {
        let answer = entitlement(&mut hotline, &sold, local).await;
        assert_eq!(
            (answer.coverage_kind(), answer.service_class()),
            (coverage, class),
            "{local}"
        );
        assert_eq!(answer.free_onsite, class == ServiceClass::C, "{local}");
    }
    request.request_id = key();
    request.serial_number = "SN101".to_owned();
    request.coverages = vec![
        agreed(CoverageKind::InWarranty, "2026-01-01", "2026-12-31"),
        agreed(CoverageKind::None, "2026-01-01", "2026-12-31"),
    ];
    let status = hotline.register_asset(request.clone()).await.unwrap_err();
    assert_eq!(fields(&status), ["coverages[0].kind", "coverages[1].kind"]);
    request.coverages = vec![agreed(CoverageKind::YearlyContract, "2026-07-02", "2026-07-01")];
    let status = hotline.register_asset(request).await.unwrap_err();
    assert_eq!(
        (reason(&status).as_str(), fields(&status)),
        ("INVALID_REQUEST", vec!["coverages[0].to".to_owned()])
    );
}

async fn hot_07_other_brands_are_never_free(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let owner = wang_fang(&mut hotline).await;
    let ours = registered(&mut hotline, asset(&owner, "SN100", "2026-03-02")).await;
    let mut request = check(&ours, "2026-11-16 10:00");
    request.fault_kind = FaultKind::ThirdPartyComponent.into();
    let foreign = hotline
        .check_entitlement(request)
        .await
        .unwrap()
        .into_inner()
        .entitlement
        .unwrap();
    assert!(foreign.in_warranty && !foreign.free_onsite && !foreign.free_carry_in);
    assert_eq!(
        (foreign.coverage_kind(), foreign.service_class()),
        (CoverageKind::None, ServiceClass::A)
    );
    assert!(kinds(&foreign).contains(&Kind::ThirdPartyComponent));
    let mut request = asset(&owner, "SN101", "2026-03-02");
    request.third_party = true;
    let theirs = registered(&mut hotline, request).await;
    assert!(
        !entitlement(&mut hotline, &theirs, "2026-11-16 10:00")
            .await
            .free_carry_in
    );
}

async fn hot_26_before_the_invoice_nothing_can_be_said(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let sold = owned(&mut hotline, "SN100", "2026-03-02").await;
    let mut ancient = check(&sold, "2026-03-01 23:59");
    ancient.at = Some(prost_types::Timestamp {
        seconds: -62_135_596_800,
        nanos: 0,
    });
    for request in [check(&sold, "2026-03-01 23:59"), ancient] {
        let status = hotline.check_entitlement(request).await.unwrap_err();
        assert_eq!(refusal(&status), (Code::OutOfRange, "AT_BEFORE_ASSET".to_owned()));
    }
    let mut far = check(&sold, "2026-11-16 10:00");
    far.at = Some(prost_types::Timestamp {
        seconds: 253_402_300_799,
        nanos: 0,
    });
    assert_eq!(
        reason(&hotline.check_entitlement(far).await.unwrap_err()),
        "INSTANT_NOT_RECKONABLE"
    );
    let owner = wang_fang(&mut hotline).await;
    let future = hotline
        .register_asset(asset(&owner, "SN101", "2026-11-17"))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&future),
        (Code::InvalidArgument, "INVOICE_DATE_IN_FUTURE".to_owned())
    );
    registered(&mut hotline, asset(&owner, "SN102", "2026-11-16")).await;
    let old = hotline
        .register_asset(asset(&owner, "SN103", "1949-12-31"))
        .await
        .unwrap_err();
    assert_eq!(
        (reason(&old).as_str(), fields(&old)),
        ("INVALID_REQUEST", vec!["invoice_date".to_owned()])
    );
}

async fn reasons_are_told_in_the_language_asked_for(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let sold = owned(&mut hotline, "SN100", "2026-03-02").await;
    for (language, text) in [
        ("en", "the warranty runs until 2027-03-02"),
        ("zh-CN", "整机保修至 2027-03-02"),
        ("zh-TW", "整機保固至 2027-03-02"),
    ] {
        let mut request = Request::new(check(&sold, "2026-11-16 10:00"));
        request
            .metadata_mut()
            .insert("accept-language", language.parse().unwrap());
        let answer = hotline
            .check_entitlement(request)
            .await
            .unwrap()
            .into_inner()
            .entitlement
            .unwrap();
        assert_eq!(answer.reasons[0].text, text);
    }
}
