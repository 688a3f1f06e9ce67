//! Events that cannot be taken in: parked with their ticket, mended or given up by the operator.

use aftersales_kit::{
    exec, fetch_one,
    id::random_uuid,
    on_both_databases,
    service::Kit,
    testing::{
        TestDb,
        rig::{Rig, RigChannel, reason},
    },
};
use aftersales_proto::operations::v1::{
    ListParkedEventsRequest, ParkedEvent, RetryParkedEventRequest, RetryParkedEventResponse, SkipParkedEventRequest,
    inbox_service_client::InboxServiceClient,
};
use tonic::Code;

use crate::support::{act, admin, mend, names, set_fault, told, world};

on_both_databases!(
    a_poison_event_is_parked_with_its_ticket_and_others_go_on,
    a_panicking_consumer_parks_the_event_and_lives_on,
    a_mended_event_is_taken_in_with_what_waited,
    a_retry_stops_at_the_next_event_that_fails,
    a_skipped_event_keeps_its_reason_and_releases_the_others,
    only_the_first_parked_event_of_a_ticket_is_settled,
    what_was_forgotten_behind_a_settled_event_is_taken_in_after_a_restart,
);

type Operator = InboxServiceClient<RigChannel>;

/// A world in which `poison` of ticket `t` is parked, with `after` and `later` behind it, and ticket `u` has gone on.
async fn poisoned(db: &TestDb) -> (Rig, Operator) {
    let rig = world(db, &["hotline", "dispatch"]).await;
    set_fault(rig.kit("dispatch"), "poison", "refused").await;
    for (subject, text) in [
        ("t", "fine"),
        ("t", "poison"),
        ("u", "other"),
        ("t", "after"),
        ("t", "later"),
        ("u", "end"),
    ] {
        rig.emit("hotline", told(subject, text)).await;
    }
    rig.settle().await;
    let operator = InboxServiceClient::new(admin(&rig).await);
    (rig, operator)
}

async fn parked(operator: &mut Operator) -> Vec<ParkedEvent> {
    let request = ListParkedEventsRequest {
        service: "dispatch".to_owned(),
        source: "hotline".to_owned(),
        ..ListParkedEventsRequest::default()
    };
    operator.list_parked_events(request).await.unwrap().into_inner().events
}

fn retry(id: &str) -> RetryParkedEventRequest {
    RetryParkedEventRequest {
        request_id: random_uuid().to_string(),
        service: "dispatch".to_owned(),
        id: id.to_owned(),
    }
}

fn skip(id: &str) -> SkipParkedEventRequest {
    SkipParkedEventRequest {
        request_id: random_uuid().to_string(),
        service: "dispatch".to_owned(),
        id: id.to_owned(),
        reason: "the ticket is void".to_owned(),
    }
}

async fn retried(operator: &mut Operator, id: &str) -> RetryParkedEventResponse {
    operator.retry_parked_event(retry(id)).await.unwrap().into_inner()
}

