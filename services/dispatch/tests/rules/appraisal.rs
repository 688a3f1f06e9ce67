//! Appraisal and replacement, with approval by the matrix (DSP-50, X-17).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::RigChannel},
};
use aftersales_proto::{
    common::v1::Money,
    dispatch::v1::{
        self as proto, Appraisal, AppraisalFinding, AppraisalState, NotRepairedPlan, WaitingReason, WorkOrderState,
        appraisal_service_client::AppraisalServiceClient, complete_visit_request::Result as Told,
    },
};
use tonic::Code;

use super::{
    custody_desk::{D1, taking_back},
    desk::{C1, Desk, E1, E2, M1, completion, key, reopening, time},
};

on_both_databases!(
    dsp_50_a_finding_leads_to_a_replacement,
    dsp_50_use_or_nothing_found_justifies_no_replacement,
    x_17_a_replacement_waits_for_somebody_with_the_role,
    dsp_50_a_refused_replacement_is_told_and_another_plan_agreed,
);

const VISIT: &str = "2026-11-17T14:00:00+08:00";

/// A client of somebody.
pub async fn client(desk: &Desk, (role, code): (Role, &str)) -> AppraisalServiceClient<RigChannel> {
    AppraisalServiceClient::new(desk.rig.channel(&[role], "BJ01", code).await)
}

/// A visit that ended with a replacement in view; gives the order's id.
pub async fn to_be_replaced(db: &TestDb) -> (Desk, String) {
    let desk = Desk::start(db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.on_site(VISIT, "2026-11-17T16:00:00+08:00", VISIT).await;
    let mut told = taking_back(VISIT);
    told.plan = NotRepairedPlan::Replace.into();
    desk.complete_visit(E1, completion(&id, Told::NotRepaired(told)))
        .await
        .unwrap();
    (desk, id)
}

fn recording(order: &str, finding: AppraisalFinding) -> proto::RecordAppraisalRequest {
    proto::RecordAppraisalRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        finding: finding.into(),
        evidence: "主板烧毁，照片为证".to_owned(),
        evidence_references: vec!["photo/1".to_owned()],
        etag: String::new(),
    }
}

/// The request for a replacement of a value.
pub fn replacing(appraisal: &Appraisal, fen: i64) -> proto::RequestReplacementRequest {
    proto::RequestReplacementRequest {
        request_id: key(),
        appraisal_id: appraisal.id.clone(),
        product: "PC-100".to_owned(),
        value: Some(Money {
            currency_code: "CNY".to_owned(),
            minor_units: fen,
        }),
        reason: "保修期内产品缺陷".to_owned(),
        etag: String::new(),
    }
}

fn deciding(appraisal: &Appraisal, approved: bool, reason: &str) -> proto::DecideReplacementRequest {
    proto::DecideReplacementRequest {
        request_id: key(),
        appraisal_id: appraisal.id.clone(),
        approved,
        reason: reason.to_owned(),
        etag: String::new(),
    }
}

/// An appraisal that E1 recorded.
pub async fn recorded(desk: &Desk, order: &str, finding: AppraisalFinding) -> Appraisal {
    let answer = client(desk, E1)
        .await
        .record_appraisal(recording(order, finding))
        .await
        .unwrap();
    answer.into_inner().appraisal.unwrap()
}

async fn dsp_50_a_finding_leads_to_a_replacement(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.on_site(VISIT, "2026-11-17T16:00:00+08:00", VISIT).await;
    let mut engineer = client(&desk, E1).await;
    let refused = engineer
        .record_appraisal(recording(&id, AppraisalFinding::ProductDefect))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_FOR_APPRAISAL");
    let mut told = taking_back(VISIT);
    told.plan = NotRepairedPlan::Replace.into();
    desk.complete_visit(E1, completion(&id, Told::NotRepaired(told)))
        .await
        .unwrap();
    let mut empty = recording(&id, AppraisalFinding::Unspecified);
    empty.evidence = String::new();
    let refused = engineer.record_appraisal(empty).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["evidence", "finding"]);
    let mut other = client(&desk, E2).await;
    let refused = other
        .record_appraisal(recording(&id, AppraisalFinding::ProductDefect))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let appraisal = recorded(&desk, &id, AppraisalFinding::ProductDefect).await;
    assert_eq!(
        (appraisal.state(), appraisal.appraised_by.as_str()),
        (AppraisalState::Recorded, "E1")
    );
    let refused = engineer
        .record_appraisal(recording(&id, AppraisalFinding::Use))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPRAISAL_OPEN");
    let answer = engineer
        .request_replacement(replacing(&appraisal, 100))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        answer.appraisal.unwrap().state(),
        AppraisalState::Approved,
        "the matrix reserves it to nobody"
    );
    let order = desk.order(&id).await;
    assert_eq!(
        order.state(),
        WorkOrderState::Contacted,
        "on to the visit with the new product"
    );
    assert_eq!(order.waiting_reason(), WaitingReason::Unspecified);
    assert_eq!(desk.count("WorkOrderReopened").await, 1);
}

async fn dsp_50_use_or_nothing_found_justifies_no_replacement(db: TestDb) {
    let (desk, id) = to_be_replaced(&db).await;
    let appraisal = recorded(&desk, &id, AppraisalFinding::Use).await;
    assert_eq!(appraisal.available_actions, ["SettleRefusedReplacement"]);
    let refused = client(&desk, E1)
        .await
        .request_replacement(replacing(&appraisal, 100))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "REPLACEMENT_NOT_JUSTIFIED");
    assert_eq!(desk.state(&id).await, WorkOrderState::WaitingSolution);
}

