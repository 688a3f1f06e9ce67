//! Event logs: every committed event once, in commit order, numbered without gaps, whoever writes and numbers.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use aftersales_kit::{
    Error, Result,
    db::Tx,
    fetch_scalar,
    id::random_uuid,
    on_both_databases,
    outbox::{self, Event},
    rpc::Call,
    service::Kit,
    testing::{TestDb, fresh_postgres, rig::Rig},
};
use aftersales_proto::reception::v1::RegisterArrivalResponse;
use futures::future::join_all;
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::{act, arrival, put, tail, told, world};

/// Concurrent writers.
const WRITERS: i64 = 10;
/// Transactions of each; the fourth of ten is rolled back.
const EACH: i64 = 60;
/// Records that they fight for.
const SUBJECTS: i64 = 7;

on_both_databases!(
    every_committed_event_is_read_once_in_commit_order,
    trimming_and_numbering_do_not_disturb_each_other,
    a_reader_is_served_while_the_writers_never_pause,
);

async fn every_committed_event_is_read_once_in_commit_order(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    prepare(kit).await;
    let reader = tail(kit.feed(), committed());
    write_all(std::slice::from_ref(kit), false).await;
    check(&reader.done().await);
}

/// Two processes write and number one log; some commits are slow after their event is written; a transaction that has
/// nothing to do with it stays open all the while, for three seconds or more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_commits_a_foreign_transaction_and_two_replicas_lose_nothing() {
    let db = fresh_postgres("replicas").await;
    let (one, two) = (world(&db, &["hotline"]).await, world(&db, &["hotline"]).await);
    prepare(one.kit("hotline")).await;
    slow_commits(&db).await;
    let (foreign, begun) = (foreign_transaction(&db).await, Instant::now());
    let readers = [&one, &two].map(|rig: &Rig| tail(rig.kit("hotline").feed(), committed()));
    let kits = [&one, &two].map(|rig| rig.kit("hotline").clone());
    write_all(&kits, true).await;
    let [one, two] = readers;
    // all of it while the foreign transaction is still open
    let (one, two) = (one.done().await, two.done().await);
    check(&one);
    assert_eq!(one, two);
    end(foreign, Duration::from_secs(3).saturating_sub(begun.elapsed())).await;
}

async fn a_reader_is_served_while_the_writers_never_pause(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    let reader = tail(kit.feed(), 400);
    let enough = CancellationToken::new();
    let writing = (0..24).map(|_| {
        let (kit, enough) = (kit.clone(), enough.clone());
        tokio::spawn(async move {
            let call = Call::by_service("probe", None);
            while !enough.is_cancelled() {
                let request = arrival(random_uuid(), "write");
                let done = kit.command(&call, &request, |tx| {
                    tx.emit(told("t", "again"));
                    Box::pin(async { Ok(RegisterArrivalResponse::default()) })
                });
                done.await.unwrap();
            }
        })
    });
    let writing: Vec<_> = writing.collect();
    // they stop when it has read enough, not the other way round
    reader.done().await;
    enough.cancel();
    join_all(writing).await;
}

async fn trimming_and_numbering_do_not_disturb_each_other(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline").clone();
    prepare(&kit).await;
    let trimming = tokio::spawn({
        let kit = kit.clone();
        async move {
            let mut head = kit.feed().watch();
            while *head.borrow_and_update() < i64::try_from(committed()).unwrap() {
                act(&kit, |tx| {
                    Box::pin(async move {
                        outbox::trim(tx, i64::MAX).await?;
                        Ok(())
                    })
                })
                .await;
                head.changed().await.unwrap();
            }
        }
    });
    write_all(std::slice::from_ref(&kit), false).await;
    trimming.await.unwrap();
    let head = kit.feed().head().await.unwrap();
    assert_eq!(head.number, i64::try_from(committed()).unwrap());
    let left = kit.feed().page(head.trimmed, 1_000).await.unwrap();
    assert_eq!(
        left.last().map(|event| event.number),
        Some(head.number),
        "the newest is kept"
    );
}

async fn prepare(kit: &Kit) {
    act(kit, |tx| {
        Box::pin(async move {
            for subject in 0..SUBJECTS {
                put(tx, &subject.to_string(), 0).await?;
            }
            Ok(())
        })
    })
    .await;
}

