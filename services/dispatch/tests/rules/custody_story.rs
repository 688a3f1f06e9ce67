//! The part of story S17 that is about a repair for a fee: taken back, late, delivered, invoiced the same day or not.

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass::A,
    dispatch::v1::{TakeBack, TakeBackState, WorkOrderState},
};

use super::{
    custody_desk::{Custody, D1, K1, PLANNED, action, archive, dated, delivery, finish, invoice, passed},
    desk::{C1, E1},
};

on_both_databases!(
    s17_a_repair_for_a_fee_is_invoiced_on_the_day_of_the_delivery,
    s17_an_invoice_on_the_next_day_is_an_exception,
);

async fn s17_a_repair_for_a_fee_is_invoiced_on_the_day_of_the_delivery(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = delivered(&custody).await;
    let requested = custody.request_custody_invoice(K1, invoice(&taken)).await.unwrap();
    assert!(!requested.take_back.unwrap().invoice_late);
    custody.desk.rig.advance_to("2026-11-21T09:00:00+08:00").await;
    assert_eq!(custody.desk.count("CustodyInvoiceOverdue").await, 0);
    assert_eq!(custody.desk.misses("custody_invoice").await, 0);
    custody.archive_custody_voucher(C1, archive(&taken)).await.unwrap();
    assert_eq!(custody.now(&taken).await.state(), TakeBackState::Archived);
    let all = custody.desk.events().await;
    let mut rest = all.iter();
    for name in [
        "VisitCompleted",
        "GoodsTakenBack",
        "GoodsRegisteredIn",
        "CustodyEscalated",
        "CustodyActionRecorded",
        "CustodyRepairFinished",
        "GoodsInspected",
        "GoodsReturnDated",
        "GoodsDelivered",
        "CustodyInvoiceRequested",
        "CustodyVoucherArchived",
    ] {
        assert!(
            rest.any(|seen| seen == name),
            "{name} is missing or out of order in {all:?}"
        );
    }
}

async fn s17_an_invoice_on_the_next_day_is_an_exception(db: TestDb) {
    let custody = Custody::start(&db).await;
    let taken = delivered(&custody).await;
    custody.desk.rig.advance_to("2026-11-21T10:00:00+08:00").await;
    assert_eq!(custody.desk.count("CustodyInvoiceOverdue").await, 1, "art. 13");
    let late = custody.request_custody_invoice(K1, invoice(&taken)).await.unwrap();
    assert!(
        late.take_back.unwrap().invoice_late,
        "the late request does not heal it"
    );
}

/// Taken back on the sixteenth, planned for the eighteenth, done and delivered on the twentieth.
async fn delivered(custody: &Custody) -> TakeBack {
    let taken = custody.registered(A).await;
    custody.desk.rig.advance_to(PLANNED).await;
    assert!(custody.now(&taken).await.late);
    custody.record_custody_action(D1, action(&taken)).await.unwrap();
    custody.desk.rig.advance_to("2026-11-20T14:00:00+08:00").await;
    custody.finish_repair(E1, finish(&taken)).await.unwrap();
    let refused = custody.deliver_goods(E1, delivery(&taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE", "delivery without inspection");
    custody.inspect_goods(D1, passed(&taken)).await.unwrap();
    custody.set_return_date(C1, dated(&taken)).await.unwrap();
    custody.desk.rig.advance_to("2026-11-20T16:00:00+08:00").await;
    custody.deliver_goods(E1, delivery(&taken)).await.unwrap();
    assert_eq!(custody.balance().await, (1, 1, 0, 0));
    assert_eq!(
        custody.desk.state(&taken.work_order_id).await,
        WorkOrderState::DoneOnsite
    );
    taken
}
