//! Goods that are taken back: receipt, register, card (DSP-39 to DSP-41) and help when it gets late (DSP-43).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass::{A, C},
    dispatch::v1::{
        CustodyDirection, EscalationCause, GetRepairCardRequest, GetTakeBackRequest, ListCustodyRegisterRequest,
        ListTakeBacksRequest, TakeBackState, WorkOrderState, complete_visit_request::Result as Told,
    },
};
use tonic::Code;

use super::{
    custody_desk::{
        Custody, D1, PLANNED, TAKEN, action, finish, passed, prediction, registration, taking, taking_back,
    },
    desk::{C1, E1, E2, M1, completion, key, time},
};

on_both_databases!(
    dsp_39_goods_are_taken_against_a_signed_receipt,
    dsp_40_register_row_and_card_are_made_at_once,
    dsp_41_the_card_is_printed_and_filled_in_before_inspection,
    dsp_43_a_late_repair_calls_the_manager_who_must_act,
    dsp_43_a_predicted_delay_calls_the_manager_at_once,
    custody_of_another_branch_does_not_exist,
);

async fn dsp_39_goods_are_taken_against_a_signed_receipt(db: TestDb) {
    let custody = Custody::start(&db).await;
    let id = custody.on_site(C).await;
    let refused = custody.take_back_goods(E1, taking(&id, TAKEN)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "VISIT_NOT_TAKE_BACK");
    let mut unsigned = taking_back(TAKEN);
    unsigned.signature = None;
    let refused = custody
        .desk
        .complete_visit(E1, completion(&id, Told::NotRepaired(unsigned)))
        .await;
    assert_eq!(rig::reason(&refused.unwrap_err()), "SIGNATURE_MISSING", "the voucher");
    let told = Told::NotRepaired(taking_back(TAKEN));
    custody.desk.complete_visit(E1, completion(&id, told)).await.unwrap();
    let mut unsigned = taking(&id, TAKEN);
    unsigned.receipt_signature = None;
    let refused = custody.take_back_goods(E1, unsigned).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "RECEIPT_NOT_SIGNED", "the receipt");
    assert_eq!(rig::fields(&refused), ["receipt_signature"]);
    let refused = custody.take_back_goods(E2, taking(&id, TAKEN)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let taken = custody
        .take_back_goods(E1, taking(&id, TAKEN))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!(taken.receipt_no, "BJ01-RC-000001", "a refusal takes no number");
    assert_eq!((taken.state(), taken.receipt_voided), (TakeBackState::Receipted, false));
    assert_eq!(taken.receipt_signature.unwrap().signed_by, "王芳");
    let refused = custody.take_back_goods(E1, taking(&id, TAKEN)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "GOODS_ALREADY_TAKEN");
    assert_eq!(custody.desk.count("GoodsTakenBack").await, 1);
}

async fn dsp_40_register_row_and_card_are_made_at_once(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.taken(C).await;
    assert_eq!(custody.balance().await, (0, 0, 0, 1), "not in the register yet");
    let mut past = registration(&taken);
    past.planned_finish = time("2026-11-16T13:59:00+08:00");
    let refused = custody.register_goods_in(C1, past).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PLANNED_FINISH_PAST");
    assert_eq!(custody.balance().await, (0, 0, 0, 1), "neither row nor card");
    let mut clerk = registration(&taken);
    clerk.technician_id = "P1".to_owned();
    let refused = custody.register_goods_in(C1, clerk).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "TECHNICIAN_NOT_FOUND",
        "a parts clerk repairs nothing"
    );
    let refused = custody.register_goods_in(E1, registration(&taken)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "the clerk does it");
    let taken = custody
        .register_goods_in(C1, registration(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!(
        (taken.state(), taken.card_no.as_str()),
        (TakeBackState::InRepair, "BJ01-CARD-000001")
    );
    assert_eq!(taken.technician_id, "E1");
    assert_eq!(custody.balance().await, (1, 0, 1, 1));
    let refused = custody.register_goods_in(C1, registration(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE");
    let request = ListCustodyRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..ListCustodyRegisterRequest::default()
    };
    let rows = custody.list_custody_register(C1, request).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].direction(), CustodyDirection::In);
    assert_eq!(
        (rows[0].receipt_no.as_str(), rows[0].card_no.as_str()),
        ("BJ01-RC-000001", "BJ01-CARD-000001")
    );
}

