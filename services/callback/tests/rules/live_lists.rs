//! The callback list stays up to date (CBK-02).

use std::{collections::BTreeMap, time::Duration};

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{RigChannel, reason},
    },
};
use aftersales_proto::{
    callback::v1::{
        AttemptResult, CallbackTask, CallbackTaskFilter, CallbackTaskState, ListCallbackTasksRequest,
        WatchCallbackTasksRequest, WatchCallbackTasksResponse, callback_live_service_client::CallbackLiveServiceClient,
        watch_callback_tasks_response::Message,
    },
    registry::v1::{CustomerChanged, RegistryEvent, registry_event},
};
use tonic::{Code, Streaming};

use crate::desk::{Desk, Visit, attempt, completion, delighted};

aftersales_kit::on_both_databases!(
    live_tasks_come_into_the_queue_on_their_day_and_leave_it_when_called,
    live_tasks_of_other_branches_are_not_told,
);

/// How long a test waits for what must be told.
const PATIENCE: Duration = Duration::from_secs(20);

type Live = CallbackLiveServiceClient<RigChannel>;

async fn live(desk: &Desk, role: Role, branch: &str, code: &str) -> Live {
    CallbackLiveServiceClient::new(desk.rig.channel(&[role], branch, code).await)
}

/// What a client keeps of the list.
struct Mirror {
    stream: Streaming<WatchCallbackTasksResponse>,
    rows: BTreeMap<String, CallbackTask>,
    token: String,
}

impl Mirror {
    async fn open(client: &mut Live, request: WatchCallbackTasksRequest) -> Self {
        Self {
            stream: client.watch_callback_tasks(request).await.unwrap().into_inner(),
            rows: BTreeMap::new(),
            token: String::new(),
        }
    }

    async fn take(&mut self) {
        let told = tokio::time::timeout(PATIENCE, self.stream.message()).await;
        let told = told.unwrap().unwrap().unwrap();
        match told.message.unwrap() {
            Message::Snapshot(told) | Message::Changed(told) => {
                self.rows
                    .extend(told.tasks.into_iter().map(|task| (task.id.clone(), task)));
            }
            Message::Removed(told) => self.rows.retain(|id, _| !told.ids.contains(id)),
            Message::SnapshotComplete(_) | Message::Heartbeat(_) => {}
        }
        self.token = told.resume_token;
    }

    /// Takes messages until the rows are those of the list.
    async fn agrees(&mut self, desk: &Desk, states: &[CallbackTaskState]) {
        let listed = listed(desk, states).await;
        let told = tokio::time::timeout(PATIENCE, async {
            while self.rows != listed {
                self.take().await;
            }
        });
        if told.await.is_err() {
            assert_eq!(self.rows, listed);
        }
    }
}

async fn listed(desk: &Desk, states: &[CallbackTaskState]) -> BTreeMap<String, CallbackTask> {
    let request = ListCallbackTasksRequest {
        branch_id: "BJ01".to_owned(),
        filter: Some(CallbackTaskFilter {
            states: states.iter().map(|state| i32::from(*state)).collect(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let answer = desk.v1().await.list_callback_tasks(request).await.unwrap().into_inner();
    answer.tasks.into_iter().map(|task| (task.id.clone(), task)).collect()
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
    let mut all = Mirror::open(&mut client, watch("BJ01", &[], "")).await;
    let mut queue = Mirror::open(&mut client, watch("BJ01", &queued, "")).await;
    let (first, second) = (Visit::on("2026-11-17"), Visit::on("2026-11-17"));
    desk.ready(&first).await;
    desk.ready(&second).await;
    all.agrees(&desk, &[]).await;
    assert_eq!(all.rows.len(), 2);
    desk.rig.advance_to("2026-11-18T09:30:00+08:00").await;
    queue.agrees(&desk, &queued).await;
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
    all.agrees(&desk, &[]).await;
    let mut queue = Mirror::open(&mut client, watch("BJ01", &queued, &token)).await;
    queue.rows = kept;
    queue.agrees(&desk, &queued).await;
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
    queue.agrees(&desk, &queued).await;
    assert!(queue.rows[&other.id].contact.is_none(), "the copy was dropped");
    let wider = client.watch_callback_tasks(watch("BJ01", &[], &token)).await;
    assert_eq!(reason(&wider.err().unwrap()), "PAGE_TOKEN_INVALID");
}

async fn live_tasks_of_other_branches_are_not_told(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let mut elsewhere = live(&desk, Role::Callback, "SH02", "V1-S").await;
    let mut there = Mirror::open(&mut elsewhere, watch("", &[], "")).await;
    desk.ready(&Visit::on("2026-11-17")).await;
    let own = Visit {
        branch: "SH02",
        ..Visit::on("2026-11-17")
    };
    desk.ready(&own).await;
    while there.rows.is_empty() {
        there.take().await;
    }
    assert!(there.rows.values().all(|task| task.ticket_id == own.ticket.to_string()));
    let mut technician = live(&desk, Role::Technician, "BJ01", "E1").await;
    let refused = technician.watch_callback_tasks(watch("", &[], "")).await;
    assert_eq!(refused.err().unwrap().code(), Code::PermissionDenied);
}