fn rolled_back(n: i64) -> bool {
    n % 10 == 3
}

fn committed() -> usize {
    usize::try_from(WRITERS * (0..EACH).filter(|n| !rolled_back(*n)).count() as i64).unwrap()
}

async fn write_all(kits: &[Kit], slow: bool) {
    for done in join_all(writers(kits, slow)).await {
        done.unwrap();
    }
}

fn writers(kits: &[Kit], slow: bool) -> Vec<JoinHandle<()>> {
    let writer = |writer: i64| {
        let kit = kits[usize::try_from(writer).unwrap() % kits.len()].clone();
        tokio::spawn(async move {
            let call = Call::by_service("probe", None);
            for n in 0..EACH {
                let wait = slow && (writer + n) % 6 == 0;
                let request = arrival(random_uuid(), "write");
                let done = kit
                    .command(&call, &request, move |tx| Box::pin(write(tx, writer, n, wait)))
                    .await;
                assert_eq!(done.is_err(), rolled_back(n), "{done:?}");
            }
        })
    };
    (0..WRITERS).map(writer).collect()
}

/// Raises a record's counter and tells what it is now: under the record's lock, so its events tell their commit order.
async fn write(tx: &mut Tx, writer: i64, n: i64, slow: bool) -> Result<RegisterArrivalResponse> {
    const SQL: &str = "UPDATE probe SET value = value + 1 WHERE name = $1 RETURNING value";
    let subject = ((writer * 31 + n) % SUBJECTS).to_string();
    let count = fetch_scalar!(tx, i64, SQL, &subject)?;
    tx.emit(told(&subject, &format!("{count} {writer}/{n}")));
    if slow {
        sqlx::query("INSERT INTO slow (ms) VALUES (25)")
            .execute(tx.postgres()?)
            .await?;
    }
    if rolled_back(n) {
        return Err(Error::internal("on purpose"));
    }
    Ok(RegisterArrivalResponse::default())
}

/// A row in the table `slow` makes its transaction's commit take so long, after everything is written.
async fn slow_commits(db: &TestDb) {
    const SQL: &str = "
        CREATE TABLE hotline.slow (ms BIGINT NOT NULL);
        CREATE FUNCTION hotline.nap() RETURNS TRIGGER LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(NEW.ms / 1000.0); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER nap AFTER INSERT ON hotline.slow DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION hotline.nap();";
    let mut conn = PgConnection::connect(&db.url("hotline")).await.unwrap();
    sqlx::raw_sql(SQL).execute(&mut conn).await.unwrap();
}

/// A transaction with an id of its own; it is open when this returns.
async fn foreign_transaction(db: &TestDb) -> PgConnection {
    let mut conn = PgConnection::connect(&db.url("hotline")).await.unwrap();
    sqlx::raw_sql("CREATE TABLE foreigner (id BIGINT); BEGIN; INSERT INTO foreigner VALUES (1)")
        .execute(&mut conn)
        .await
        .unwrap();
    conn
}

/// Ends it after so long.
async fn end(mut conn: PgConnection, after: Duration) {
    let waited = sqlx::query("SELECT pg_sleep($1)")
        .bind(after.as_secs_f64())
        .execute(&mut conn)
        .await;
    waited.unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut conn).await.unwrap();
}

/// Dense, complete, each once, and each record's events in the order of its counter.
fn check(events: &[Event]) {
    let numbers: Vec<i64> = events.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=i64::try_from(committed()).unwrap()).collect::<Vec<_>>());
    let mut names = BTreeSet::new();
    let mut counters: BTreeMap<&str, i64> = BTreeMap::new();
    for event in events {
        let text = std::str::from_utf8(&event.payload).unwrap();
        let (count, name) = text.split_once(' ').unwrap();
        assert!(names.insert(name), "{name} twice");
        let counter = counters.entry(&event.subject).or_default();
        *counter += 1;
        assert_eq!(
            count.parse::<i64>().unwrap(),
            *counter,
            "order of record {}",
            event.subject
        );
    }
    assert_eq!(names.len(), committed());
}
