//! Finished documents stay as they are, and goods go back unrepaired (F-6).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass::A,
    dispatch::v1::{
        AmendWorkOrderRequest, AmendmentSubject, ServiceResult, TakeBackState, UnrepairedReason, WorkOrderState,
        amendment_service_client::AmendmentServiceClient,
    },
};
use tonic::Code;

use super::{
    custody_desk::{Custody, D1, K1, archive, dated, declined, delivery, finish, invoice, passed},
    desk::{C1, Desk, E1, E2, assignment, cancelling, confirmation, key, report},
};

on_both_databases!(
    x_22_a_finished_order_is_amended_and_never_changed,
    x_22_an_open_order_is_changed_directly,
    x_22_an_archived_voucher_stays,
    f_6_goods_go_back_unrepaired,
    f_6_an_order_does_not_end_while_goods_are_in_custody,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

fn amendment(order: &str) -> AmendWorkOrderRequest {
    AmendWorkOrderRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        subject: AmendmentSubject::Times.into(),
        was: "到达 14:00".to_owned(),
        should_be: "到达 14:20".to_owned(),
        reason: "误记".to_owned(),
        etag: String::new(),
    }
}

async fn client(
    desk: &Desk,
    (role, code): (Role, &str),
) -> AmendmentServiceClient<aftersales_kit::testing::rig::RigChannel> {
    AmendmentServiceClient::new(desk.rig.channel(&[role], "BJ01", code).await)
}

async fn x_22_a_finished_order_is_amended_and_never_changed(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.confirmed(START, END, START).await;
    let before = desk.order(&id).await;
    assert_eq!(before.available_actions, ["AmendWorkOrder"]);
    for refused in [
        desk.cancel_work_order(C1, cancelling(&id)).await.unwrap_err(),
        desk.assign_technician(C1, assignment(&id, "E2", "x"))
            .await
            .unwrap_err(),
        desk.report_completion(E1, report(&id)).await.unwrap_err(),
        desk.confirm_work_order(C1, confirmation(&id)).await.unwrap_err(),
    ] {
        assert_eq!(rig::reason(&refused), "WORK_ORDER_STATE");
        let facts = rig::metadata(&refused);
        assert_eq!(facts["state"], "CONFIRMED");
        assert_eq!(
            (facts["rules"].as_str(), facts["remedy"].as_str()),
            ("X-22", "AmendWorkOrder")
        );
    }
    let refused = client(&desk, E1)
        .await
        .amend_work_order(amendment(&id))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let mut coordinator = client(&desk, C1).await;
    let mut same = amendment(&id);
    same.should_be.clone_from(&same.was);
    let refused = coordinator.amend_work_order(same).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "AMENDS_NOTHING");
    let mut empty = amendment(&id);
    (empty.should_be, empty.reason, empty.subject) = (" ".to_owned(), String::new(), 0);
    let refused = coordinator.amend_work_order(empty).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["reason", "should_be", "subject"]);
    let first = amendment(&id);
    let answer = coordinator.amend_work_order(first.clone()).await.unwrap().into_inner();
    let again = coordinator.amend_work_order(first).await.unwrap().into_inner();
    assert_eq!(answer, again, "one amendment, one answer");
    let mut second = amendment(&id);
    second.subject = AmendmentSubject::Parts.into();
    coordinator.amend_work_order(second).await.unwrap();
    let after = desk.order(&id).await;
    assert_eq!((after.state(), &after.visits), (before.state(), &before.visits));
    let told: Vec<_> = after
        .amendments
        .iter()
        .map(|it| (it.subject(), it.amended_by.as_str()))
        .collect();
    assert_eq!(told, [(AmendmentSubject::Times, "C1"), (AmendmentSubject::Parts, "C1")]);
    assert_eq!(
        (after.amendments[0].was.as_str(), after.amendments[0].should_be.as_str()),
        ("到达 14:00", "到达 14:20")
    );
    assert_eq!(desk.count("WorkOrderAmended").await, 2);
    let mut elsewhere = AmendmentServiceClient::new(desk.rig.channel(&[Role::Coordinator], "SH02", "C1-S").await);
    let refused = elsewhere.amend_work_order(amendment(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "WORK_ORDER_NOT_FOUND");
}

