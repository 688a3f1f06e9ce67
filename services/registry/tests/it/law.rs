//! The three-guarantees rules: what extends a warranty and what a customer may choose (LAW-01 to LAW-06, LAW-12).

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::{
    common::v1::FaultKind,
    registry::v1::{
        ConsumerChoice::{Exchange, Repair, Return},
        EvidenceKind, GetAssetRequest, LawRule, LawRuleCode, ListLawRulesRequest, PutLawRuleRequest,
        RecordExchangeRequest, registry_event,
    },
};
use tonic::{Code, Request};

use crate::{
    repairs::{Order, choices, entitled, repaired, right, rights},
    support::{Registry, asset, check, fact, fields, key, owned, reason, refusal, registered, wang_fang},
};

aftersales_kit::on_both_databases!(
    law_01_law_02_days_since_the_sale_let_the_customer_choose,
    law_03_two_repairs_and_broken_again_give_exchange_or_return,
    law_04_law_12_repairs_and_waiting_for_parts_extend_the_warranty,
    law_04_law_12_a_repair_on_the_day_that_the_last_one_moved_to_extends_the_warranty,
    law_04_after_an_exchange_the_warranty_starts_anew,
    law_05_too_long_without_a_part_or_without_a_repair_gives_an_exchange,
    law_06_a_repaired_product_works_for_thirty_days,
    law_rules_are_data_with_effective_dates,
);

async fn law_01_law_02_days_since_the_sale_let_the_customer_choose(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-11-10").await;
    let early = entitled(&mut hotline, &pc, "2026-11-17 23:59", FaultKind::Hardware).await;
    assert_eq!(early.consumer_rights.len(), 1);
    let law_01 = &early.consumer_rights[0];
    assert_eq!((law_01.law.as_str(), law_01.until.as_str()), ("LAW-01", "2026-11-17"));
    assert_eq!(choices(law_01), [Return, Exchange, Repair]);
    let later = entitled(&mut hotline, &pc, "2026-11-18 00:00", FaultKind::Hardware).await;
    let law_02 = &later.consumer_rights[0];
    assert_eq!((law_02.law.as_str(), law_02.until.as_str()), ("LAW-02", "2026-11-25"));
    assert_eq!(choices(law_02), [Exchange, Repair]);
    assert!(rights(&mut hotline, &pc, "2026-11-26 00:00").await.is_empty());
    for none in [FaultKind::Software, FaultKind::ThirdPartyComponent] {
        let none = entitled(&mut hotline, &pc, "2026-11-11 09:00", none).await;
        assert!(none.consumer_rights.is_empty(), "no performance fault of ours");
    }
    let owner = wang_fang(&mut hotline).await;
    let saturday = registered(&mut hotline, asset(&owner, "SN101", "2026-11-14")).await;
    let moved = rights(&mut hotline, &saturday, "2026-11-22 09:00").await;
    assert_eq!(moved, [right("LAW-01", "2026-11-23")], "the seventh day is a Saturday");
}

async fn law_03_two_repairs_and_broken_again_give_exchange_or_return(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    repaired(
        &registry,
        &pc,
        "BJ01-D-000001",
        ("2026-05-04 09:00", "2026-05-04 11:00"),
    )
    .await;
    let cancelled = Order::of(&pc, "BJ01-D-000002");
    cancelled.created(&registry, "2026-06-01 09:00").await;
    cancelled.cancelled(&registry, "2026-06-01 10:00").await;
    assert!(
        rights(&mut hotline, &pc, "2026-11-16 10:00").await.is_empty(),
        "one repair is not two"
    );
    let second = Order::of(&pc, "BJ01-D-000003");
    for _ in 0..2 {
        second.created(&registry, "2026-08-03 09:00").await;
        second.repaired(&registry, "2026-08-03 15:00").await;
    }
    let checked = entitled(&mut hotline, &pc, "2026-11-16 10:00", FaultKind::Hardware).await;
    assert_eq!(checked.repairs, 2, "what is told twice counts once");
    let law_03 = &checked.consumer_rights[0];
    assert_eq!(
        (law_03.law.as_str(), choices(law_03)),
        ("LAW-03", vec![Exchange, Return])
    );
    assert_eq!(law_03.until, checked.warranty_end);
    let shown: Vec<&str> = law_03.evidence.iter().map(|one| one.reference.as_str()).collect();
    assert_eq!(shown, ["LAW-03", "BJ01-D-000001", "BJ01-D-000003"]);
    let healthy = entitled(&mut hotline, &pc, "2026-11-16 10:00", FaultKind::Unspecified).await;
    assert!(
        healthy.consumer_rights.is_empty(),
        "without a fault there is nothing to choose"
    );
    let before = rights(&mut hotline, &pc, "2026-08-03 14:59").await;
    assert!(before.is_empty(), "judged by what was so at the instant");
    assert!(
        rights(&mut hotline, &pc, "2027-06-01 09:00").await.is_empty(),
        "the warranty is over"
    );
}

