//! Lists and the dispatch queue.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::Zone,
    dispatch::v1::{ListDispatchQueueRequest, ListWorkOrdersRequest, QueueEntry, WorkOrderFilter, WorkOrderState},
};

use super::desk::{C1, Desk, E1, cancelling, handed_over, promise, receipt, time};

on_both_databases!(
    dsp_15_the_queue_is_sorted_by_wish_and_distance,
    the_queue_names_the_next_deadline,
    pages_go_on_where_they_stopped,
    filters_hold_together,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

fn queue_request(size: i32, token: &str) -> ListDispatchQueueRequest {
    ListDispatchQueueRequest {
        branch_id: "BJ01".to_owned(),
        unassigned_only: false,
        page_size: size,
        page_token: token.to_owned(),
    }
}

/// The whole queue.
pub async fn queue(desk: &Desk) -> Vec<QueueEntry> {
    desk.list_dispatch_queue(C1, queue_request(0, ""))
        .await
        .unwrap()
        .entries
}

async fn dsp_15_the_queue_is_sorted_by_wish_and_distance(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let promised = desk
        .promised("2026-11-17T09:00:00+08:00", "2026-11-17T10:00:00+08:00")
        .await;
    let mut far = handed_over(NOW);
    far.zone = Zone::Within80Km.into();
    let far = desk.hand_over(far).await.id;
    let near = desk.hand_over(handed_over(NOW)).await.id;
    let mut urged = handed_over(NOW);
    urged.urged = true;
    urged.promised_contact_by = time("2026-11-16T11:40:00+08:00");
    let urged = desk.hand_over(urged).await.id;
    let gone = desk.queued().await;
    desk.cancel_work_order(C1, cancelling(&gone)).await.unwrap();
    let ids: Vec<String> = queue(&desk)
        .await
        .into_iter()
        .map(|entry| entry.work_order.unwrap().id)
        .collect();
    assert_eq!(ids, [urged, near, far, promised.clone()]);
    let mut request = queue_request(0, "");
    request.unassigned_only = true;
    let unassigned = desk.list_dispatch_queue(C1, request).await.unwrap().entries;
    assert!(
        unassigned.len() == 3
            && unassigned
                .iter()
                .all(|entry| entry.work_order.as_ref().unwrap().id != promised)
    );
}

async fn the_queue_names_the_next_deadline(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    let entry = queue(&desk).await.remove(0);
    assert_eq!(
        (entry.next_due_kind.as_str(), entry.overdue),
        ("first_contact_2h", false)
    );
    assert_eq!(entry.next_due_at, time("2026-11-16T11:40:00+08:00"));
    desk.rig.advance_to("2026-11-16T12:00:00+08:00").await;
    let entry = queue(&desk).await.remove(0);
    assert_eq!(entry.work_order.unwrap().id, id);
    assert_eq!((entry.next_due_kind.as_str(), entry.overdue), ("visit_24h", true));
}

fn list_request(filter: WorkOrderFilter, size: i32, token: &str) -> ListWorkOrdersRequest {
    ListWorkOrdersRequest {
        branch_id: String::new(),
        filter: Some(filter),
        page_size: size,
        page_token: token.to_owned(),
    }
}

async fn pages_go_on_where_they_stopped(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(desk.queued().await);
    }
    let (mut queued, mut listed, mut token) = (Vec::new(), Vec::new(), String::new());
    loop {
        let page = desk.list_dispatch_queue(C1, queue_request(2, &token)).await.unwrap();
        queued.extend(page.entries.into_iter().map(|entry| entry.work_order.unwrap().id));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
        let mut other = queue_request(2, &token);
        other.unassigned_only = true;
        let refused = desk.list_dispatch_queue(C1, other).await.unwrap_err();
        assert_eq!(rig::reason(&refused), "PAGE_TOKEN_INVALID", "of another query");
    }
    assert_eq!(queued, made);
    loop {
        let page = desk
            .list_work_orders(C1, list_request(WorkOrderFilter::default(), 2, &token))
            .await
            .unwrap();
        listed.extend(page.work_orders.into_iter().map(|order| order.id));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    made.reverse();
    assert_eq!(listed, made, "newest first");
}

async fn filters_hold_together(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let promised = desk.contacted().await;
    let request = promise(&promised, "2026-11-17T09:00:00+08:00", "2026-11-17T10:00:00+08:00");
    let order = desk.promise_visit(E1, request).await.unwrap().work_order.unwrap();
    let queued = desk.queued().await;
    let cancelled = desk.queued().await;
    desk.receive_work_order(C1, receipt(&cancelled)).await.unwrap();
    desk.cancel_work_order(C1, cancelling(&cancelled)).await.unwrap();
    let filter = WorkOrderFilter::default;
    let states = |states: &[WorkOrderState]| states.iter().map(|state| i32::from(*state)).collect();
    let cases = [
        (filter(), vec![&cancelled, &queued, &promised]),
        (
            WorkOrderFilter {
                open_only: true,
                ..filter()
            },
            vec![&queued, &promised],
        ),
        (
            WorkOrderFilter {
                technician_id: "E1".to_owned(),
                ..filter()
            },
            vec![&promised],
        ),
        (
            WorkOrderFilter {
                appointed_date: "2026-11-17".to_owned(),
                ..filter()
            },
            vec![&promised],
        ),
        (
            WorkOrderFilter {
                customer_id: order.customer_id.clone(),
                ..filter()
            },
            vec![&promised],
        ),
        (
            WorkOrderFilter {
                ticket_id: order.ticket_id.clone(),
                ..filter()
            },
            vec![&promised],
        ),
        (
            WorkOrderFilter {
                states: states(&[WorkOrderState::Queued]),
                ..filter()
            },
            vec![&queued],
        ),
        (
            WorkOrderFilter {
                states: states(&[WorkOrderState::Cancelled]),
                open_only: true,
                ..filter()
            },
            vec![],
        ),
        (
            WorkOrderFilter {
                queued_to: time(NOW),
                ..filter()
            },
            vec![],
        ),
        (
            WorkOrderFilter {
                queued_from: time(NOW),
                open_only: true,
                ..filter()
            },
            vec![&queued, &promised],
        ),
    ];
    for (filter, wanted) in cases {
        let page = desk
            .list_work_orders(C1, list_request(filter.clone(), 0, ""))
            .await
            .unwrap();
        let found: Vec<&String> = page.work_orders.iter().map(|order| &order.id).collect();
        assert_eq!(found, wanted, "{filter:?}");
    }
    let elsewhere = desk.client(Role::Coordinator, "SH02", "C1-S").await;
    let mut elsewhere = elsewhere;
    let page = elsewhere
        .list_work_orders(list_request(filter(), 0, ""))
        .await
        .unwrap()
        .into_inner();
    assert!(page.work_orders.is_empty());
    let mut everywhere = desk.client(Role::HeadOffice, "*", "analyst").await;
    let page = everywhere
        .list_work_orders(list_request(filter(), 0, ""))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(page.work_orders.len(), 3);
}
