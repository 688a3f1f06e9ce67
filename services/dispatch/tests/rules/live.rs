//! Lists that stay up to date: the queue, work orders, a technician's own work; and why an action is not possible.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, mirror::Mirror, rig},
};
use aftersales_proto::{
    common::v1::UnavailableAction,
    dispatch::v1::{
        ContactResult, ListWorkOrdersRequest, Presence, PullMyWorkRequest, QueueEntry, WatchDispatchQueueRequest,
        WatchMyWorkRequest, WatchMyWorkResponse, WatchWorkOrdersRequest, WorkOrder, WorkOrderFilter, WorkOrderState,
    },
    parts::v1::PartsLineState,
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, E2, assignment, attempt, cancelling, handed_over, promise, receipt, time},
    hotline::contact,
    lists::queue,
    mirror::{LiveClient, live},
    parts::{Line, parts_say},
};

on_both_databases!(
    live_the_queue_of_a_watcher_is_the_queue,
    live_work_orders_follow_their_filter,
    live_a_part_line_is_told_though_the_state_stays,
    live_my_work_loses_what_is_given_to_somebody_else,
    live_my_work_is_pulled_by_phones_without_streams,
    live_lists_are_for_their_roles_and_branches,
    live_rows_say_why_an_action_is_not_possible,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

fn whole_queue(resume_token: &str) -> WatchDispatchQueueRequest {
    WatchDispatchQueueRequest {
        branch_id: "BJ01".to_owned(),
        unassigned_only: false,
        resume_token: resume_token.to_owned(),
    }
}

async fn coordinator(desk: &Desk) -> LiveClient {
    live(desk, Role::Coordinator, "BJ01", "C1").await
}

/// Entries as the client sorts them.
fn sorted<'e>(entries: impl Iterator<Item = &'e QueueEntry>) -> Vec<QueueEntry> {
    let mut entries: Vec<QueueEntry> = entries.cloned().collect();
    entries.sort_by(|one, other| one.sort_key.as_bytes().cmp(other.sort_key.as_bytes()));
    entries
}

async fn live_the_queue_of_a_watcher_is_the_queue(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let early = desk.queued().await;
    let mut client = coordinator(&desk).await;
    let stream = client.watch_dispatch_queue(whole_queue("")).await.unwrap();
    let mut mirror = Mirror::of(stream);
    mirror.until(|mirror| mirror.rows.contains_key(&early)).await;
    let mut urged = handed_over(NOW);
    urged.urged = true;
    urged.promised_contact_by = time("2026-11-16T11:40:00+08:00");
    let urged = desk.hand_over(urged).await.id;
    let promised = desk
        .promised("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00")
        .await;
    desk.cancel_work_order(C1, cancelling(&early)).await.unwrap();
    // the deadline of the first contact passes: nobody did anything, and the entry is overdue
    desk.rig.advance_to("2026-11-16T12:00:00+08:00").await;
    let end = queue(&desk).await;
    assert!(end.iter().any(|entry| entry.overdue));
    mirror.until(|mirror| sorted(mirror.rows.values()) == end).await;
    assert!(mirror.rows.contains_key(&urged) && mirror.rows.contains_key(&promised));
    let token = mirror.token.clone();
    drop(mirror);
    desk.receive_work_order(C1, receipt(&urged)).await.unwrap();
    let stream = client.watch_dispatch_queue(whole_queue(&token)).await.unwrap();
    let mut since = Mirror::of(stream);
    since.until(|mirror| mirror.rows.contains_key(&urged)).await;
    assert_eq!(since.rows.len(), 1, "only what was touched since");
    let mut other = whole_queue(&token);
    other.unassigned_only = true;
    let refused = client.watch_dispatch_queue(other).await.err().unwrap();
    assert_eq!(rig::reason(&refused), "PAGE_TOKEN_INVALID");
}

