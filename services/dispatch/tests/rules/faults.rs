//! The fault catalogue and training (DSP-64, X-04).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::dispatch::v1::{
    self as proto, FaultEntry, fault_catalogue_service_client::FaultCatalogueServiceClient,
    training_service_client::TrainingServiceClient,
};
use tonic::Code;

use super::desk::{Desk, E1, M1, key};

on_both_databases!(
    dsp_64_faults_are_known_per_product_line,
    dsp_64_every_version_of_an_entry_is_kept,
    dsp_64_x_04_training_ends_with_a_test,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

type Faults = FaultCatalogueServiceClient<rig::RigChannel>;

async fn faults(desk: &Desk, role: Role, code: &str) -> Faults {
    FaultCatalogueServiceClient::new(desk.rig.channel(&[role], "BJ01", code).await)
}

fn fault(line: &str, symptom: &str) -> proto::PutFaultEntryRequest {
    proto::PutFaultEntryRequest {
        request_id: key(),
        product_line: line.to_owned(),
        symptom: symptom.to_owned(),
        cause: "HDD 损坏 100%".to_owned(),
        fix: "更换硬盘".to_owned(),
        part_nos: vec!["HDD-1T".to_owned()],
        ..proto::PutFaultEntryRequest::default()
    }
}

async fn put(client: &mut Faults, request: proto::PutFaultEntryRequest) -> FaultEntry {
    client
        .put_fault_entry(request)
        .await
        .unwrap()
        .into_inner()
        .entry
        .unwrap()
}

async fn found(client: &mut Faults, line: &str, text: &str) -> Vec<String> {
    let request = proto::ListFaultEntriesRequest {
        product_line: line.to_owned(),
        text: text.to_owned(),
        ..proto::ListFaultEntriesRequest::default()
    };
    let entries = client.list_fault_entries(request).await.unwrap().into_inner().entries;
    entries.into_iter().map(|entry| entry.symptom).collect()
}

async fn dsp_64_faults_are_known_per_product_line(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut office = faults(&desk, Role::TechDepartment, "T1").await;
    put(&mut office, fault("PC", "无法开机")).await;
    put(&mut office, fault("PC", "蓝屏")).await;
    put(&mut office, fault("龙头", "滴水")).await;
    let order = desk.queued().await;
    let mut technician = faults(&desk, Role::Technician, "E1").await;
    let request = proto::ListWorkOrderFaultsRequest {
        work_order_id: order.clone(),
        ..proto::ListWorkOrderFaultsRequest::default()
    };
    let listed = technician
        .list_work_order_faults(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!((listed.product_line.as_str(), listed.entries.len()), ("PC", 2));
    assert_eq!(listed.entries[0].part_nos, ["HDD-1T"]);
    assert!(listed.entries[0].available_actions.is_empty());
    assert!(!listed.entries[0].readonly_reason.is_empty());
    assert_eq!(found(&mut technician, "", "滴水").await, ["滴水"]);
    assert_eq!(found(&mut technician, "PC", "hdd").await.len(), 2, "cases are alike");
    assert_eq!(found(&mut technician, "PC", "100%").await.len(), 2);
    assert!(found(&mut technician, "PC", "10_%").await.is_empty(), "taken literally");
    let refused = technician.put_fault_entry(fault("PC", "x")).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let channel = desk.rig.channel(&[Role::Technician], "SH02", "E1-S").await;
    let refused = Faults::new(channel).list_work_order_faults(request).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "WORK_ORDER_NOT_FOUND");
}

async fn dsp_64_every_version_of_an_entry_is_kept(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut office = faults(&desk, Role::TechDepartment, "T1").await;
    let first = put(&mut office, fault("PC", "无法开机")).await;
    let second = proto::PutFaultEntryRequest {
        entry_id: first.id.clone(),
        fix: "更换电源".to_owned(),
        etag: first.etag.clone(),
        ..fault("PC", "无法开机")
    };
    let entry = put(&mut office, second.clone()).await;
    assert_eq!((entry.version, entry.fix.as_str()), (2, "更换电源"));
    let same = proto::PutFaultEntryRequest {
        request_id: key(),
        etag: String::new(),
        ..second.clone()
    };
    assert_eq!(put(&mut office, same).await.version, 2);
    let stale = proto::PutFaultEntryRequest {
        request_id: key(),
        ..second.clone()
    };
    let refused = office.put_fault_entry(stale).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "STALE_ETAG");
    let withdrawal = proto::WithdrawFaultEntryRequest {
        request_id: key(),
        entry_id: first.id.clone(),
        etag: entry.etag,
    };
    let gone = office.withdraw_fault_entry(withdrawal).await.unwrap().into_inner();
    assert!(gone.entry.unwrap().withdrawn);
    assert!(found(&mut office, "PC", "").await.is_empty());
    let old = proto::GetFaultEntryRequest {
        entry_id: first.id.clone(),
        version: 1,
    };
    let old = office.get_fault_entry(old).await.unwrap().into_inner().entry.unwrap();
    assert_eq!(old.fix, "更换硬盘");
    let again = proto::PutFaultEntryRequest {
        request_id: key(),
        etag: String::new(),
        ..second
    };
    let refused = office.put_fault_entry(again).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "FAULT_ENTRY_WITHDRAWN");
    let unknown = proto::GetFaultEntryRequest {
        entry_id: key(),
        version: 0,
    };
    let refused = office.get_fault_entry(unknown).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "FAULT_ENTRY_NOT_FOUND");
}

