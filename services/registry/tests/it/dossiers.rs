//! The customer's dossier bag: contracts, documents, vouchers, and the cycle of an asset.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::{
    common::v1::{CoverageKind, FaultKind, ServiceClass},
    registry::v1::{
        AddDossierDocumentRequest, Asset, AssetLifecycle, CheckEntitlementRequest, Dossier, DossierDocumentKind,
        EvidenceKind, GetDossierRequest, IssueDossierVoucherRequest, PutCoverageRequest,
    },
};
use tonic::Code;

use crate::{
    repairs::{Dossiers, entitled},
    support::{Registry, asset, at, fields, key, owned, reason, refusal, registered, wang_fang},
};

aftersales_kit::on_both_databases!(
    x_19_an_asset_goes_from_contract_to_the_end_of_cover,
    x_20_customer_asset_and_coverage_stand_in_the_dossier_before_an_order,
    x_26_the_evidence_explains_a_contract_of_the_dossier,
    x_33_vouchers_are_numbered_without_gaps_whoever_asks_at_once,
);

pub fn coverage(asset: &Asset, number: &str, kind: CoverageKind, (from, to): (&str, &str)) -> PutCoverageRequest {
    PutCoverageRequest {
        request_id: key(),
        customer_id: asset.customer_id.clone(),
        asset_id: asset.id.clone(),
        contract_no: number.to_owned(),
        kind: kind.into(),
        valid_from: from.to_owned(),
        valid_to: to.to_owned(),
        project: "海淀机房".to_owned(),
    }
}

pub fn document(asset: &Asset, kind: DossierDocumentKind, number: &str, date: &str) -> AddDossierDocumentRequest {
    AddDossierDocumentRequest {
        request_id: key(),
        customer_id: asset.customer_id.clone(),
        asset_id: asset.id.clone(),
        kind: kind.into(),
        number: number.to_owned(),
        date: date.to_owned(),
        project: "海淀机房".to_owned(),
        file_reference: String::new(),
        amends_document_id: String::new(),
    }
}

async fn dossier(client: &mut Dossiers, customer: &str, local: &str) -> Dossier {
    let request = GetDossierRequest {
        customer_id: customer.to_owned(),
        at: Some(at(local)),
    };
    client
        .get_dossier(request)
        .await
        .expect("a dossier")
        .into_inner()
        .dossier
        .expect("a dossier")
}

async fn x_19_an_asset_goes_from_contract_to_the_end_of_cover(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let mut desk = registry.dossiers(Role::Cashier, "BJ01").await;
    let owner = wang_fang(&mut hotline).await;
    let mut project = asset(&owner, "SN100", "2026-03-02");
    project.whole_warranty_months = 12;
    let system = registered(&mut hotline, project).await;
    let mut bare = asset(&owner, "SN101", "2026-03-02");
    (bare.whole_warranty_months, bare.onsite_period_months) = (0, 0);
    bare.part_warranties = Vec::new();
    let bare = registered(&mut hotline, bare).await;

    let contract = document(&system, DossierDocumentKind::Contract, "HT-1", "2026-02-01");
    desk.add_dossier_document(contract.clone()).await.unwrap();
    let completion = document(&system, DossierDocumentKind::Completion, "JG-1", "2026-04-01");
    desk.add_dossier_document(completion).await.unwrap();
    desk.add_dossier_document(document(&bare, DossierDocumentKind::Completion, "JG-2", "2026-04-01"))
        .await
        .unwrap();
    let yearly = coverage(
        &system,
        "BX-1",
        CoverageKind::YearlyContract,
        ("2027-05-01", "2028-04-30"),
    );
    desk.put_coverage(yearly).await.unwrap();
    let again = AddDossierDocumentRequest {
        request_id: key(),
        ..contract
    };
    assert_eq!(
        refusal(&desk.add_dossier_document(again).await.unwrap_err()),
        (Code::AlreadyExists, "DOCUMENT_FILED".to_owned())
    );
    let future = document(&system, DossierDocumentKind::Other, "X", "2026-11-17");
    assert_eq!(
        reason(&desk.add_dossier_document(future).await.unwrap_err()),
        "DOCUMENT_IN_FUTURE"
    );

    for (local, state) in [
        ("2026-02-15 09:00", AssetLifecycle::Contracted),
        ("2026-03-15 09:00", AssetLifecycle::Contracted),
        ("2026-04-01 09:00", AssetLifecycle::InWarranty),
        ("2027-03-03 09:00", AssetLifecycle::OutOfCover),
        ("2027-05-01 09:00", AssetLifecycle::UnderContract),
        ("2028-05-01 09:00", AssetLifecycle::OutOfCover),
    ] {
        let seen = dossier(&mut desk, &owner.id, local).await;
        let of = |id: &str| {
            let mut found = seen.assets.iter().filter(|one| one.asset.as_ref().unwrap().id == id);
            found.next().unwrap().lifecycle()
        };
        assert_eq!(of(&system.id), state, "{local}");
        if local > "2026-04-01" {
            assert_eq!(
                of(&bare.id),
                AssetLifecycle::Accepted,
                "no period and no contract has begun"
            );
        }
    }
    let checked = entitled(&mut hotline, &system, "2026-11-16 09:40", FaultKind::Hardware).await;
    assert_eq!(checked.lifecycle(), AssetLifecycle::InWarranty);
}