async fn x_17_a_replacement_waits_for_somebody_with_the_role(db: TestDb) {
    let (desk, id) = to_be_replaced(&db).await;
    desk.matrix.reserve(100_000, Role::DepartmentManager);
    let appraisal = recorded(&desk, &id, AppraisalFinding::ProductDefect).await;
    let answer = client(&desk, E1)
        .await
        .request_replacement(replacing(&appraisal, 300_000))
        .await
        .unwrap();
    let pending = answer.into_inner().appraisal.unwrap();
    assert_eq!(pending.state(), AppraisalState::PendingApproval);
    assert_eq!(
        (pending.approver_roles.clone(), pending.rule_version),
        (vec![Role::DepartmentManager.into()], 3)
    );
    assert!(pending.available_actions.is_empty() && pending.readonly_reason.contains("department-manager"));
    let refused = desk.reopen_work_order(C1, reopening(&id)).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "APPROVAL_PENDING",
        "the order waits for the decision"
    );
    let refused = client(&desk, M1)
        .await
        .decide_replacement(deciding(&appraisal, true, ""))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::PermissionDenied, "APPROVER_ROLE")
    );
    assert_eq!(desk.state(&id).await, WorkOrderState::WaitingSolution);
    let mut foreign = AppraisalServiceClient::new(desk.rig.channel(&[D1.0], "SH02", "D1-S").await);
    let refused = foreign
        .decide_replacement(deciding(&appraisal, true, ""))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPRAISAL_NOT_FOUND");
    let request = proto::ListAppraisalsRequest {
        branch_id: "BJ01".to_owned(),
        states: vec![AppraisalState::PendingApproval.into()],
        ..proto::ListAppraisalsRequest::default()
    };
    let waiting = client(&desk, D1)
        .await
        .list_appraisals(request)
        .await
        .unwrap()
        .into_inner()
        .appraisals;
    assert_eq!(waiting[0].available_actions, ["DecideReplacement"]);
    let answer = client(&desk, D1)
        .await
        .decide_replacement(deciding(&appraisal, true, ""))
        .await
        .unwrap();
    let approved = answer.into_inner().appraisal.unwrap();
    assert_eq!(
        (approved.state(), approved.decided_by.as_str()),
        (AppraisalState::Approved, "D1")
    );
    assert_eq!(desk.state(&id).await, WorkOrderState::Contacted);
    let refused = client(&desk, D1)
        .await
        .decide_replacement(deciding(&appraisal, false, "x"))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPRAISAL_STATE", "decided once");
}

async fn dsp_50_a_refused_replacement_is_told_and_another_plan_agreed(db: TestDb) {
    let (desk, id) = to_be_replaced(&db).await;
    desk.matrix.reserve(0, Role::Chief);
    let appraisal = recorded(&desk, &id, AppraisalFinding::Installation).await;
    client(&desk, M1)
        .await
        .request_replacement(replacing(&appraisal, 5_000))
        .await
        .unwrap();
    let refused = client(&desk, M1)
        .await
        .decide_replacement(deciding(&appraisal, true, ""))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "OWN_REQUEST", "never the requester himself");
    let other = (Role::Chief, "M2");
    let refused = client(&desk, other)
        .await
        .decide_replacement(deciding(&appraisal, false, " "))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "DECISION_REASON_MISSING");
    client(&desk, other)
        .await
        .decide_replacement(deciding(&appraisal, false, "可修复"))
        .await
        .unwrap();
    assert_eq!(
        desk.order(&id).await.waiting_reason(),
        WaitingReason::Customer,
        "to be told"
    );
    desk.rig.advance_to("2026-11-17T15:00:00+08:00").await;
    let mut other_plan = proto::SettleRefusedReplacementRequest {
        request_id: key(),
        appraisal_id: appraisal.id.clone(),
        customer_informed_at: time("2026-11-17T15:00:00+08:00"),
        other_plan: NotRepairedPlan::Replace.into(),
        plan_detail: "重新安装".to_owned(),
        customer_consents: true,
        etag: String::new(),
    };
    let mut engineer = client(&desk, E1).await;
    let refused = engineer
        .settle_refused_replacement(other_plan.clone())
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "OTHER_PLAN_NEEDED");
    other_plan.other_plan = NotRepairedPlan::SecondVisit.into();
    other_plan.customer_informed_at = None;
    let refused = engineer
        .settle_refused_replacement(other_plan.clone())
        .await
        .unwrap_err();
    assert_eq!(rig::fields(&refused), ["customer_informed_at"], "the customer is told");
    other_plan.request_id = key();
    other_plan.customer_informed_at = time("2026-11-17T15:00:00+08:00");
    let settled = engineer
        .settle_refused_replacement(other_plan)
        .await
        .unwrap()
        .into_inner()
        .appraisal
        .unwrap();
    assert_eq!(settled.state(), AppraisalState::Settled);
    let order = desk.order(&id).await;
    assert_eq!(
        (order.state(), order.visits[0].plan()),
        (WorkOrderState::Contacted, NotRepairedPlan::SecondVisit)
    );
}