async fn live_work_orders_follow_their_filter(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let request = WatchWorkOrdersRequest {
        filter: Some(WorkOrderFilter {
            states: vec![WorkOrderState::Assigned.into(), WorkOrderState::Contacted.into()],
            technician_id: "E1".to_owned(),
            ..WorkOrderFilter::default()
        }),
        ..WatchWorkOrdersRequest::default()
    };
    let mut client = coordinator(&desk).await;
    let mut mirror = Mirror::of(client.watch_work_orders(request.clone()).await.unwrap());
    let mut elsewhere = live(&desk, Role::Coordinator, "SH02", "C1-S").await;
    let everything = WatchWorkOrdersRequest::default();
    let mut foreign = Mirror::of(elsewhere.watch_work_orders(everything).await.unwrap());
    let (one, two) = (desk.assigned().await, desk.contacted().await);
    mirror.until(|mirror| mirror.rows.len() == 2).await;
    let window = ("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00");
    desk.promise_visit(E1, promise(&two, window.0, window.1)).await.unwrap();
    mirror.until(|mirror| !mirror.rows.contains_key(&two)).await;
    let list = ListWorkOrdersRequest {
        filter: request.filter,
        ..ListWorkOrdersRequest::default()
    };
    let listed = desk.list_work_orders(C1, list).await.unwrap().work_orders;
    assert_eq!(listed.iter().map(|order| order.id.clone()).collect::<Vec<_>>(), [one]);
    mirror
        .until(|mirror| mirror.rows.values().cloned().collect::<Vec<WorkOrder>>() == listed)
        .await;
    // the snapshot's end, and then a heartbeat after all of the above
    foreign.read().await;
    foreign.read().await;
    assert!(foreign.rows.is_empty() && foreign.removed.is_empty(), "nothing of BJ01");
}

async fn live_a_part_line_is_told_though_the_state_stays(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    let mut client = coordinator(&desk).await;
    let request = WatchWorkOrdersRequest::default();
    let mut mirror = Mirror::of(client.watch_work_orders(request).await.unwrap());
    mirror.until(|mirror| mirror.rows.contains_key(&id)).await;
    parts_say(
        &desk,
        &id,
        "PartsReserved",
        &Line::new("HDD-1T", 1),
        PartsLineState::Reserved,
    )
    .await;
    mirror.until(|mirror| mirror.rows[&id].parts.len() == 1).await;
    assert_eq!(mirror.rows[&id].state(), WorkOrderState::Assigned);
}

async fn live_my_work_loses_what_is_given_to_somebody_else(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let (kept, given) = (desk.assigned().await, desk.assigned().await);
    desk.present("E2", Presence::InStation).await;
    let mut client = live(&desk, Role::Technician, "BJ01", "E1").await;
    let watch = |token: &str| WatchMyWorkRequest {
        resume_token: token.to_owned(),
    };
    let mut mirror = Mirror::of(client.watch_my_work(watch("")).await.unwrap());
    mirror.until(|mirror| mirror.rows.len() == 2).await;
    let phone = |mirror: &Mirror<WatchMyWorkResponse>, id: &str| mirror.rows[id].contact.clone().unwrap().phone;
    assert_eq!(phone(&mirror, &kept), contact().phone, "he calls the customer");
    let token = mirror.token.clone();
    drop(mirror);
    desk.assign_technician(C1, assignment(&given, "E2", "家近"))
        .await
        .unwrap();
    let mut mirror = Mirror::of(client.watch_my_work(watch(&token)).await.unwrap());
    mirror.until(|mirror| mirror.removed == [given.clone()]).await;
    let mut other = live(&desk, Role::Technician, "BJ01", "E2").await;
    let mut his = Mirror::of(other.watch_my_work(watch("")).await.unwrap());
    his.until(|mirror| mirror.rows.contains_key(&given)).await;
    assert_eq!(his.rows.len(), 1);
    let refused = other.watch_my_work(watch(&token)).await.err().unwrap();
    assert_eq!(
        rig::reason(&refused),
        "PAGE_TOKEN_INVALID",
        "another technician's token"
    );
}

