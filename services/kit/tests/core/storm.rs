//! Callers that go away at any moment: what they were told holds, and nothing is half done.

use std::time::{Duration, Instant};

use aftersales_kit::{
    auth::Role,
    id::random_uuid,
    on_both_databases,
    testing::{
        Backend, TestDb,
        rig::{Rig, RigChannel},
    },
};
use aftersales_proto::reception::v1::reception_service_client::ReceptionServiceClient;
use futures::future::join_all;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::support::{arrival, until, world};

/// Calls of the storm.
const CALLS: u64 = 400;
/// Calls of a quiet hour, which tell how long a call takes here.
const QUIET: u32 = 50;

on_both_databases!(a_storm_of_cancelled_calls_leaves_nothing_half_done);

async fn a_storm_of_cancelled_calls_leaves_nothing_half_done(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let channel = rig.channel(&[Role::Receptionist], "BJ01", "R1").await;
    let outcomes = storm(&channel).await;
    let acknowledged = outcomes.iter().filter(|(_, ok)| *ok).count();
    assert!(
        acknowledged > 0 && acknowledged < outcomes.len(),
        "no storm: {acknowledged} acknowledged"
    );
    calm(&db, &rig).await;
    for (id, acknowledged) in outcomes {
        let traces = traces(&rig, id).await;
        assert!(
            traces == (1, 1, 1) || !acknowledged && traces == (0, 0, 0),
            "{id}: {traces:?}, told: {acknowledged}"
        );
    }
    let mut client = ReceptionServiceClient::new(channel);
    for _ in 0..20 {
        let id = random_uuid();
        client.register_arrival(arrival(id, &id.to_string())).await.unwrap();
    }
}

/// Calls whose callers go away after anything between nothing and the time of the whole storm; who got an answer.
async fn storm(channel: &RigChannel) -> Vec<(Uuid, bool)> {
    let longest = quiet_hour(channel).await.as_micros().max(1_000);
    let longest = u64::try_from(longest).unwrap();
    let calls = (0..CALLS).map(|n| {
        let mut client = ReceptionServiceClient::new(channel.clone());
        tokio::spawn(async move {
            let id = random_uuid();
            let patience = Duration::from_micros(id.as_u64_pair().0 % longest);
            let text = format!("{id}{}", if n % 3 == 0 { "; slow" } else { "" });
            let request = arrival(id, &text);
            let answer = tokio::time::timeout(patience, client.register_arrival(request)).await;
            (id, answer.is_ok_and(|answer| answer.is_ok()))
        })
    });
    join_all(calls).await.into_iter().map(Result::unwrap).collect()
}

/// How long as many calls as in the storm would take, if everybody stayed to the end.
async fn quiet_hour(channel: &RigChannel) -> Duration {
    let begun = Instant::now();
    let calls = (0..QUIET).map(|_| {
        let mut client = ReceptionServiceClient::new(channel.clone());
        async move {
            let id = random_uuid();
            client.register_arrival(arrival(id, &id.to_string())).await.unwrap();
        }
    });
    join_all(calls).await;
    begun.elapsed() * u32::try_from(CALLS).unwrap() / QUIET
}

/// Waits until every command that has begun has ended.
async fn calm(db: &TestDb, rig: &Rig) {
    // the writer of SQLite takes one after the other; this one comes last
    rig.emit("reception", crate::support::told("calm", "calm")).await;
    if db.backend() != Backend::Postgres {
        return;
    }
    const OPEN: &str = "
        SELECT count(*), pg_sleep(0.05)::text
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'aftersales reception' AND xact_start IS NOT NULL";
    const STUCK: &str = "
        SELECT count(*)
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'aftersales %' AND state LIKE 'idle in transaction%'";
    let mut observer = PgConnection::connect(&db.url("reception")).await.unwrap();
    let mut quiet = 0;
    until("transactions end", async || {
        let (open, _): (i64, String) = sqlx::query_as(OPEN).fetch_one(&mut observer).await.unwrap();
        quiet = if open == 0 { quiet + 1 } else { 0 };
        quiet == 5
    })
    .await;
    let stuck: i64 = sqlx::query_scalar(STUCK).fetch_one(&mut observer).await.unwrap();
    assert_eq!(stuck, 0, "backends idle in a transaction");
}

/// Rows, events and remembered answers of a request.
async fn traces(rig: &Rig, id: Uuid) -> (i64, i64, i64) {
    const SQL: &str = "
        SELECT
            (SELECT COUNT(*) FROM probe WHERE name = $1),
            (SELECT COUNT(*) FROM event_log WHERE request_id = $2),
            (SELECT COUNT(*) FROM idempotency WHERE request_id = $2 AND response IS NOT NULL)";
    let mut tx = rig.kit("reception").read().await.unwrap();
    aftersales_kit::fetch_one!(&mut tx, (i64, i64, i64), SQL, id.to_string(), id).unwrap()
}
