//! The callback list stays up to date (CBK-02).

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        mirror::Mirror,
        rig::{RigChannel, reason},
    },
};
use aftersales_proto::{
    callback::v1::{
        AttemptResult, CallbackTask, CallbackTaskFilter, CallbackTaskState, ListCallbackTasksRequest,
        WatchCallbackTasksRequest, callback_live_service_client::CallbackLiveServiceClient,
    },
    registry::v1::{CustomerChanged, RegistryEvent, registry_event},
};
use tonic::Code;

use crate::desk::{Desk, Visit, attempt, completion, delighted};

aftersales_kit::on_both_databases!(
    live_tasks_come_into_the_queue_on_their_day_and_leave_it_when_called,
    live_tasks_of_other_branches_are_not_told,
);

type Live = CallbackLiveServiceClient<RigChannel>;

async fn live(desk: &Desk, role: Role, branch: &str, code: &str) -> Live {
    CallbackLiveServiceClient::new(desk.rig.channel(&[role], branch, code).await)
}

async fn listed(desk: &Desk, states: &[CallbackTaskState]) -> Vec<CallbackTask> {
    let request = ListCallbackTasksRequest {
        branch_id: "BJ01".to_owned(),
        filter: Some(CallbackTaskFilter {
            states: states.iter().map(|state| i32::from(*state)).collect(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let answer = desk.v1().await.list_callback_tasks(request).await.unwrap().into_inner();
    answer.tasks
}

fn watch(branch: &str, states: &[CallbackTaskState], token: &str) -> WatchCallbackTasksRequest {
    WatchCallbackTasksRequest {
        branch_id: branch.to_owned(),
        states: states.iter().map(|state| i32::from(*state)).collect(),
        resume_token: token.to_owned(),
        ..Default::default()
    }
}

async fn live_tasks_come_into_the_queue_on_their_day_and_leave_it_when_called(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let mut client = live(&desk, Role::Callback, "BJ01", "V1").await;
    let queued = [CallbackTaskState::Queued];
    let mut all = Mirror::of(client.watch_callback_tasks(watch("BJ01", &[], "")).await.unwrap());
    let mut queue = Mirror::of(client.watch_callback_tasks(watch("BJ01", &queued, "")).await.unwrap());
    let (first, second) = (Visit::on("2026-11-17"), Visit::on("2026-11-17"));
    desk.ready(&first).await;
    desk.ready(&second).await;
    all.agrees(listed(&desk, &[]).await).await;
    assert_eq!(all.rows.len(), 2);
    desk.rig.advance_to("2026-11-18T09:30:00+08:00").await;
    queue.agrees(listed(&desk, &queued).await).await;
    assert_eq!(queue.rows.len(), 2, "their day has come");
    let token = queue.token.clone();
    let kept = queue.rows.clone();
    drop(queue);
    let mut v1 = desk.v1().await;
    let (one, other) = (desk.task(&first).await, desk.task(&second).await);
    v1.complete_callback(completion(&one, delighted())).await.unwrap();
    v1.record_attempt(attempt(&other, AttemptResult::NoAnswer))
        .await
        .unwrap();
    all.agrees(listed(&desk, &[]).await).await;
    let mut queue = Mirror::of(
        client
            .watch_callback_tasks(watch("BJ01", &queued, &token))
            .await
            .unwrap(),
    );
    queue.rows = kept;
    queue.agrees(listed(&desk, &queued).await).await;
    assert!(!queue.rows.contains_key(&one.id), "what happened meanwhile is told");
    let changed = CustomerChanged {
        customer_id: second.customer.to_string(),
        contact_changed: true,
        ..Default::default()
    };
    let event = RegistryEvent {
        event: Some(registry_event::Event::CustomerChanged(changed)),
    };
    let told = aftersales_kit::outbox::NewEvent::new(second.customer, None, "CustomerChanged", &event);
    desk.rig.emit("registry", told).await;
    desk.rig.settle().await;
    queue.agrees(listed(&desk, &queued).await).await;
    assert!(queue.rows[&other.id].contact.is_none(), "the copy was dropped");
    let wider = client.watch_callback_tasks(watch("BJ01", &[], &token)).await;
    assert_eq!(reason(&wider.err().unwrap()), "PAGE_TOKEN_INVALID");
}

async fn live_tasks_of_other_branches_are_not_told(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let mut elsewhere = live(&desk, Role::Callback, "SH02", "V1-S").await;
    let mut there = Mirror::of(elsewhere.watch_callback_tasks(watch("", &[], "")).await.unwrap());
    desk.ready(&Visit::on("2026-11-17")).await;
    let own = Visit {
        branch: "SH02",
        ..Visit::on("2026-11-17")
    };
    desk.ready(&own).await;
    while there.rows.is_empty() {
        there.read().await;
    }
    assert!(there.rows.values().all(|task| task.ticket_id == own.ticket.to_string()));
    let mut technician = live(&desk, Role::Technician, "BJ01", "E1").await;
    let refused = technician.watch_callback_tasks(watch("", &[], "")).await;
    assert_eq!(refused.err().unwrap().code(), Code::PermissionDenied);
}
