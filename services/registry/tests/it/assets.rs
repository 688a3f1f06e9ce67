//! Assets.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{GetAssetRequest, ListAssetsRequest};
use tonic::Code;

use crate::support::{Registry, asset, check, customer, entitlement, owned, reason, refusal, registered, wang_fang};

aftersales_kit::on_both_databases!(
    x_20_serial_numbers_are_unique_in_the_company,
    assets_are_listed_newest_invoice_first,
    an_asset_is_seen_at_its_branch_only,
);

async fn x_20_serial_numbers_are_unique_in_the_company(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let owner = wang_fang(&mut hotline).await;
    let first = registered(&mut hotline, asset(&owner, "SN100", "2026-03-02")).await;
    for serial in ["SN100", "sn100", " SN 100 ", "ＳＮ１００"] {
        let status = hotline
            .register_asset(asset(&owner, serial, "2026-03-02"))
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&status),
            (Code::AlreadyExists, "SERIAL_NUMBER_TAKEN".to_owned()),
            "{serial}"
        );
        let details = tonic_types::StatusExt::get_details_error_info(&status).unwrap();
        assert_eq!(details.metadata.get("asset_id"), Some(&first.id));
    }
    let mut other = registry.client(Role::Hotline, "SH02").await;
    let mut theirs = customer("李强", "13800000002");
    theirs.branch_id = "SH02".to_owned();
    let theirs = other
        .create_customer(theirs)
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    let status = other
        .register_asset(asset(&theirs, "SN100", "2026-03-02"))
        .await
        .unwrap_err();
    let details = tonic_types::StatusExt::get_details_error_info(&status).unwrap();
    assert_eq!(
        (reason(&status).as_str(), details.metadata.get("asset_id")),
        ("SERIAL_NUMBER_TAKEN", None)
    );
    let race = (0..4).map(|_| {
        let (mut client, request) = (hotline.clone(), asset(&owner, "SN777", "2026-03-02"));
        tokio::spawn(async move { client.register_asset(request).await.is_ok() })
    });
    let mut made = 0;
    for one in race.collect::<Vec<_>>() {
        made += u32::from(one.await.unwrap());
    }
    assert_eq!(made, 1, "of four at once one wins");
}

async fn assets_are_listed_newest_invoice_first(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let owner = wang_fang(&mut hotline).await;
    for (serial, invoice) in [
        ("A", "2025-01-02"),
        ("B", "2026-01-02"),
        ("C", "2025-01-02"),
        ("D", "2024-01-02"),
    ] {
        registered(&mut hotline, asset(&owner, serial, invoice)).await;
    }
    let mut request = ListAssetsRequest {
        customer_id: owner.id.clone(),
        page_size: 3,
        ..Default::default()
    };
    let page = hotline.list_assets(request.clone()).await.unwrap().into_inner();
    request.page_token.clone_from(&page.next_page_token);
    let rest = hotline.list_assets(request).await.unwrap().into_inner();
    let serials: Vec<String> = page
        .assets
        .into_iter()
        .chain(rest.assets)
        .map(|asset| asset.serial_number)
        .collect();
    assert_eq!(
        (serials, rest.next_page_token.as_str()),
        (["B", "C", "A", "D"].map(str::to_owned).to_vec(), "")
    );
}

async fn an_asset_is_seen_at_its_branch_only(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let sold = owned(&mut hotline, "SN100", "2026-03-02").await;
    let mut other = registry.client(Role::Hotline, "SH02").await;
    let got = other
        .get_asset(GetAssetRequest {
            asset_id: sold.id.clone(),
        })
        .await
        .unwrap_err();
    assert_eq!(refusal(&got), (Code::NotFound, "ASSET_NOT_FOUND".to_owned()));
    assert_eq!(
        reason(
            &other
                .check_entitlement(check(&sold, "2026-11-16 10:00"))
                .await
                .unwrap_err()
        ),
        "ASSET_NOT_FOUND"
    );
    let listed = ListAssetsRequest {
        customer_id: sold.customer_id.clone(),
        ..Default::default()
    };
    assert_eq!(
        reason(&other.list_assets(listed).await.unwrap_err()),
        "CUSTOMER_NOT_FOUND"
    );
    let mut theirs = asset(&Default::default(), "SN101", "2026-03-02");
    theirs.customer_id = sold.customer_id.clone();
    assert_eq!(
        reason(&other.register_asset(theirs).await.unwrap_err()),
        "CUSTOMER_NOT_FOUND"
    );
    let mut service = registry.client(Role::Service, "*").await;
    assert!(entitlement(&mut service, &sold, "2026-11-16 10:00").await.in_warranty);
}
