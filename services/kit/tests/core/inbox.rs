//! Following another service: effects once and in order, whatever fails in between and however many follow.

use aftersales_kit::{
    fetch_scalar, on_both_databases,
    service::Kit,
    testing::{Backend, TestDb, fresh_postgres, rig::Rig},
};
use aftersales_proto::operations::v1::{GetInboxStatusRequest, InboxSource, inbox_service_client::InboxServiceClient};

use crate::support::{admin, mend, names, set_fault, told, until, world};

on_both_databases!(
    effect_and_cursor_are_one,
    what_fails_for_a_while_is_tried_until_it_works,
    a_follower_goes_on_where_it_stopped,
    the_status_tells_how_far_a_follower_is_and_what_keeps_it,
);

async fn tell(rig: &Rig, subject: &str, texts: &[&str]) {
    for text in texts {
        rig.emit("hotline", told(subject, text)).await;
    }
}

/// The stored cursor, 0 before the first event.
async fn stored(kit: &Kit) -> i64 {
    const SQL: &str = "SELECT COALESCE(MAX(number), 0) FROM inbox_cursor WHERE source = 'hotline'";
    fetch_scalar!(&mut kit.read().await.unwrap(), i64, SQL).unwrap()
}

async fn status(rig: &Rig) -> InboxSource {
    let request = GetInboxStatusRequest {
        service: "dispatch".to_owned(),
    };
    let answer = InboxServiceClient::new(admin(rig).await)
        .get_inbox_status(request)
        .await;
    let mut sources = answer.unwrap().into_inner().sources;
    sources.retain(|source| source.source == "hotline");
    sources.remove(0)
}

async fn effect_and_cursor_are_one(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch"]).await;
    let kit = rig.kit("dispatch");
    tell(&rig, "t", &["one", "two; tell echo"]).await;
    rig.settle().await;
    assert_eq!(
        (names(kit).await, stored(kit).await),
        (vec!["one".to_owned(), "two".to_owned()], 2)
    );
    let echo = rig.events("dispatch").await.remove(0);
    let cause = rig.events("hotline").await.remove(1);
    assert_eq!(
        (echo.causation_id, echo.actor.as_str()),
        (Some(cause.event_id), "service:dispatch/inbox")
    );
    set_fault(kit, "three", "absent").await;
    tell(&rig, "t", &["three"]).await;
    until("it has stumbled", async || !status(&rig).await.error.is_empty()).await;
    assert_eq!(
        (names(kit).await.len(), stored(kit).await),
        (2, 2),
        "neither effect nor cursor"
    );
    mend(kit, "three").await;
    rig.settle().await;
    assert_eq!((names(kit).await.len(), stored(kit).await), (3, 3));
}

async fn what_fails_for_a_while_is_tried_until_it_works(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch"]).await;
    let kit = rig.kit("dispatch");
    set_fault(kit, "late", "absent").await;
    set_fault(kit, "plan later", "absent").await;
    tell(&rig, "t", &["late", "later", "last"]).await;
    until("it has stumbled over the effect", async || {
        status(&rig).await.error.contains("on purpose")
    })
    .await;
    mend(kit, "late").await;
    until("it has stumbled over the plan", async || names(kit).await == ["late"]).await;
    mend(kit, "plan later").await;
    rig.settle().await;
    assert_eq!(names(kit).await, ["late", "later", "last"]);
    assert_eq!(status(&rig).await.parked, 0, "what passes by itself is never parked");
}

async fn a_follower_goes_on_where_it_stopped(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch"]).await;
    tell(&rig, "t", &["one", "two"]).await;
    rig.settle().await;
    drop(rig);
    let rig = world(&db, &["hotline", "dispatch"]).await;
    tell(&rig, "t", &["three"]).await;
    rig.settle().await;
    assert_eq!(names(rig.kit("dispatch")).await, ["one", "two", "three"]);
}

async fn the_status_tells_how_far_a_follower_is_and_what_keeps_it(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch"]).await;
    let kit = rig.kit("dispatch");
    rig.settle().await;
    let fresh = status(&rig).await;
    assert_eq!(
        (
            fresh.position,
            fresh.head_sequence,
            fresh.last_event_at,
            fresh.error.as_str()
        ),
        (0, 0, None, "")
    );
    tell(&rig, "t", &["one"]).await;
    rig.settle().await;
    set_fault(kit, "two", "absent").await;
    tell(&rig, "t", &["two", "three"]).await;
    until("it is told", async || status(&rig).await.error.contains("on purpose")).await;
    until("the head is told", async || status(&rig).await.head_sequence == 3).await;
    let stuck = status(&rig).await;
    assert_eq!(stuck.position, 1);
    assert_eq!(stuck.last_event_at, Some(rig.env().clock.now().to_proto()));
    mend(kit, "two").await;
    rig.settle().await;
    let well = status(&rig).await;
    assert_eq!((well.position, well.error.as_str()), (3, ""));
}

/// Two processes follow the same log for the same service: the cursor lets one of them do each effect.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_replicas_have_one_effect_for_each_event() {
    const EVENTS: usize = 150;
    let db = fresh_postgres("fence").await;
    assert_eq!(db.backend(), Backend::Postgres);
    let (one, two) = (
        world(&db, &["hotline", "dispatch"]).await,
        world(&db, &["hotline", "dispatch"]).await,
    );
    for n in 0..EVENTS {
        let rig = if n % 2 == 0 { &one } else { &two };
        rig.emit("hotline", told(&format!("t{}", n % 5), &n.to_string())).await;
    }
    one.settle().await;
    two.settle().await;
    let told: Vec<String> = one
        .events("hotline")
        .await
        .into_iter()
        .map(|e| String::from_utf8(e.payload).unwrap())
        .collect();
    assert_eq!(told.len(), EVENTS);
    assert_eq!(names(one.kit("dispatch")).await, told, "each once, in the log's order");
    for rig in [&one, &two] {
        let status = status(rig).await;
        assert_eq!((status.position, status.parked, status.error.as_str()), (150, 0, ""));
    }
}
