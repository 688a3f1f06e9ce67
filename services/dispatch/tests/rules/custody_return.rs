//! The way back of goods in custody: inspected, dated, delivered, invoiced, archived (DSP-42, BIL-16).

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass::{A, C},
    dispatch::v1::{ListCustodyRegisterRequest, ListTakeBacksRequest, TakeBackState, WorkOrderState},
};
use tonic::Code;

use super::{
    custody_desk::{Custody, D1, K1, archive, dated, delivery, finish, invoice, passed, registration},
    desk::{C1, E1, M1, confirmation, report},
};

on_both_databases!(
    dsp_42_one_step_after_the_other,
    dsp_42_without_the_receipt_its_loss_is_stated,
    dsp_42_goods_that_do_not_pass_go_back,
    dsp_42_delivered_goods_end_the_work_order,
    bil_16_the_invoice_is_requested_on_the_day_of_the_delivery,
    open_receipts_are_listed_by_age,
);

async fn dsp_42_one_step_after_the_other(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.taken(C).await;
    let refused = custody.deliver_goods(E1, delivery(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE");
    custody.register_goods_in(C1, registration(&taken)).await.unwrap();
    custody.finish_repair(E1, finish(&taken)).await.unwrap();
    for refused in [
        custody.deliver_goods(E1, delivery(&taken)).await.unwrap_err(),
        custody.set_return_date(C1, dated(&taken)).await.unwrap_err(),
        custody.archive_custody_voucher(C1, archive(&taken)).await.unwrap_err(),
    ] {
        assert_eq!(rig::reason(&refused), "CUSTODY_STATE", "not inspected");
    }
    let refused = custody.inspect_goods(E1, passed(&taken)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "a manager inspects");
    custody.inspect_goods(D1, passed(&taken)).await.unwrap();
    let refused = custody.deliver_goods(E1, delivery(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE", "no return date");
    let mut past = dated(&taken);
    past.return_date = "2026-11-15".to_owned();
    let refused = custody.set_return_date(C1, past).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "RETURN_DATE_PAST");
    custody.set_return_date(C1, dated(&taken)).await.unwrap();
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
    assert_eq!((given.state(), given.receipt_voided), (TakeBackState::Delivered, true));
    assert_eq!(given.delivery_signature.unwrap().signed_by, "王芳");
    let filed = custody
        .archive_custody_voucher(C1, archive(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!(filed.state(), TakeBackState::Archived);
    assert!(filed.available_actions.is_empty() && !filed.readonly_reason.is_empty());
    assert_eq!(custody.balance().await, (1, 1, 0, 0), "the ledger nets to nothing");
    let refused = custody.request_custody_invoice(K1, invoice(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_CHARGED", "class C is free");
}

async fn dsp_42_without_the_receipt_its_loss_is_stated(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.to_be_delivered(C).await;
    let mut lost = delivery(&taken);
    lost.receipt_returned = false;
    let refused = custody.deliver_goods(E1, lost.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "RECEIPT_NOT_RETURNED");
    assert_eq!(rig::fields(&refused), ["lost_receipt_statement", "receipt_returned"]);
    assert!(!custody.now(&taken).await.receipt_voided);
    lost.request_id = super::desk::key();
    lost.lost_receipt_statement = "收据遗失，特此声明".to_owned();
    let given = custody.deliver_goods(E1, lost).await.unwrap().take_back.unwrap();
    assert!(given.receipt_voided);
    assert_eq!(given.lost_receipt_statement, "收据遗失，特此声明");
}

async fn dsp_42_goods_that_do_not_pass_go_back(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.registered(C).await;
    custody.finish_repair(M1, finish(&taken)).await.unwrap();
    let refused = custody.inspect_goods(M1, passed(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "INSPECTION_BY_REPAIRER");
    let mut failed = passed(&taken);
    failed.passed = false;
    let refused = custody.inspect_goods(D1, failed.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "INSPECTION_NOTE_MISSING");
    failed.request_id = super::desk::key();
    failed.note = "风扇异响".to_owned();
    let back = custody.inspect_goods(D1, failed).await.unwrap().take_back.unwrap();
    assert_eq!(
        (back.state(), back.inspected_by.as_str()),
        (TakeBackState::InRepair, "")
    );
    custody.desk.rig.advance_to("2026-11-18T18:00:00+08:00").await;
    assert_eq!(
        custody.desk.count("CustodyEscalated").await,
        1,
        "the planned finish counts again"
    );
}

async fn dsp_42_delivered_goods_end_the_work_order(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.to_be_delivered(C).await;
    let order = taken.work_order_id.clone();
    assert_eq!(custody.desk.state(&order).await, WorkOrderState::WaitingSolution);
    custody.desk.rig.advance_to("2026-11-20T16:00:00+08:00").await;
    custody.deliver_goods(E1, delivery(&taken)).await.unwrap();
    assert_eq!(custody.desk.state(&order).await, WorkOrderState::DoneOnsite);
    let reported = custody.desk.report_completion(E1, report(&order)).await.unwrap();
    assert!(reported.same_day, "reported on the day of the delivery");
    let confirmed = custody.desk.confirm_work_order(C1, confirmation(&order)).await.unwrap();
    assert_eq!(confirmed.work_order.unwrap().state(), WorkOrderState::Confirmed);
    assert_eq!(custody.desk.count("ReadyForCallback").await, 1);
}

async fn bil_16_the_invoice_is_requested_on_the_day_of_the_delivery(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = custody.to_be_delivered(A).await;
    let refused = custody.request_custody_invoice(K1, invoice(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE", "before the delivery");
    custody.desk.rig.advance_to("2026-11-20T16:00:00+08:00").await;
    let given = custody
        .deliver_goods(E1, delivery(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert_eq!(given.invoice_due_at, super::desk::time("2026-11-21T00:00:00+08:00"));
    custody.desk.rig.advance_to("2026-11-21T00:00:01+08:00").await;
    assert_eq!(custody.desk.count("CustodyInvoiceOverdue").await, 1, "an exception");
    let late = custody
        .request_custody_invoice(K1, invoice(&taken))
        .await
        .unwrap()
        .take_back
        .unwrap();
    assert!(late.invoice_late);
    let refused = custody.request_custody_invoice(K1, invoice(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "INVOICE_ALREADY_REQUESTED");
}

async fn open_receipts_are_listed_by_age(db: TestDb) {
    let custody = Custody::start(&db).await;
    let first = custody.to_be_delivered(C).await;
    let request = ListTakeBacksRequest {
        branch_id: "BJ01".to_owned(),
        receipt_open_only: true,
        ..ListTakeBacksRequest::default()
    };
    custody.desk.rig.advance_to("2026-11-20T15:00:00+08:00").await;
    let open = custody.list_take_backs(C1, request.clone()).await.unwrap().take_backs;
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].id.as_str(), open[0].days_open), (first.id.as_str(), 4));
    custody.deliver_goods(E1, delivery(&first)).await.unwrap();
    assert!(
        custody
            .list_take_backs(C1, request)
            .await
            .unwrap()
            .take_backs
            .is_empty()
    );
    let request = ListCustodyRegisterRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 1,
        ..ListCustodyRegisterRequest::default()
    };
    let page = custody.list_custody_register(C1, request.clone()).await.unwrap();
    assert_eq!((page.rows.len(), page.next_page_token.is_empty()), (1, false));
    let request = ListCustodyRegisterRequest {
        page_token: page.next_page_token,
        ..request
    };
    let page = custody.list_custody_register(C1, request).await.unwrap();
    assert!(page.rows[0].recipient_signed && page.next_page_token.is_empty());
    assert_eq!(
        (page.rows[0].inspected_by.as_str(), page.rows[0].return_date.as_str()),
        ("D1", "2026-11-20")
    );
}