fn test(technician: &str, points: i32) -> proto::RecordTrainingResultRequest {
    proto::RecordTrainingResultRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        product_line: "PC".to_owned(),
        held_on: "2026-11-13".to_owned(),
        points: Some(points),
    }
}

async fn dsp_64_x_04_training_ends_with_a_test(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let training = async |(role, code)| TrainingServiceClient::new(desk.rig.channel(&[role], "BJ01", code).await);
    let mut chief = training(M1).await;
    let passed = chief.record_training_result(test("E1", 60)).await.unwrap().into_inner();
    let passed = passed.result.unwrap();
    assert_eq!((passed.pass_mark, passed.passed), (60, true));
    let failed = chief.record_training_result(test("E2", 0)).await.unwrap().into_inner();
    assert!(!failed.result.unwrap().passed);
    let refused = chief.record_training_result(test("E1", 90)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TRAINING_RECORDED");
    let refused = chief.record_training_result(test("C1", 90)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_FOUND");
    let mut ahead = test("E1", 90);
    ahead.held_on = "2026-11-17".to_owned();
    let refused = chief.record_training_result(ahead).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("TRAINING_IN_FUTURE", vec!["held_on".to_owned()])
    );
    let mut own = training((Role::Chief, "E1")).await;
    let refused = own.record_training_result(test("E1", 99)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TRAINING_OWN");
    let mut technician = training(E1).await;
    let refused = technician.record_training_result(test("E2", 90)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let list = proto::ListTrainingResultsRequest {
        branch_id: "BJ01".to_owned(),
        ..proto::ListTrainingResultsRequest::default()
    };
    let own = technician
        .list_training_results(list.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(own.results.len(), 1, "a technician sees his own");
    assert_eq!(own.results[0].id, passed.id);
    let all = chief.list_training_results(list.clone()).await.unwrap().into_inner();
    assert_eq!(all.results.len(), 2);
    let of_e2 = proto::ListTrainingResultsRequest {
        technician_id: "E2".to_owned(),
        product_line: "PC".to_owned(),
        ..list
    };
    let refused = technician.list_training_results(of_e2.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "SCORE_OF_OTHERS");
    let of_e2 = chief.list_training_results(of_e2).await.unwrap().into_inner();
    assert_eq!(of_e2.results[0].technician_id, "E2");
}