async fn x_20_customer_asset_and_coverage_stand_in_the_dossier_before_an_order(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let mut desk = registry.dossiers(Role::Cashier, "BJ01").await;
    let nobody = asset(&Default::default(), "SN1", "2026-03-02");
    assert_eq!(
        fields(&hotline.register_asset(nobody).await.unwrap_err()),
        ["customer_id"]
    );
    let unknown = CheckEntitlementRequest {
        asset_id: key(),
        at: Some(at("2026-11-16 09:40")),
        fault_kind: 1,
    };
    let unknown = hotline.check_entitlement(unknown).await.unwrap_err();
    assert_eq!(refusal(&unknown), (Code::NotFound, "ASSET_NOT_FOUND".to_owned()));

    let owner = wang_fang(&mut hotline).await;
    let empty = dossier(&mut desk, &owner.id, "2026-11-16 09:40").await;
    assert!(!empty.complete && empty.assets.is_empty());
    let mut bare = asset(&owner, "SN200", "2024-05-06");
    (bare.whole_warranty_months, bare.onsite_period_months) = (0, 0);
    bare.part_warranties = Vec::new();
    let old = registered(&mut hotline, bare).await;
    assert!(
        !dossier(&mut desk, &owner.id, "2026-11-16 09:40").await.complete,
        "nothing says what covers it"
    );
    let charged = entitled(&mut hotline, &old, "2026-11-16 09:40", FaultKind::Hardware).await;
    assert_eq!(charged.service_class(), ServiceClass::A);
    let contract = coverage(
        &old,
        "HT-9",
        CoverageKind::PerVisitContract,
        ("2026-11-01", "2027-10-31"),
    );
    desk.put_coverage(contract).await.unwrap();
    let covered = entitled(&mut hotline, &old, "2026-11-16 09:40", FaultKind::Hardware).await;
    assert_eq!(
        covered.service_class(),
        ServiceClass::B,
        "only the filed contract makes it class B"
    );

    let issue = IssueDossierVoucherRequest {
        request_id: key(),
        asset_id: old.id.clone(),
    };
    let voucher = desk
        .issue_dossier_voucher(issue)
        .await
        .unwrap()
        .into_inner()
        .voucher
        .unwrap();
    let seen = dossier(&mut desk, &owner.id, "2026-11-16 09:40").await;
    assert!(seen.complete && seen.coverages[0].contract_no == "HT-9");
    assert_eq!(seen.assets[0].vouchers, [voucher]);
    assert_eq!(
        seen.available_actions,
        ["PutCoverage", "AddDossierDocument", "IssueDossierVoucher"]
    );

    let mut other = registry.dossiers(Role::Cashier, "SH02").await;
    let request = GetDossierRequest {
        customer_id: owner.id.clone(),
        at: None,
    };
    assert_eq!(
        reason(&other.get_dossier(request).await.unwrap_err()),
        "CUSTOMER_NOT_FOUND"
    );
    let warranty = coverage(&old, "HT-8", CoverageKind::InWarranty, ("2026-11-01", "2027-10-31"));
    assert_eq!(
        reason(&desk.put_coverage(warranty).await.unwrap_err()),
        "COVERAGE_KIND_NOT_AGREED"
    );
    let back = coverage(&old, "HT-8", CoverageKind::LiaisonLetter, ("2026-11-02", "2026-11-01"));
    assert_eq!(
        reason(&desk.put_coverage(back).await.unwrap_err()),
        "COVERAGE_ENDS_BEFORE_IT_BEGINS"
    );
    let mut workshop = registry.dossiers(Role::Workshop, "BJ01").await;
    let denied = coverage(&old, "HT-8", CoverageKind::LiaisonLetter, ("2026-11-01", "2026-11-02"));
    assert_eq!(
        workshop.put_coverage(denied).await.unwrap_err().code(),
        Code::PermissionDenied
    );
}