async fn x_22_an_open_order_is_changed_directly(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.promised(START, END).await;
    let mut coordinator = client(&desk, C1).await;
    let refused = coordinator.amend_work_order(amendment(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "AMENDMENT_OF_OPEN_ORDER");
    desk.cancel_work_order(C1, cancelling(&id)).await.unwrap();
    let answer = coordinator.amend_work_order(amendment(&id)).await.unwrap().into_inner();
    assert_eq!(answer.work_order.unwrap().amendments.len(), 1);
    let refused = desk
        .assign_technician(C1, assignment(&id, "E2", "x"))
        .await
        .unwrap_err();
    assert_eq!(rig::metadata(&refused)["remedy"], "AmendWorkOrder");
}

async fn x_22_an_archived_voucher_stays(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody
        .to_be_delivered(aftersales_proto::common::v1::ServiceClass::C)
        .await;
    custody.deliver_goods(E1, delivery(&taken)).await.unwrap();
    custody.archive_custody_voucher(C1, archive(&taken)).await.unwrap();
    for refused in [
        custody.archive_custody_voucher(C1, archive(&taken)).await.unwrap_err(),
        custody.set_return_date(C1, dated(&taken)).await.unwrap_err(),
        custody.finish_repair(E1, finish(&taken)).await.unwrap_err(),
        custody.give_up_repair(E1, declined(&taken)).await.unwrap_err(),
    ] {
        assert_eq!(rig::reason(&refused), "CUSTODY_STATE");
        assert_eq!(rig::metadata(&refused)["rules"], "X-22");
    }
}

async fn f_6_goods_go_back_unrepaired(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.registered(A).await;
    let refused = custody.give_up_repair(E2, declined(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_REPAIR");
    let mut silent = declined(&taken);
    (silent.reason, silent.note) = (0, String::new());
    let refused = custody.give_up_repair(E1, silent).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["note", "reason"]);
    let given = custody
        .give_up_repair(C1, declined(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!(
        (given.state(), given.unrepaired_reason()),
        (TakeBackState::Finished, UnrepairedReason::CustomerDeclined)
    );
    let refused = custody.deliver_goods(E1, delivery(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE", "the manager looks at it first");
    let mut bad = passed(&taken);
    (bad.passed, bad.note) = (false, "附件不全".to_owned());
    let back = custody.inspect_goods(D1, bad).await.unwrap().take_back.unwrap();
    assert_eq!(
        (back.state(), back.unrepaired_reason()),
        (TakeBackState::InRepair, UnrepairedReason::Unspecified)
    );
    let mut hopeless = declined(&taken);
    hopeless.reason = UnrepairedReason::NotRepairable.into();
    custody.give_up_repair(E1, hopeless).await.unwrap();
    // the planned finish passes and nobody is called: there is no repair any more
    custody.desk.rig.advance_to("2026-11-19T09:00:00+08:00").await;
    assert!(custody.now(&taken).await.escalations.is_empty());
    custody.inspect_goods(D1, passed(&taken)).await.unwrap();
    custody.set_return_date(C1, dated(&taken)).await.unwrap();
    let mut lost = delivery(&taken);
    lost.receipt_returned = false;
    let refused = custody.deliver_goods(E1, lost).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "RECEIPT_NOT_RETURNED");
    let mut unsigned = delivery(&taken);
    unsigned.signature = None;
    let refused = custody.deliver_goods(E1, unsigned).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "SIGNATURE_MISSING");
    let given = custody
        .deliver_goods(E1, delivery(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert!(given.receipt_voided && given.invoice_due_at.is_none());
    assert_eq!(custody.balance().await, (1, 1, 0, 0));
    let refused = custody.request_custody_invoice(K1, invoice(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_CHARGED", "no repair, no invoice");
    let order = custody.desk.order(&taken.work_order_id).await;
    assert_eq!(
        (order.state(), order.result()),
        (WorkOrderState::DoneOnsite, ServiceResult::NotCompletedOther)
    );
    custody.desk.report_completion(E1, report(&order.id)).await.unwrap();
    custody
        .desk
        .confirm_work_order(C1, confirmation(&order.id))
        .await
        .unwrap();
}

async fn f_6_an_order_does_not_end_while_goods_are_in_custody(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.registered(A).await;
    let id = taken.work_order_id.clone();
    let refused = custody.desk.cancel_work_order(C1, cancelling(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "GOODS_IN_CUSTODY");
    assert_eq!(rig::metadata(&refused)["receipt_no"], taken.receipt_no);
    let order = custody.desk.order(&id).await;
    assert!(!order.available_actions.contains(&"CancelWorkOrder".to_owned()));
    super::closing::ticket_cancelled(&custody.desk, &id).await;
    assert_eq!(
        custody.desk.state(&id).await,
        WorkOrderState::WaitingSolution,
        "the goods are still here"
    );
    assert!(
        !custody.now(&taken).await.customer_name.is_empty(),
        "and whose they are is known"
    );
    custody.give_up_repair(E1, declined(&taken)).await.unwrap();
    custody.inspect_goods(D1, passed(&taken)).await.unwrap();
    custody.set_return_date(C1, dated(&taken)).await.unwrap();
    custody.deliver_goods(E1, delivery(&taken)).await.unwrap();
    assert_eq!(custody.desk.state(&id).await, WorkOrderState::DoneOnsite);
}
