//! An order whose visit was missed is issued again.

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::CallbackOutcome,
    dispatch::v1::{WorkOrderFilter, WorkOrderState, dispatch_event::Event as Fact},
};

use super::{
    closing::{callback_closed, not_on_time},
    desk::{C1, Desk, E1, cancelling, key},
    desk_flow::reissue,
};

on_both_databases!(
    dsp_28_dsp_29_it_is_issued_again_on_the_day_on_which_it_is_found,
    dsp_29_a_day_later_it_is_allowed_and_an_exception,
    dsp_29_only_a_missed_visit_is_issued_again,
    dsp_31_reissued_orders_come_before_older_and_urgent_ones,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-16T14:00:00+08:00";
const END: &str = "2026-11-16T15:00:00+08:00";

async fn all(desk: &Desk) -> Vec<aftersales_proto::dispatch::v1::WorkOrder> {
    let request = aftersales_proto::dispatch::v1::ListWorkOrdersRequest {
        branch_id: "BJ01".to_owned(),
        filter: Some(WorkOrderFilter::default()),
        ..Default::default()
    };
    desk.list_work_orders(C1, request).await.unwrap().work_orders
}

/// Found missed on the 17th at ten.
async fn missed(desk: &Desk) -> String {
    let id = desk.confirmed(START, END, START).await;
    desk.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    not_on_time(desk, &id, &key()).await;
    id
}

async fn dsp_28_dsp_29_it_is_issued_again_on_the_day_on_which_it_is_found(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = missed(&desk).await;
    let orders = all(&desk).await;
    assert_eq!(orders.len(), 2);
    let again = &orders[0];
    assert!(again.reissued && !again.reissue_late);
    assert_eq!(
        (
            again.original_work_order_id.as_str(),
            again.technician_id.as_str(),
            again.state()
        ),
        (id.as_str(), "E1", WorkOrderState::Assigned)
    );
    assert_eq!(
        desk.state(&id).await,
        WorkOrderState::Confirmed,
        "the callback is not over: the chief has still to act"
    );
    let told = desk.told().await.into_iter().find_map(|fact| match fact {
        Fact::WorkOrderReissued(fact) => Some(fact),
        _ => None,
    });
    let told = told.unwrap();
    assert!(told.same_day);
    assert_eq!(told.original_work_order_id, id);
    callback_closed(&desk, &id, CallbackOutcome::Reissued).await;
    assert_eq!(all(&desk).await.len(), 2, "once");
    assert_eq!(desk.state(&id).await, WorkOrderState::Closed);
    let refused = desk.reissue_work_order(C1, reissue(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "REISSUE_EXISTS");
}

async fn dsp_29_a_day_later_it_is_allowed_and_an_exception(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = missed(&desk).await;
    let again = all(&desk).await.remove(0).id;
    desk.cancel_work_order(C1, cancelling(&again)).await.unwrap();
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    let refused = desk.reissue_work_order(E1, reissue(&id)).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
    let answer = desk.reissue_work_order(C1, reissue(&id)).await.unwrap();
    assert!(!answer.same_day);
    let order = answer.work_order.unwrap();
    assert!(order.reissued && order.reissue_late);
    assert!(order.contact.is_some(), "the contact goes along");
    assert!(desk.order(&order.id).await.reissue_late, "recorded");
}

async fn dsp_29_only_a_missed_visit_is_issued_again(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.confirmed(START, END, START).await;
    let refused = desk.reissue_work_order(C1, reissue(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOTHING_MISSED");
    let refused = desk.reissue_work_order(C1, reissue(&key())).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "WORK_ORDER_NOT_FOUND");
}

async fn dsp_31_reissued_orders_come_before_older_and_urgent_ones(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut urged = super::desk::handed_over(NOW);
    urged.urged = true;
    let older = desk.hand_over(urged).await.id;
    let insisting = desk.queued().await;
    desk.insist_same_day(C1, super::desk_flow::insisting(&insisting))
        .await
        .unwrap();
    let id = missed(&desk).await;
    let queue = super::lists::queue(&desk).await;
    let ids: Vec<String> = queue.into_iter().map(|entry| entry.work_order.unwrap().id).collect();
    assert_eq!(ids.len(), 3, "the confirmed one wants nothing of dispatch");
    assert!(!ids.contains(&id));
    assert_eq!(ids[1..], [insisting, older], "then who insists, then who pressed");
}
