//! Durable timers: one effect each, late rather than never, put off when they fail, gone when they are moot.

use aftersales_kit::{
    fetch_all, id, on_both_databases,
    service::Kit,
    testing::{
        TestDb,
        rig::{Rig, at},
    },
    time::{SECOND, Timestamp},
    timers,
};
use uuid::Uuid;

use crate::support::{act, arm, happened, mend, names, set_fault, until, world, world_at};

on_both_databases!(
    a_timer_outlives_its_process_and_fires_late_rather_than_never,
    racing_replicas_fire_each_timer_once,
    a_failing_timer_is_put_off_and_tried_again,
    a_panicking_timer_is_put_off_and_the_others_fire,
    a_cancelled_timer_never_fires,
    a_timer_set_again_moves,
);

const TEN: &str = "2026-11-16T10:00:00+08:00";
const ELEVEN: &str = "2026-11-16T11:00:00+08:00";

async fn set(kit: &Kit, subject: Uuid, due: Timestamp, text: &str) {
    let text = text.to_owned();
    act(kit, move |tx| {
        Box::pin(async move { arm(tx, subject, due, &text).await })
    })
    .await;
}

/// What is set: text, when it runs, failed tries.
async fn waiting(kit: &Kit) -> Vec<(String, Timestamp, i64)> {
    const SQL: &str = "SELECT payload, run_at, attempts FROM timer ORDER BY run_at, id";
    let rows = fetch_all!(&mut kit.read().await.unwrap(), (String, Timestamp, i64), SQL).unwrap();
    rows.into_iter()
        .map(|(text, at, tries)| (text.trim_matches('"').to_owned(), at, tries))
        .collect()
}

async fn a_timer_outlives_its_process_and_fires_late_rather_than_never(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    set(rig.kit("billing"), id::new_uuid(), at(TEN), "overdue").await;
    drop(rig);
    let rig = world_at(&db, ELEVEN, &["billing"]).await;
    let kit = rig.kit("billing");
    until("the background fires it", async || !names(kit).await.is_empty()).await;
    assert_eq!(happened(kit).await, [("overdue".to_owned(), at(ELEVEN))]);
    assert!(waiting(kit).await.is_empty());
}

async fn racing_replicas_fire_each_timer_once(db: TestDb) {
    const TIMERS: i64 = 60;
    let (one, two) = (world(&db, &["billing"]).await, world(&db, &["billing"]).await);
    let due = at(TEN);
    act(one.kit("billing"), move |tx| {
        Box::pin(async move {
            for n in 0..TIMERS {
                arm(tx, id::new_uuid(), due.plus(n % 7 * SECOND), &format!("timer {n}")).await?;
            }
            Ok(())
        })
    })
    .await;
    tokio::join!(one.advance_to(ELEVEN), two.advance_to(ELEVEN));
    let mut fired = names(one.kit("billing")).await;
    fired.sort_by_key(|name| name[6..].parse::<i64>().unwrap());
    assert_eq!(fired, (0..TIMERS).map(|n| format!("timer {n}")).collect::<Vec<_>>());
    assert!(waiting(two.kit("billing")).await.is_empty());
}

async fn a_failing_timer_is_put_off_and_tried_again(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let kit = rig.kit("billing");
    set_fault(kit, "stubborn", "refused").await;
    set(kit, id::new_uuid(), at(TEN), "stubborn").await;
    set(kit, id::new_uuid(), at(TEN), "willing").await;
    rig.advance_to(TEN).await;
    assert_eq!(names(kit).await, ["willing"]);
    assert_eq!(waiting(kit).await, [("stubborn".to_owned(), at(TEN).plus(SECOND), 1)]);
    rig.advance_to("2026-11-16T10:00:02.999999+08:00").await;
    assert_eq!(
        waiting(kit).await,
        [("stubborn".to_owned(), at(TEN).plus(3 * SECOND), 2)],
        "1 s, then 2 s later"
    );
    mend(kit, "stubborn").await;
    rig.advance_to(ELEVEN).await;
    assert_eq!(
        happened(kit).await[1],
        ("stubborn".to_owned(), at(TEN).plus(3 * SECOND))
    );
    assert!(waiting(kit).await.is_empty());
}

async fn a_panicking_timer_is_put_off_and_the_others_fire(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let kit = rig.kit("billing");
    set_fault(kit, "mad", "panic").await;
    set(kit, id::new_uuid(), at(TEN), "mad").await;
    set(kit, id::new_uuid(), at(TEN).plus(1), "sane").await;
    rig.advance_to("2026-11-16T10:00:00.5+08:00").await;
    assert_eq!(names(kit).await, ["sane"]);
    assert_eq!(waiting(kit).await, [("mad".to_owned(), at(TEN).plus(SECOND), 1)]);
}

async fn a_cancelled_timer_never_fires(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let kit = rig.kit("billing");
    let subject = id::new_uuid();
    set(kit, subject, at(TEN), "moot").await;
    let gone = kit
        .act("test", None, move |tx| Box::pin(timers::cancel(tx, "probe", subject)))
        .await;
    assert!(gone.unwrap());
    let gone = kit
        .act("test", None, move |tx| Box::pin(timers::cancel(tx, "probe", subject)))
        .await;
    assert!(!gone.unwrap(), "there is none any more");
    rig.advance_to(ELEVEN).await;
    assert!(names(kit).await.is_empty());
}

async fn a_timer_set_again_moves(db: TestDb) {
    let rig: Rig = world(&db, &["billing"]).await;
    let kit = rig.kit("billing");
    let subject = id::new_uuid();
    set(kit, subject, at(TEN), "first").await;
    set(kit, subject, at(ELEVEN), "second").await;
    rig.advance_to("2026-11-16T10:30:00+08:00").await;
    assert!(names(kit).await.is_empty());
    rig.advance_to("2026-11-16T12:00:00+08:00").await;
    assert_eq!(happened(kit).await, [("second".to_owned(), at(ELEVEN))]);
}
