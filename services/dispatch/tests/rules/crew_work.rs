//! Who comes along sees the order among his work, as its lead does.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, mirror::Mirror},
};
use aftersales_proto::dispatch::v1::{Presence, PullMyWorkRequest, WatchMyWorkRequest, WorkOrder};

use super::{
    desk::{C1, Desk, receipt},
    desk_flow::crew,
    mirror::{LiveClient, live},
};

on_both_databases!(a_crew_sees_its_work_and_loses_it_when_somebody_else_goes);

async fn pulled(client: &mut LiveClient, token: &str) -> (Vec<WorkOrder>, Vec<String>, String) {
    let request = PullMyWorkRequest {
        token: token.to_owned(),
        page_size: 0,
    };
    let page = client.pull_my_work(request).await.unwrap().into_inner();
    assert!(!page.has_more);
    (page.work_orders, page.removed_ids, page.next_token)
}

async fn a_crew_sees_its_work_and_loses_it_when_somebody_else_goes(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let (id, alone) = (desk.queued().await, desk.assigned().await);
    let mut member = live(&desk, Role::Technician, "BJ01", "E2").await;
    let watched = member.watch_my_work(WatchMyWorkRequest::default()).await.unwrap();
    let mut mirror = Mirror::of(watched);
    let (none, _, token) = pulled(&mut member, "").await;
    assert!(none.is_empty(), "nothing is his yet");
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.present("E1", Presence::InStation).await;
    desk.assign_crew(C1, crew(&id, "E1", &["E2"])).await.unwrap();
    desk.rig.settle().await;
    mirror.until(|mirror| mirror.rows.contains_key(&id)).await;
    assert!(mirror.rows[&id].contact.is_some(), "he knows where to go");
    let (changed, _, token) = pulled(&mut member, &token).await;
    assert!(changed.iter().any(|order| order.id == id));
    let (snapshot, _, _) = pulled(&mut member, "").await;
    let ids: Vec<&str> = snapshot.iter().map(|order| order.id.as_str()).collect();
    assert_eq!(ids, [id.as_str()], "not the order that E1 does alone, {alone}");
    let mut lead = live(&desk, Role::Technician, "BJ01", "E1").await;
    assert_eq!(pulled(&mut lead, "").await.0.len(), 2);
    desk.assign_crew(C1, crew(&id, "E1", &[])).await.unwrap();
    desk.rig.settle().await;
    mirror.until(|mirror| !mirror.rows.contains_key(&id)).await;
    let (_, removed, _) = pulled(&mut member, &token).await;
    assert!(removed.contains(&id), "a tombstone");
}