async fn law_04_law_12_repairs_and_waiting_for_parts_extend_the_warranty(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-02 10:00").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let order = Order::of(&pc, "BJ01-D-000001");
    order.created(&registry, "2026-11-02 09:00").await;
    order.waits(&registry).await;
    order.ready(&registry, "2026-11-04 09:00").await;
    order.repaired(&registry, "2026-11-05 10:00").await;
    order.confirmed(&registry, "2026-11-09 10:00").await;
    let mut request = Request::new(check(&pc, "2027-03-03 09:00"));
    request
        .metadata_mut()
        .insert("accept-language", "zh-CN".parse().unwrap());
    let checked = hotline
        .check_entitlement(request)
        .await
        .unwrap()
        .into_inner()
        .entitlement
        .unwrap();
    assert!(checked.in_warranty, "2027-03-02 would have been the last day");
    // 3 days and an hour are 4 begun days; 2027-03-06 is a Saturday
    assert_eq!(
        (checked.extension_days, checked.warranty_end.as_str()),
        (4, "2027-03-08")
    );
    assert_eq!(
        (checked.days_in_repair, checked.days_waiting_parts, checked.repairs),
        (4, 2, 1)
    );
    assert_eq!(
        (checked.parts[0].extension_days, checked.parts[0].warranty_end.as_str()),
        (4, "2028-03-06")
    );
    assert_eq!(checked.parts[0].parts.len(), 7, "the product line's main parts");
    let found = |kind: EvidenceKind| {
        checked
            .evidence
            .iter()
            .filter(|one| one.kind() == kind)
            .collect::<Vec<_>>()
    };
    let repair = found(EvidenceKind::Repair)[0];
    assert_eq!((repair.reference.as_str(), repair.days), ("BJ01-D-000001", 4));
    assert_eq!((repair.from.as_str(), repair.to.as_str()), ("2026-11-02", "2026-11-05"));
    assert_eq!(found(EvidenceKind::PartsWait)[0].days, 2);
    let rules: Vec<&str> = found(EvidenceKind::LawRule)
        .iter()
        .map(|one| one.reference.as_str())
        .collect();
    assert_eq!(rules, ["LAW-04", "LAW-12"]);
    assert!(
        found(EvidenceKind::RestDay)
            .iter()
            .any(|one| one.from == "2027-03-06" && one.to == "2027-03-08")
    );
    assert!(checked.evidence.iter().all(|one| !one.text.is_empty()));
    assert_eq!(found(EvidenceKind::Invoice)[0].text, "发票日期 2026-03-02");

    registry.rig.advance_to("2026-11-10T09:00:00+08:00").await;
    let get = GetAssetRequest {
        asset_id: pc.id.clone(),
    };
    let shown = hotline.get_asset(get).await.unwrap().into_inner().asset.unwrap();
    assert_eq!(shown.warranty_end, "2027-03-08");
    let before = entitled(&mut hotline, &pc, "2026-11-01 09:00", FaultKind::Hardware).await;
    assert_eq!(before.warranty_end, "2027-03-02", "before the repair nothing had moved");
}

async fn law_04_law_12_a_repair_on_the_day_that_the_last_one_moved_to_extends_the_warranty(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 10:00").await;
    let mut hotline = registry.hotline().await;
    // 2026-11-14 is a Saturday: Monday is the last day
    let pc = owned(&mut hotline, "SN100", "2025-11-14").await;
    let order = Order::of(&pc, "BJ01-D-000001");
    order.created(&registry, "2026-11-16 10:00").await;
    order.repaired(&registry, "2026-11-18 09:00").await;
    let checked = entitled(&mut hotline, &pc, "2026-11-18 10:00", FaultKind::Hardware).await;
    assert_eq!(
        (
            checked.in_warranty,
            checked.extension_days,
            checked.warranty_end.as_str()
        ),
        (true, 2, "2026-11-18")
    );
    let late = Order::of(&pc, "BJ01-D-000002");
    late.created(&registry, "2026-11-19 10:00").await;
    late.repaired(&registry, "2026-11-20 09:00").await;
    let over = entitled(&mut hotline, &pc, "2026-11-20 10:00", FaultKind::Hardware).await;
    assert_eq!(
        (over.in_warranty, over.extension_days),
        (false, 2),
        "after the last day nothing runs"
    );
}