async fn dsp_41_the_card_is_printed_and_filled_in_before_inspection(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.taken(C).await;
    let card = |id: &str| GetRepairCardRequest {
        take_back_id: id.to_owned(),
    };
    let refused = custody.get_repair_card(E1, card(&taken.id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CARD_NOT_OPEN");
    custody.register_goods_in(C1, registration(&taken)).await.unwrap();
    let printed = custody
        .get_repair_card(E1, card(&taken.id))
        .await
        .unwrap()
        .card
        .unwrap();
    assert_eq!(printed.barcode, "BJ01-CARD-000001");
    assert_eq!(
        (printed.work_order_no.as_str(), printed.fault.as_str()),
        ("BJ01-D-000001", "不通电")
    );
    assert_eq!((printed.customer_name.as_str(), printed.repair_minutes), ("王芳𠮷", 0));
    let refused = custody.inspect_goods(D1, passed(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CARD_INCOMPLETE");
    assert_eq!(rig::fields(&refused), ["repair_minutes", "replaced_parts"]);
    let mut empty = finish(&taken);
    (empty.repair_minutes, empty.replaced_parts) = (0, Vec::new());
    let refused = custody.finish_repair(E1, empty).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["repair_minutes", "replaced_parts"]);
    let refused = custody.finish_repair(E2, finish(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_REPAIR");
    let done = custody
        .finish_repair(E1, finish(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!((done.state(), done.repair_minutes), (TakeBackState::Finished, 150));
    let printed = custody
        .get_repair_card(E1, card(&taken.id))
        .await
        .unwrap()
        .card
        .unwrap();
    assert_eq!(printed.replaced_parts[0].part_no, "BOARD-X");
}

async fn dsp_43_a_late_repair_calls_the_manager_who_must_act(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.registered(C).await;
    let refused = custody.record_custody_action(D1, action(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NO_OPEN_ESCALATION");
    custody.desk.rig.advance_to("2026-11-18T17:59:59+08:00").await;
    assert_eq!(custody.desk.count("CustodyEscalated").await, 0);
    custody.desk.rig.advance_to(PLANNED).await;
    assert_eq!(custody.desk.count("CustodyEscalated").await, 1);
    let request = ListTakeBacksRequest {
        branch_id: "BJ01".to_owned(),
        escalated_only: true,
        ..ListTakeBacksRequest::default()
    };
    let waiting = custody.list_take_backs(D1, request.clone()).await.unwrap().take_backs;
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].late);
    assert_eq!(waiting[0].available_actions, ["RecordCustodyAction"]);
    assert_eq!(waiting[0].escalations[0].cause(), EscalationCause::Overdue);
    custody.finish_repair(E1, finish(&taken)).await.unwrap();
    let refused = custody.inspect_goods(D1, passed(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ESCALATION_UNANSWERED", "the manager must act");
    let refused = custody.record_custody_action(M1, action(&taken)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "it is the department manager's");
    let acted = custody
        .record_custody_action(D1, action(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    let answered = &acted.escalations[0];
    assert_eq!(
        (answered.action.as_str(), answered.acted_by.as_str()),
        ("外协加急, 11-20", "D1")
    );
    assert!(
        custody
            .list_take_backs(D1, request)
            .await
            .unwrap()
            .take_backs
            .is_empty()
    );
    custody.inspect_goods(D1, passed(&taken)).await.unwrap();
    custody.desk.rig.advance_to("2026-11-21T10:00:00+08:00").await;
    assert_eq!(custody.desk.count("CustodyEscalated").await, 1, "the repair is done");
}

async fn dsp_43_a_predicted_delay_calls_the_manager_at_once(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.registered(C).await;
    let mut early = prediction(&taken);
    early.predicted_finish = time(PLANNED);
    let refused = custody.predict_late_finish(E1, early).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PREDICTION_NOT_LATE");
    let late = custody
        .predict_late_finish(E1, prediction(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!(late.escalations[0].cause(), EscalationCause::Predicted);
    assert_eq!(custody.desk.count("CustodyEscalated").await, 1);
    let refused = custody.predict_late_finish(E1, prediction(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ESCALATION_OPEN");
    custody.record_custody_action(D1, action(&taken)).await.unwrap();
    custody.desk.rig.advance_to("2026-11-19T10:00:00+08:00").await;
    assert_eq!(
        custody.desk.count("CustodyEscalated").await,
        1,
        "the planned finish moved"
    );
    custody.desk.rig.advance_to("2026-11-20T18:00:00+08:00").await;
    assert_eq!(custody.desk.count("CustodyEscalated").await, 2, "and passed again");
}

async fn custody_of_another_branch_does_not_exist(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.registered(A).await;
    let mut other = custody.client(Role::Coordinator, "SH02", "C1-S").await;
    let request = GetTakeBackRequest {
        take_back_id: taken.id.clone(),
    };
    let refused = other.get_take_back(request).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::NotFound, "TAKE_BACK_NOT_FOUND")
    );
    let request = ListTakeBacksRequest {
        branch_id: "BJ01".to_owned(),
        ..ListTakeBacksRequest::default()
    };
    assert_eq!(other.list_take_backs(request).await.unwrap_err().code(), Code::NotFound);
    let mut again = registration(&taken);
    again.request_id = key();
    again.etag = "\"0\"".to_owned();
    assert_eq!(
        rig::reason(&custody.register_goods_in(C1, again).await.unwrap_err()),
        "STALE_ETAG"
    );
    assert_eq!(
        custody.desk.state(&taken.work_order_id).await,
        WorkOrderState::WaitingSolution
    );
}
