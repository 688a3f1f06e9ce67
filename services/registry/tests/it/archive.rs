//! Finished customers are archived, and reopened with a reason.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::{
    common::v1::CoverageKind,
    registry::v1::{
        ArchiveCustomerRequest, Customer, DossierDocumentKind, GetAssetRequest, GetCustomerRequest, GetDossierRequest,
        IssueDossierVoucherRequest, RecordExchangeRequest, ReopenCustomerRequest, UpdateCustomerRequest,
    },
};
use tonic::Code;

use crate::{
    dossiers::{coverage, document},
    repairs::Order,
    support::{Client, Registry, asset, key, owned, reason, refusal},
};

aftersales_kit::on_both_databases!(
    x_22_a_customer_is_archived_when_work_and_contracts_are_over,
    x_22_an_archived_customer_takes_nothing_new_until_reopened,
    x_22_an_archived_dossier_takes_amendments_alone,
);

fn archive(customer: &str) -> ArchiveCustomerRequest {
    ArchiveCustomerRequest {
        request_id: key(),
        customer_id: customer.to_owned(),
        reason: "项目结束".to_owned(),
        etag: String::new(),
    }
}

fn reopen(customer: &str) -> ReopenCustomerRequest {
    ReopenCustomerRequest {
        request_id: key(),
        customer_id: customer.to_owned(),
        reason: "新项目".to_owned(),
        etag: String::new(),
    }
}

async fn read(client: &mut Client, id: &str) -> Customer {
    let request = GetCustomerRequest {
        customer_id: id.to_owned(),
    };
    client
        .get_customer(request)
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap()
}

async fn x_22_a_customer_is_archived_when_work_and_contracts_are_over(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let mut chief = registry.dossiers(Role::Chief, "BJ01").await;
    let year = ("2026-01-01", "2026-11-16");
    let filed = coverage(&pc, "HT-1", CoverageKind::YearlyContract, year);
    chief.put_coverage(filed).await.unwrap();
    let order = Order::of(&pc, "BJ01-D-000001");
    order.created(&registry, "2026-11-16 09:00").await;
    order.repaired(&registry, "2026-11-16 09:30").await;
    let open = chief.archive_customer(archive(&pc.customer_id)).await.unwrap_err();
    assert_eq!(
        refusal(&open),
        (Code::FailedPrecondition, "CUSTOMER_NOT_FINISHED".to_owned())
    );
    order.confirmed(&registry, "2026-11-16 09:35").await;
    let covered = chief.archive_customer(archive(&pc.customer_id)).await.unwrap_err();
    assert_eq!(
        reason(&covered),
        "CUSTOMER_NOT_FINISHED",
        "the contract runs until midnight"
    );
    registry.rig.advance_to("2026-11-17T00:00:00+08:00").await;

    let mut other = registry.dossiers(Role::Chief, "SH02").await;
    let outside = other.archive_customer(archive(&pc.customer_id)).await.unwrap_err();
    assert_eq!(refusal(&outside), (Code::NotFound, "CUSTOMER_NOT_FOUND".to_owned()));
    let mut clerk = registry.dossiers(Role::PartsClerk, "BJ01").await;
    let denied = clerk.archive_customer(archive(&pc.customer_id)).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let before = read(&mut hotline, &pc.customer_id).await;
    assert_eq!(
        before.available_actions,
        ["UpdateCustomer", "RegisterAsset", "ArchiveCustomer"]
    );
    let mut stale = archive(&pc.customer_id);
    stale.etag = "nonsense".to_owned();
    assert_eq!(reason(&chief.archive_customer(stale).await.unwrap_err()), "STALE_ETAG");
    let early = chief.reopen_customer(reopen(&pc.customer_id)).await.unwrap_err();
    assert_eq!(
        refusal(&early),
        (Code::FailedPrecondition, "CUSTOMER_NOT_ARCHIVED".to_owned())
    );

    let skipped = registry.events().await.len();
    let wanted = archive(&pc.customer_id);
    let first = chief.archive_customer(wanted.clone()).await.unwrap().into_inner();
    assert_eq!(chief.archive_customer(wanted).await.unwrap().into_inner(), first);
    assert_eq!(registry.event_names(skipped).await, ["CustomerArchived"]);
    let archived = first.customer.unwrap();
    assert!(archived.archived_at.is_some() && archived.etag != before.etag);
    assert_eq!(archived.available_actions, ["ReopenCustomer"]);
    let again = chief.archive_customer(archive(&pc.customer_id)).await.unwrap_err();
    assert_eq!(
        refusal(&again),
        (Code::FailedPrecondition, "CUSTOMER_ARCHIVED".to_owned())
    );
}

