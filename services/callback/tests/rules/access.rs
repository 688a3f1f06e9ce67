//! Who sees and does what: branches, roles, phones, and where personal data may lie.

use std::sync::atomic::Ordering;

use aftersales_kit::{
    auth::Role,
    id::{BranchId, CustomerId},
    outbox::NewEvent,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::{
    callback::v1::{AttemptResult, GetCallbackTaskRequest, ListCallbackTasksRequest},
    registry::v1::{CustomerChanged, RegistryEvent, registry_event::Event as Registered},
};

use crate::desk::{Desk, Visit, attempt, completion, delighted, refused, task_of, wang_fang};

aftersales_kit::on_both_databases!(
    another_branch_does_not_see_the_task,
    phones_are_masked_for_those_who_do_not_call,
    a_role_that_may_not_call_is_told_so,
    events_carry_no_personal_data,
    a_missing_contact_is_fetched_when_somebody_looks,
    a_changed_contact_is_fetched_anew,
);

async fn another_branch_does_not_see_the_task(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let task = desk.task(&visit).await;
    let mut other = desk.client(Role::Callback, "SH02", "V1-S").await;
    for (callback_task_id, ticket_id) in [
        (task.id.clone(), String::new()),
        (String::new(), task.ticket_id.clone()),
    ] {
        let request = GetCallbackTaskRequest {
            callback_task_id,
            ticket_id,
        };
        let status = other.get_callback_task(request).await.unwrap_err();
        assert_eq!(
            (status.code(), reason(&status)),
            (tonic::Code::NotFound, "CALLBACK_TASK_NOT_FOUND".to_owned())
        );
    }
    assert_eq!(
        refused(other.complete_callback(completion(&task, delighted())).await),
        "CALLBACK_TASK_NOT_FOUND"
    );
    let request = attempt(&task, AttemptResult::Busy);
    assert_eq!(refused(other.record_attempt(request).await), "CALLBACK_TASK_NOT_FOUND");
    for branch_id in ["", "BJ01", "SH02"] {
        let request = ListCallbackTasksRequest {
            branch_id: branch_id.to_owned(),
            ..Default::default()
        };
        assert!(
            other
                .list_callback_tasks(request)
                .await
                .unwrap()
                .into_inner()
                .tasks
                .is_empty()
        );
    }
}

async fn phones_are_masked_for_those_who_do_not_call(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    assert!(!desk.task(&visit).await.phone_masked);
    for role in [Role::Technician, Role::HeadOffice, Role::Supervisor] {
        let task = task_of(&mut desk.client(role, "BJ01", "X1").await, &visit).await;
        assert!(task.phone_masked);
        assert_eq!(task.contact.unwrap().phone, "138****0001");
    }
}

async fn a_role_that_may_not_call_is_told_so(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let mut c1 = desk.client(Role::Coordinator, "BJ01", "C1").await;
    let task = task_of(&mut c1, &visit).await;
    assert!(task.available_actions.is_empty());
    assert!(task.readonly_reason.contains("callback"), "{}", task.readonly_reason);
    let status = c1.complete_callback(completion(&task, delighted())).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::PermissionDenied, "ROLE_NOT_ALLOWED".to_owned())
    );
}

async fn events_carry_no_personal_data(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let task = desk.task(&visit).await;
    desk.v1()
        .await
        .complete_callback(completion(&task, delighted()))
        .await
        .unwrap();
    for event in desk.rig.events(aftersales_callback::NAME).await {
        let text = String::from_utf8_lossy(&event.payload).into_owned();
        for personal in [&wang_fang().name, &wang_fang().phone, &wang_fang().address] {
            assert!(!text.contains(personal.as_str()), "{}", event.kind);
        }
    }
}

async fn a_missing_contact_is_fetched_when_somebody_looks(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    desk.hotline.away.store(true, Ordering::SeqCst);
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let task = desk.task(&visit).await;
    assert_eq!(
        (task.contact, task.due_date.as_str()),
        (None, "2026-11-18"),
        "the callback is not lost"
    );
    desk.hotline.away.store(false, Ordering::SeqCst);
    assert_eq!(desk.task(&visit).await.contact, Some(wang_fang()));
}

async fn a_changed_contact_is_fetched_anew(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let visit = Visit::on("2026-11-17");
    desk.ready(&visit).await;
    let asked = || desk.hotline.asked.load(Ordering::SeqCst);
    desk.task(&visit).await;
    assert_eq!(asked(), 1, "the copy serves");
    change_contact(&desk, visit.customer).await;
    desk.task(&visit).await;
    assert_eq!(asked(), 2);
}

async fn change_contact(desk: &Desk, customer: CustomerId) {
    let changed = CustomerChanged {
        customer_id: customer.to_string(),
        branch_id: "BJ01".to_owned(),
        version: 2,
        created: false,
        contact_changed: true,
    };
    let payload = RegistryEvent {
        event: Some(Registered::CustomerChanged(changed)),
    };
    let event = NewEvent::new(customer, BranchId::parse("BJ01").unwrap(), "CustomerChanged", &payload);
    desk.rig.emit("registry", event).await;
    desk.rig.settle().await;
}