async fn x_26_the_evidence_explains_a_contract_of_the_dossier(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let mut desk = registry.dossiers(Role::Cashier, "BJ01").await;
    let old = owned(&mut hotline, "SN200", "2024-05-06").await;
    let mut all = coverage(
        &old,
        "HT-2026-7",
        CoverageKind::YearlyContract,
        ("2026-01-01", "2026-12-31"),
    );
    all.asset_id = String::new();
    desk.put_coverage(all.clone()).await.unwrap();
    desk.add_dossier_document(document(&old, DossierDocumentKind::Invoice, "FP-77", "2024-05-06"))
        .await
        .unwrap();
    let checked = entitled(&mut hotline, &old, "2026-11-16 09:40", FaultKind::Hardware).await;
    assert_eq!(
        (checked.coverage_kind(), checked.service_class()),
        (CoverageKind::YearlyContract, ServiceClass::B)
    );
    let found = |kind: EvidenceKind| checked.evidence.iter().find(|one| one.kind() == kind).unwrap();
    let contract = found(EvidenceKind::Contract);
    assert_eq!(
        (
            contract.reference.as_str(),
            contract.from.as_str(),
            contract.to.as_str()
        ),
        ("HT-2026-7", "2026-01-01", "2026-12-31")
    );
    assert_eq!(found(EvidenceKind::Invoice).reference, "FP-77");
    let term = found(EvidenceKind::WarrantyTerm);
    assert_eq!((term.reference.as_str(), term.to.as_str()), ("WHOLE", "2025-05-06"));
    assert!(checked.calendar_version > 0);
    // the contract is prolonged under its number
    let longer = PutCoverageRequest {
        request_id: key(),
        valid_to: "2027-12-31".to_owned(),
        ..all
    };
    let put = desk.put_coverage(longer).await.unwrap().into_inner().coverage.unwrap();
    assert_eq!(put.version, 2);
    let next = entitled(&mut hotline, &old, "2027-11-16 09:40", FaultKind::Hardware).await;
    assert_eq!(next.service_class(), ServiceClass::B);
}

async fn x_33_vouchers_are_numbered_without_gaps_whoever_asks_at_once(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let pc = owned(&mut hotline, "SN100", "2026-03-02").await;
    let desk = registry.dossiers(Role::Cashier, "BJ01").await;
    let issue = |asset_id: String| IssueDossierVoucherRequest {
        request_id: key(),
        asset_id,
    };
    let mut tasks = tokio::task::JoinSet::new();
    for turn in 0..24 {
        let mut desk = desk.clone();
        // every third one is refused, some are sent twice: neither leaves a gap
        let request = issue(if turn % 3 == 0 { key() } else { pc.id.clone() });
        tasks.spawn(async move {
            let first = desk.issue_dossier_voucher(request.clone()).await;
            let again = desk.issue_dossier_voucher(request).await;
            let number = |answer: tonic::Response<_>| -> String {
                let answer: aftersales_proto::registry::v1::IssueDossierVoucherResponse = answer.into_inner();
                answer.voucher.unwrap().number
            };
            let (first, again) = (first.map(number), again.map(number));
            assert_eq!(
                first.as_ref().ok(),
                again.as_ref().ok(),
                "the same request, the same number"
            );
            first.ok()
        });
    }
    let mut numbers: Vec<String> = tasks.join_all().await.into_iter().flatten().collect();
    numbers.sort();
    let expected: Vec<String> = (1..=16).map(|number| format!("BJ01-SV-{number:06}")).collect();
    assert_eq!(numbers, expected);

    let mut other = registry.hotline().await;
    let mut shanghai = registry.client(Role::Hotline, "SH02").await;
    let mut theirs = crate::support::customer("李强", "13800000002");
    theirs.branch_id = "SH02".to_owned();
    let theirs = shanghai
        .create_customer(theirs)
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    let theirs = registered(&mut shanghai, asset(&theirs, "SN300", "2026-03-02")).await;
    let mut their_desk = registry.dossiers(Role::Cashier, "SH02").await;
    let first = their_desk
        .issue_dossier_voucher(issue(theirs.id.clone()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        first.voucher.unwrap().number,
        "SH02-SV-000001",
        "each branch counts for itself"
    );
    let outside = other
        .check_entitlement(crate::support::check(&theirs, "2026-11-16 09:40"))
        .await
        .unwrap_err();
    assert_eq!(reason(&outside), "ASSET_NOT_FOUND");
}