async fn x_22_an_archived_customer_takes_nothing_new_until_reopened(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let mut chief = registry.dossiers(Role::Chief, "BJ01").await;
    chief.archive_customer(archive(&pc.customer_id)).await.unwrap();
    let customer = read(&mut hotline, &pc.customer_id).await;
    assert!(customer.available_actions.is_empty() && !customer.readonly_reason.is_empty());
    let seen = GetAssetRequest {
        asset_id: pc.id.clone(),
    };
    let told = hotline
        .get_asset(seen.clone())
        .await
        .unwrap()
        .into_inner()
        .asset
        .unwrap();
    assert!(told.customer_archived);

    let update = UpdateCustomerRequest {
        request_id: key(),
        customer_id: customer.id.clone(),
        name: customer.name.clone(),
        phones: customer.phones.clone(),
        addresses: customer.addresses.clone(),
        confirmed_with_customer: true,
        etag: String::new(),
    };
    let exchange = RecordExchangeRequest {
        request_id: key(),
        asset_id: pc.id.clone(),
        date: "2026-11-16".to_owned(),
        new_serial_number: "SN101".to_owned(),
        reason: "LAW-03".to_owned(),
        etag: String::new(),
    };
    let voucher = IssueDossierVoucherRequest {
        request_id: key(),
        asset_id: pc.id.clone(),
    };
    let years = ("2026-01-01", "2027-12-31");
    let contract = coverage(&pc, "HT-1", CoverageKind::YearlyContract, years);
    let another = asset(&customer, "SN200", "2026-03-02");
    let refused = [
        hotline.update_customer(update.clone()).await.err(),
        hotline.register_asset(another.clone()).await.err(),
        chief.record_exchange(exchange).await.err(),
        chief.issue_dossier_voucher(voucher.clone()).await.err(),
        chief.put_coverage(contract).await.err(),
    ];
    for status in refused {
        assert_eq!(
            refusal(&status.unwrap()),
            (Code::FailedPrecondition, "CUSTOMER_ARCHIVED".to_owned())
        );
    }

    let mut agent = registry.dossiers(Role::Hotline, "BJ01").await;
    let denied = agent.reopen_customer(reopen(&customer.id)).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let mut blank = reopen(&customer.id);
    blank.reason = " ".to_owned();
    assert_eq!(
        chief.reopen_customer(blank).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    let reopened = chief.reopen_customer(reopen(&customer.id)).await.unwrap().into_inner();
    assert_eq!(reopened.customer.unwrap().archived_at, None);
    // the same commands with ids of their own are taken now
    let update = UpdateCustomerRequest {
        request_id: key(),
        ..update
    };
    hotline.update_customer(update).await.unwrap();
    hotline
        .register_asset(asset(&customer, "SN200", "2026-03-02"))
        .await
        .unwrap();
    let told = hotline.get_asset(seen).await.unwrap().into_inner().asset.unwrap();
    assert!(!told.customer_archived);
    let voucher = IssueDossierVoucherRequest {
        request_id: key(),
        ..voucher
    };
    let issued = chief.issue_dossier_voucher(voucher).await.unwrap().into_inner();
    assert_eq!(
        issued.voucher.unwrap().number,
        "BJ01-SV-000001",
        "refusals take no number"
    );
    let bag = GetDossierRequest {
        customer_id: customer.id,
        at: None,
    };
    let bag = chief.get_dossier(bag).await.unwrap().into_inner().dossier.unwrap();
    let entries: Vec<(bool, &str, &str)> = bag
        .archive
        .iter()
        .map(|entry| (entry.archived, entry.reason.as_str(), entry.decided_by.as_str()))
        .collect();
    assert_eq!(entries, [(true, "项目结束", "A1"), (false, "新项目", "A1")]);
}

async fn x_22_an_archived_dossier_takes_amendments_alone(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let mut chief = registry.dossiers(Role::Chief, "BJ01").await;
    let invoice = document(&pc, DossierDocumentKind::Invoice, "INV-1", "2026-03-02");
    let filed = chief.add_dossier_document(invoice).await.unwrap().into_inner();
    let filed = filed.document.unwrap().id;
    chief.archive_customer(archive(&pc.customer_id)).await.unwrap();
    let mut late = document(&pc, DossierDocumentKind::Invoice, "INV-2", "2026-03-02");
    let closed = chief.add_dossier_document(late.clone()).await.unwrap_err();
    assert_eq!(
        refusal(&closed),
        (Code::FailedPrecondition, "CUSTOMER_ARCHIVED".to_owned())
    );
    late.request_id = key();
    late.amends_document_id = key();
    let unknown = chief.add_dossier_document(late.clone()).await.unwrap_err();
    assert_eq!(refusal(&unknown), (Code::NotFound, "DOCUMENT_NOT_FOUND".to_owned()));
    late.request_id = key();
    late.amends_document_id.clone_from(&filed);
    let amendment = chief.add_dossier_document(late).await.unwrap().into_inner();
    assert_eq!(amendment.document.unwrap().amends_document_id, filed);
    let bag = GetDossierRequest {
        customer_id: pc.customer_id,
        at: None,
    };
    let bag = chief.get_dossier(bag).await.unwrap().into_inner().dossier.unwrap();
    assert_eq!(bag.documents.len(), 2, "what was filed stays as it was");
    assert_eq!(bag.available_actions, ["AddDossierDocument", "ReopenCustomer"]);
}