async fn law_04_after_an_exchange_the_warranty_starts_anew(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let owner = wang_fang(&mut hotline).await;
    registered(&mut hotline, asset(&owner, "SN900", "2026-03-02")).await;
    repaired(
        &registry,
        &pc,
        "BJ01-D-000001",
        ("2026-05-04 09:00", "2026-05-08 11:00"),
    )
    .await;
    let mut desk = registry.dossiers(Role::Receptionist, "BJ01").await;
    let exchange = |date: &str, serial: &str| RecordExchangeRequest {
        request_id: key(),
        asset_id: pc.id.clone(),
        date: date.to_owned(),
        new_serial_number: serial.to_owned(),
        reason: "LAW-03".to_owned(),
        etag: String::new(),
    };
    for date in ["2026-03-01", "2026-11-17"] {
        let wrong = desk.record_exchange(exchange(date, "SN200")).await.unwrap_err();
        assert_eq!(
            refusal(&wrong),
            (Code::InvalidArgument, "EXCHANGE_DATE_INVALID".to_owned()),
            "{date}"
        );
    }
    let taken = desk
        .record_exchange(exchange("2026-11-16", "sn 900"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&taken), (Code::AlreadyExists, "SERIAL_NUMBER_TAKEN".to_owned()));
    let mut other = registry.dossiers(Role::Receptionist, "SH02").await;
    let outside = other
        .record_exchange(exchange("2026-11-16", "SN200"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&outside), (Code::NotFound, "ASSET_NOT_FOUND".to_owned()));
    let done = desk
        .record_exchange(exchange("2026-11-16", "SN200"))
        .await
        .unwrap()
        .into_inner()
        .asset
        .unwrap();
    assert_eq!(
        (done.serial_number.as_str(), done.warranty_end.as_str()),
        ("SN200", "2027-11-16")
    );
    assert_eq!(
        done.onsite_end, "2027-03-02",
        "the on-site period is not the law's, it goes on"
    );
    let checked = entitled(&mut hotline, &pc, "2027-11-16 09:00", FaultKind::Hardware).await;
    assert!(checked.in_warranty && checked.repairs == 0 && checked.extension_days == 0);
    assert!(
        checked
            .evidence
            .iter()
            .any(|one| one.kind() == EvidenceKind::Exchange && one.from == "2026-11-16")
    );
    let past = entitled(&mut hotline, &pc, "2026-11-15 09:00", FaultKind::Hardware).await;
    assert_eq!(
        (past.repairs, past.extension_days),
        (1, 5),
        "the day before it was the old one"
    );
    let told = registry.events().await;
    let told = told.iter().filter_map(|event| match fact(event) {
        registry_event::Event::AssetExchanged(exchanged) => Some(exchanged.warranty_end),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), ["2027-11-16"]);
}

async fn law_05_too_long_without_a_part_or_without_a_repair_gives_an_exchange(db: TestDb) {
    let registry = Registry::start(&db, "2026-07-01 09:00").await;
    let mut hotline = registry.hotline().await;
    let waiting = owned(&mut hotline, "SN100", "2026-03-02").await;
    let owner = wang_fang(&mut hotline).await;
    let idle = registered(&mut hotline, asset(&owner, "SN101", "2026-03-02")).await;
    let order = Order::of(&waiting, "BJ01-D-000001");
    order.created(&registry, "2026-07-01 09:00").await;
    order.waits(&registry).await;
    Order::of(&idle, "BJ01-D-000002")
        .created(&registry, "2026-07-01 09:00")
        .await;

    assert!(
        rights(&mut hotline, &waiting, "2026-09-29 09:00").await.is_empty(),
        "the 90th day"
    );
    let late = entitled(&mut hotline, &waiting, "2026-09-30 09:00", FaultKind::Hardware).await;
    let law_05 = &late.consumer_rights[0];
    assert_eq!((law_05.law.as_str(), choices(law_05)), ("LAW-05", vec![Exchange]));
    assert!(!law_05.at_repairer_cost && law_05.until.is_empty());
    assert_eq!(law_05.evidence[1].reference, "BJ01-D-000001");

    assert!(
        rights(&mut hotline, &idle, "2026-07-31 09:00").await.is_empty(),
        "the 30th day"
    );
    let late = entitled(&mut hotline, &idle, "2026-08-01 09:00", FaultKind::Hardware).await;
    assert!(late.consumer_rights[0].at_repairer_cost && late.consumer_rights[0].law == "LAW-05");

    order.ready(&registry, "2026-10-01 09:00").await;
    let came = rights(&mut hotline, &waiting, "2026-10-02 09:00").await;
    assert!(
        came.is_empty(),
        "the part came, and days of waiting are not the repairer's"
    );
    order.repaired(&registry, "2026-10-02 09:00").await;
    assert_eq!(
        rights(&mut hotline, &waiting, "2026-10-02 10:00").await,
        [right("LAW-06", "2026-11-01")]
    );
}