async fn live_my_work_is_pulled_by_phones_without_streams(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut orders = vec![desk.assigned().await, desk.assigned().await, desk.assigned().await];
    desk.present("E2", Presence::InStation).await;
    let mut client = live(&desk, Role::Technician, "BJ01", "E1").await;
    let pull = |token: &str| PullMyWorkRequest {
        token: token.to_owned(),
        page_size: 2,
    };
    let first = client.pull_my_work(pull("")).await.unwrap().into_inner();
    assert!(first.reset && first.has_more);
    assert_eq!(first.work_orders.len(), 2);
    let second = client.pull_my_work(pull(&first.next_token)).await.unwrap().into_inner();
    assert!(!second.reset);
    let told = first.work_orders.iter().chain(&second.work_orders);
    let mut told: Vec<String> = told.map(|order| order.id.clone()).collect();
    told.sort();
    orders.sort();
    assert_eq!(told, orders);
    let given = orders.remove(0);
    desk.assign_technician(C1, assignment(&given, "E2", "家近"))
        .await
        .unwrap();
    desk.log_contact(E1, attempt(&orders[0], ContactResult::Reached, None))
        .await
        .unwrap();
    desk.rig.settle().await;
    let (mut token, mut removed, mut changed) = (second.next_token, Vec::new(), Vec::new());
    loop {
        let page = client.pull_my_work(pull(&token)).await.unwrap().into_inner();
        removed.extend(page.removed_ids);
        changed.extend(page.work_orders);
        token = page.next_token;
        if !page.has_more {
            break;
        }
    }
    assert!(removed.contains(&given));
    let last = changed.iter().rfind(|order| order.id == orders[0]).unwrap();
    assert_eq!(last.state(), WorkOrderState::Contacted);
    let quiet = client.pull_my_work(pull(&token)).await.unwrap().into_inner();
    assert!(quiet.work_orders.is_empty() && quiet.removed_ids.is_empty() && !quiet.has_more);
    let refused = client.pull_my_work(pull("garbage")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PAGE_TOKEN_INVALID");
}

async fn live_lists_are_for_their_roles_and_branches(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut client = coordinator(&desk).await;
    let refused = client.watch_my_work(WatchMyWorkRequest::default()).await.err().unwrap();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let refused = client.pull_my_work(PullMyWorkRequest::default()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let mut elsewhere = live(&desk, Role::Coordinator, "SH02", "C1-S").await;
    let refused = elsewhere.watch_dispatch_queue(whole_queue("")).await.err().unwrap();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::NotFound, "BRANCH_UNKNOWN")
    );
    let mut cashier = live(&desk, Role::Cashier, "BJ01", "A1").await;
    let refused = cashier.watch_dispatch_queue(whole_queue("")).await.err().unwrap();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

async fn live_rows_say_why_an_action_is_not_possible(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    let why = |order: &WorkOrder, action: &str| -> Option<UnavailableAction> {
        let mut kept = order.unavailable_actions.iter();
        kept.find(|kept| kept.action == action).cloned()
    };
    let order = desk.order(&id).await;
    let depart = why(&order, "Depart").unwrap();
    assert_eq!(depart.reason, "NEEDS_OTHER_STATE");
    assert!(
        depart.why.contains("ASSIGNED") && depart.why.contains("READY"),
        "{}",
        depart.why
    );
    assert!(
        order
            .available_actions
            .iter()
            .all(|action| why(&order, action).is_none())
    );
    assert_eq!(
        why(&order, "CompleteVisit"),
        None,
        "no coordinator completes a visit, ever"
    );
    let list = ListWorkOrdersRequest::default();
    let seen = desk.list_work_orders(E2, list).await.unwrap().work_orders.remove(0);
    assert_eq!(why(&seen, "LogContact").unwrap().reason, "NOT_YOUR_WORK_ORDER");
    let start = "2026-11-17T14:00:00+08:00";
    let window = (start, "2026-11-17T16:00:00+08:00");
    let done = desk.done(window.0, window.1, start).await;
    let done = desk.order(&done).await;
    assert_eq!(
        why(&done, "ConfirmWorkOrder").unwrap().reason,
        "COMPLETION_NOT_REPORTED"
    );
}
