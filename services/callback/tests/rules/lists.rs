//! The callback list (CBK-02, CBK-25).

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::callback::v1::{CallbackTask, CallbackTaskFilter, CallbackTaskState, ListCallbackTasksRequest};

use crate::desk::{Client, Desk, Visit, completion, delighted, refused};

aftersales_kit::on_both_databases!(
    cbk_02_the_list_begins_with_what_is_due_first,
    cbk_25_only_what_may_be_called_now,
    a_list_goes_on_where_it_stopped,
);

async fn list(client: &mut Client, filter: CallbackTaskFilter) -> Vec<CallbackTask> {
    let request = ListCallbackTasksRequest {
        branch_id: "BJ01".to_owned(),
        filter: Some(filter),
        ..Default::default()
    };
    client.list_callback_tasks(request).await.unwrap().into_inner().tasks
}

fn due(tasks: &[CallbackTask]) -> Vec<&str> {
    tasks.iter().map(|task| task.due_date.as_str()).collect()
}

async fn cbk_02_the_list_begins_with_what_is_due_first(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    let later = Visit {
        technician: "E2",
        ..Visit::on("2026-11-18")
    };
    let sooner = Visit::on("2026-11-16");
    for visit in [
        &later,
        &Visit::on("2026-11-17"),
        &sooner,
        &Visit {
            branch: "SH02",
            ..Visit::on("2026-11-16")
        },
    ] {
        desk.ready(visit).await;
    }
    let mut v1 = desk.v1().await;
    let all = list(&mut v1, CallbackTaskFilter::default()).await;
    assert_eq!(due(&all), ["2026-11-17", "2026-11-18", "2026-11-19"]);
    let days = CallbackTaskFilter {
        due_from: "2026-11-18".to_owned(),
        due_to: "2026-11-18".to_owned(),
        ..Default::default()
    };
    assert_eq!(due(&list(&mut v1, days).await), ["2026-11-18"]);
    let technician = CallbackTaskFilter {
        technician_id: "E2".to_owned(),
        ..Default::default()
    };
    assert_eq!(due(&list(&mut v1, technician).await), ["2026-11-19"]);
    let ticket = CallbackTaskFilter {
        ticket_id: sooner.ticket.to_string(),
        ..Default::default()
    };
    assert_eq!(due(&list(&mut v1, ticket).await), ["2026-11-17"]);
    desk.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    let queued = CallbackTaskFilter {
        states: vec![CallbackTaskState::Queued.into()],
        ..Default::default()
    };
    assert_eq!(due(&list(&mut v1, queued).await), ["2026-11-17"]);
    let mut office = desk.client(Role::HeadOffice, "*", "ANALYST").await;
    let everywhere = office
        .list_callback_tasks(ListCallbackTasksRequest::default())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        due(&everywhere.tasks),
        ["2026-11-17", "2026-11-17", "2026-11-18", "2026-11-19"]
    );
}

async fn cbk_25_only_what_may_be_called_now(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    let (today, done) = (Visit::on("2026-11-16"), Visit::on("2026-11-16"));
    for visit in [&today, &done, &Visit::on("2026-11-17")] {
        desk.ready(visit).await;
    }
    let mut v1 = desk.v1().await;
    let callable = CallbackTaskFilter {
        callable_only: true,
        ..Default::default()
    };
    desk.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    let request = completion(&desk.task(&done).await, delighted());
    v1.complete_callback(request).await.unwrap();
    let now = list(&mut v1, callable.clone()).await;
    assert_eq!(now.len(), 1);
    assert_eq!(now[0].id, desk.task(&today).await.id);
    desk.rig.advance_to("2026-11-17T12:30:00+08:00").await;
    assert!(list(&mut v1, callable).await.is_empty(), "nobody is called at noon");
}

async fn a_list_goes_on_where_it_stopped(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:40:00+08:00").await;
    for _ in 0..5 {
        desk.ready(&Visit::on("2026-11-16")).await;
    }
    let mut v1 = desk.v1().await;
    let mut request = ListCallbackTasksRequest {
        page_size: 2,
        ..Default::default()
    };
    let mut seen = Vec::new();
    loop {
        let page = v1.list_callback_tasks(request.clone()).await.unwrap().into_inner();
        seen.extend(page.tasks.into_iter().map(|task| task.id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    let mut distinct = seen.clone();
    distinct.dedup();
    assert_eq!((seen.len(), distinct.len()), (5, 5));
    for token in ["garbage", "QUFBQUFBQUFBQUFBQUFBQQ"] {
        let request = ListCallbackTasksRequest {
            page_token: token.to_owned(),
            ..Default::default()
        };
        assert_eq!(refused(v1.list_callback_tasks(request).await), "PAGE_TOKEN_INVALID");
    }
    let first = v1
        .list_callback_tasks(ListCallbackTasksRequest {
            page_size: 2,
            ..Default::default()
        })
        .await
        .unwrap();
    let other = ListCallbackTasksRequest {
        branch_id: "BJ01".to_owned(),
        page_token: first.into_inner().next_page_token,
        ..Default::default()
    };
    assert_eq!(
        refused(v1.list_callback_tasks(other).await),
        "PAGE_TOKEN_INVALID",
        "of another query"
    );
}
