//! Where the locks of a caller and of the background cross, the caller wins and the background tries again.

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    exec, id,
    testing::{fresh_postgres, rig::at},
};
use tokio::sync::Barrier;

use crate::support::{act, arm, arrival, names, put, until, value, world};

async fn raise(tx: &mut Tx, name: &str) -> Result<()> {
    exec!(tx, "UPDATE probe SET value = value + 1 WHERE name = $1", name)?;
    Ok(())
}

/// Only PostgreSQL has two writers at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_wins_against_the_background() {
    let db = fresh_postgres("crossing").await;
    let rig = world(&db, &["reception"]).await;
    let kit = rig.kit("reception");
    act(kit, |tx| {
        Box::pin(async move {
            put(tx, "a", 0).await?;
            put(tx, "b", 0).await
        })
    })
    .await;
    let both = Arc::new(Barrier::new(2));
    let (here, there) = (Arc::clone(&both), both);
    let request = arrival(id::random_uuid(), "crossing");
    let call = aftersales_kit::rpc::Call::by_service("probe", None);
    let caller = kit.command(&call, &request, move |tx| {
        Box::pin(async move {
            raise(tx, "a").await?;
            here.wait().await;
            raise(tx, "b").await?;
            Ok(aftersales_proto::reception::v1::RegisterArrivalResponse::default())
        })
    });
    let background = kit.act("test", None, move |tx| {
        Box::pin(async move {
            raise(tx, "b").await?;
            there.wait().await;
            raise(tx, "a").await
        })
    });
    let (caller, background) = tokio::join!(caller, background);
    caller.unwrap();
    assert!(
        background.is_err_and(|error| error.is_transient()),
        "the background gives way"
    );
    assert_eq!((value(kit, "a").await, value(kit, "b").await), (Some(1), Some(1)));
}

/// The timer finds its row locked, gives way, and fires when the caller is done, at its own instant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_that_meets_a_callers_lock_fires_after_it() {
    let db = fresh_postgres("meets").await;
    let rig = world(&db, &["reception"]).await;
    let kit = rig.kit("reception");
    let subject = id::new_uuid();
    act(kit, move |tx| {
        Box::pin(async move { arm(tx, subject, at("2026-11-16T10:00:00+08:00"), "fired").await })
    })
    .await;
    let holding = kit.act("test", None, move |tx| {
        Box::pin(async move {
            // what the timer's use case will want to insert
            put(tx, &format!("timer {subject}"), 7).await?;
            sqlx::query("SELECT pg_sleep(0.7)").execute(tx.postgres()?).await?;
            exec!(tx, "DELETE FROM probe WHERE name = $1", format!("timer {subject}"))?;
            Ok(())
        })
    });
    let (held, ()) = tokio::join!(holding, async {
        until("the lock is held", async || {
            let waiting =
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
            aftersales_kit::fetch_scalar!(&mut kit.read().await.unwrap(), i64, waiting).unwrap() > 0
        })
        .await;
        rig.advance_to("2026-11-16T10:00:00+08:00").await;
    });
    held.unwrap();
    assert_eq!(names(kit).await, ["fired"]);
}