async fn a_poison_event_is_parked_with_its_ticket_and_others_go_on(db: TestDb) {
    let (rig, mut operator) = poisoned(&db).await;
    assert_eq!(names(rig.kit("dispatch")).await, ["fine", "other", "end"]);
    let parked = parked(&mut operator).await;
    let seen: Vec<_> = parked
        .iter()
        .map(|event| (event.sequence, event.attempts, event.waiting_behind))
        .collect();
    assert_eq!(seen, [(2, 5, 2), (4, 0, 1), (5, 0, 0)]);
    let first = &parked[0];
    assert_eq!(
        (
            first.consumer_service.as_str(),
            first.source.as_str(),
            first.subject.as_str(),
            first.error.as_str()
        ),
        ("dispatch", "hotline", "t", "on purpose")
    );
    assert_eq!(first.r#type, "probe.Told");
    assert_eq!(parked[1].error, "waits behind a parked event");
}

async fn a_panicking_consumer_parks_the_event_and_lives_on(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch"]).await;
    set_fault(rig.kit("dispatch"), "plan madness", "panic").await;
    set_fault(rig.kit("dispatch"), "frenzy", "panic").await;
    for (subject, text) in [("t", "madness"), ("u", "frenzy"), ("v", "sane")] {
        rig.emit("hotline", told(subject, text)).await;
    }
    rig.settle().await;
    assert_eq!(names(rig.kit("dispatch")).await, ["sane"]);
    let mut operator = InboxServiceClient::new(admin(&rig).await);
    let errors: Vec<String> = parked(&mut operator)
        .await
        .into_iter()
        .map(|event| event.error)
        .collect();
    assert_eq!(errors, ["a consumer panicked over an event", "a command panicked"]);
}

async fn a_mended_event_is_taken_in_with_what_waited(db: TestDb) {
    let (rig, mut operator) = poisoned(&db).await;
    let id = parked(&mut operator).await[0].id.clone();
    let again = retried(&mut operator, &id).await;
    assert_eq!(
        (again.succeeded, again.error.as_str(), again.released),
        (false, "on purpose", 0)
    );
    assert_eq!(parked(&mut operator).await[0].attempts, 6);
    mend(rig.kit("dispatch"), "poison").await;
    let request = retry(&id);
    let done = operator.retry_parked_event(request.clone()).await.unwrap().into_inner();
    assert_eq!((done.succeeded, done.released), (true, 2));
    assert_eq!(
        names(rig.kit("dispatch")).await,
        ["fine", "other", "end", "poison", "after", "later"]
    );
    assert!(parked(&mut operator).await.is_empty());
    assert_eq!(
        operator.retry_parked_event(request).await.unwrap().into_inner(),
        done,
        "the same answer (X1)"
    );
    let gone = operator.retry_parked_event(retry(&id)).await.unwrap_err();
    assert_eq!(
        (gone.code(), reason(&gone).as_str()),
        (Code::FailedPrecondition, "EVENT_NOT_PARKED")
    );
    rig.emit("hotline", told("t", "new")).await;
    rig.settle().await;
    assert_eq!(
        names(rig.kit("dispatch")).await.last().unwrap(),
        "new",
        "the ticket is free again"
    );
}

async fn a_retry_stops_at_the_next_event_that_fails(db: TestDb) {
    let (rig, mut operator) = poisoned(&db).await;
    let kit = rig.kit("dispatch");
    mend(kit, "poison").await;
    set_fault(kit, "later", "refused").await;
    let id = parked(&mut operator).await[0].id.clone();
    let done = retried(&mut operator, &id).await;
    assert_eq!((done.succeeded, done.released), (true, 1));
    let left = parked(&mut operator).await;
    assert_eq!((left.len(), left[0].sequence, left[0].attempts), (1, 5, 1));
    rig.emit("hotline", told("t", "patient")).await;
    rig.settle().await;
    assert_eq!(names(kit).await, ["fine", "other", "end", "poison", "after"]);
    mend(kit, "later").await;
    let done = retried(&mut operator, &left[0].id).await;
    assert_eq!((done.succeeded, done.released), (true, 1));
    assert_eq!(names(kit).await[5..], ["later", "patient"]);
}

async fn a_skipped_event_keeps_its_reason_and_releases_the_others(db: TestDb) {
    let (rig, mut operator) = poisoned(&db).await;
    let id = parked(&mut operator).await[0].id.clone();
    let request = skip(&id);
    let done = operator.skip_parked_event(request.clone()).await.unwrap().into_inner();
    assert_eq!(done.released, 2);
    assert_eq!(
        operator.skip_parked_event(request).await.unwrap().into_inner(),
        done,
        "the same answer (X1)"
    );
    assert_eq!(
        names(rig.kit("dispatch")).await,
        ["fine", "other", "end", "after", "later"]
    );
    assert!(parked(&mut operator).await.is_empty());
    let kept = skipped(rig.kit("dispatch")).await;
    assert_eq!(kept, (2, "root".to_owned(), "the ticket is void".to_owned()));
    let gone = operator.skip_parked_event(skip(&id)).await.unwrap_err();
    assert_eq!(reason(&gone), "EVENT_NOT_PARKED");
    let blank = SkipParkedEventRequest {
        reason: "  ".to_owned(),
        ..skip(&id)
    };
    assert_eq!(
        operator.skip_parked_event(blank).await.unwrap_err().code(),
        Code::InvalidArgument
    );
}

async fn skipped(kit: &Kit) -> (i64, String, String) {
    const SQL: &str = "SELECT number, skipped_by, skip_reason FROM inbox_parked WHERE state = 'SKIPPED'";
    fetch_one!(&mut kit.read().await.unwrap(), (i64, String, String), SQL).unwrap()
}

async fn only_the_first_parked_event_of_a_ticket_is_settled(db: TestDb) {
    let (rig, mut operator) = poisoned(&db).await;
    let waiting = parked(&mut operator).await[1].id.clone();
    let early = operator.retry_parked_event(retry(&waiting)).await.unwrap_err();
    assert_eq!(reason(&early), "EVENT_NOT_PARKED");
    let early = operator.skip_parked_event(skip(&waiting)).await.unwrap_err();
    assert_eq!(reason(&early), "EVENT_NOT_PARKED");
    let unknown = operator
        .retry_parked_event(retry(&random_uuid().to_string()))
        .await
        .unwrap_err();
    assert_eq!(reason(&unknown), "EVENT_NOT_PARKED");
    assert_eq!(names(rig.kit("dispatch")).await.len(), 3);
}

async fn what_was_forgotten_behind_a_settled_event_is_taken_in_after_a_restart(db: TestDb) {
    let (rig, _) = poisoned(&db).await;
    // as if the process had ended between the operator's decision and what follows from it
    act(rig.kit("dispatch"), |tx| {
        Box::pin(async move {
            exec!(tx, "UPDATE inbox_parked SET state = 'SKIPPED' WHERE state = 'PARKED'")?;
            Ok(())
        })
    })
    .await;
    drop(rig);
    let rig = world(&db, &["hotline", "dispatch"]).await;
    rig.settle().await;
    assert_eq!(
        names(rig.kit("dispatch")).await,
        ["fine", "other", "end", "after", "later"]
    );
    let mut operator = InboxServiceClient::new(admin(&rig).await);
    assert!(parked(&mut operator).await.is_empty());
}