async fn law_06_a_repaired_product_works_for_thirty_days(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    // out of warranty: the repair itself carries the guarantee
    let old = owned(&mut hotline, "SN200", "2024-05-06").await;
    repaired(
        &registry,
        &old,
        "BJ01-D-000001",
        ("2026-11-05 09:00", "2026-11-05 10:00"),
    )
    .await;
    let last = entitled(&mut hotline, &old, "2026-12-05 23:59", FaultKind::Hardware).await;
    assert!(!last.in_warranty);
    let law_06 = &last.consumer_rights[0];
    assert_eq!((law_06.law.as_str(), law_06.until.as_str()), ("LAW-06", "2026-12-05"));
    assert_eq!(choices(law_06), [Repair]);
    assert!(rights(&mut hotline, &old, "2026-12-06 00:00").await.is_empty());
}

fn rule(code: LawRuleCode, line: &str, limit: i32, from: &str) -> PutLawRuleRequest {
    PutLawRuleRequest {
        request_id: key(),
        rule: Some(LawRule {
            code: code.into(),
            product_line: line.to_owned(),
            limit,
            choices: vec![Exchange.into()],
            effective_from: from.to_owned(),
            in_force: true,
            source: "微型计算机".to_owned(),
            ..LawRule::default()
        }),
    }
}

async fn law_rules_are_data_with_effective_dates(db: TestDb) {
    let registry = Registry::start(&db, "2026-07-01 09:00").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let order = Order::of(&pc, "BJ01-D-000001");
    order.created(&registry, "2026-07-01 09:00").await;
    order.waits(&registry).await;
    let mut manager = registry.law(Role::DepartmentManager, "*").await;
    manager
        .put_law_rule(rule(LawRuleCode::PartsOverdue, "PC", 60, "2026-09-10"))
        .await
        .unwrap();
    assert!(
        rights(&mut hotline, &pc, "2026-09-09 09:00").await.is_empty(),
        "70 days, but 90 still hold"
    );
    let own = entitled(&mut hotline, &pc, "2026-09-10 09:00", FaultKind::Hardware).await;
    assert_eq!(
        own.consumer_rights[0].evidence[0].version, 1,
        "71 days, and 60 hold for computers"
    );

    let list = |at: &str, all: bool| ListLawRulesRequest {
        product_line: "PC".to_owned(),
        at: at.to_owned(),
        all_versions: all,
        ..ListLawRulesRequest::default()
    };
    let limit = |rules: Vec<LawRule>| {
        let mut rules = rules
            .into_iter()
            .filter(|rule| rule.code() == LawRuleCode::PartsOverdue);
        rules.next().map(|rule| rule.limit).unwrap()
    };
    let mut clerk = registry.law(Role::Hotline, "BJ01").await;
    let before = clerk
        .list_law_rules(list("2026-09-09", false))
        .await
        .unwrap()
        .into_inner()
        .rules;
    assert_eq!((before.len(), limit(before)), (9, 90));
    let since = clerk
        .list_law_rules(list("2026-09-10", false))
        .await
        .unwrap()
        .into_inner()
        .rules;
    assert_eq!(limit(since), 60);
    let versions = clerk.list_law_rules(list("", true)).await.unwrap().into_inner().rules;
    assert_eq!(
        versions.iter().map(|rule| rule.version).collect::<Vec<_>>(),
        [0, 1],
        "main parts, parts overdue"
    );

    let wrong = manager
        .put_law_rule(rule(LawRuleCode::RestDayMoves, "PC", 2, "2026-09-10"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&wrong), (Code::InvalidArgument, "LAW_RULE_INVALID".to_owned()));
    assert_eq!(fields(&wrong), ["rule.choices", "rule.limit"]);
    let denied = clerk
        .put_law_rule(rule(LawRuleCode::PartsOverdue, "PC", 1, "2026-09-10"))
        .await
        .unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let mut one_branch = registry.law(Role::DepartmentManager, "BJ01").await;
    let scope = one_branch
        .put_law_rule(rule(LawRuleCode::PartsOverdue, "PC", 1, "2026-09-10"))
        .await
        .unwrap_err();
    assert_eq!(reason(&scope), "COMPANY_SCOPE_REQUIRED");
}
