//! Commands, series, idempotency and events on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::sync::Arc;

use aftersales_kit::{
    Error, Result,
    clock::Clock,
    db::{Migrations, Tx},
    exec, fetch_optional,
    id::BranchId,
    on_both_databases, series,
    service::Kit,
    testing::TestDb,
    time::Timestamp,
};
use futures::future::join_all;

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("tests/fixtures/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("tests/fixtures/postgres");
const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

async fn open(db: &TestDb) -> Kit {
    let clock = Clock::manual(Timestamp::parse("2026-11-16T09:00:00+08:00").unwrap());
    Kit::open("probe", &db.location("probe"), &MIGRATIONS, clock)
        .await
        .unwrap()
}

fn branch() -> BranchId {
    BranchId::parse("BJ01").unwrap()
}

async fn put(tx: &mut Tx, name: &str, value: i64) -> Result<()> {
    exec!(tx, "INSERT INTO probe (name, value) VALUES ($1, $2)", name, value)?;
    Ok(())
}

on_both_databases!(
    a_failed_command_leaves_nothing_and_its_neighbours_everything,
    x4_series_are_gap_free_under_concurrency_and_refusals,
    a_panicking_command_is_answered_and_undone,
    fifty_writers_are_never_told_that_the_store_is_busy,
);

async fn a_failed_command_leaves_nothing_and_its_neighbours_everything(db: TestDb) {
    let kit = open(&db).await;
    let tasks = (0..40).map(|n: i64| {
        let kit = kit.clone();
        async move {
            kit.act("test", None, move |tx| {
                Box::pin(async move {
                    put(tx, &format!("n{n}"), n).await?;
                    if n % 4 == 0 {
                        Err(Error::internal("on purpose"))
                    } else {
                        Ok(())
                    }
                })
            })
            .await
        }
    });
    let outcomes = join_all(tasks).await;
    let mut tx = kit.read().await.unwrap();
    for (n, outcome) in outcomes.iter().enumerate() {
        let row = fetch_optional!(
            &mut tx,
            (i64,),
            "SELECT value FROM probe WHERE name = $1",
            format!("n{n}")
        )
        .unwrap();
        assert_eq!(outcome.is_ok(), n % 4 != 0);
        assert_eq!(row.is_some(), outcome.is_ok(), "row {n}");
    }
}

async fn x4_series_are_gap_free_under_concurrency_and_refusals(db: TestDb) {
    let kit = open(&db).await;
    let tasks = (0..60).map(|n: i64| {
        let kit = kit.clone();
        async move {
            kit.act("test", None, move |tx| {
                Box::pin(async move {
                    let number = series::next(tx, &branch(), "REGISTER").await?;
                    if n % 3 == 0 {
                        Err(Error::internal("on purpose"))
                    } else {
                        Ok(number)
                    }
                })
            })
            .await
        }
    });
    let mut numbers: Vec<i64> = join_all(tasks).await.into_iter().filter_map(Result::ok).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
}

async fn a_panicking_command_is_answered_and_undone(db: TestDb) {
    let kit = open(&db).await;
    let broken: Result<()> = kit
        .act("test", None, |tx| {
            Box::pin(async move {
                put(tx, "before the panic", 1).await?;
                assert!(tx.events_waiting() > 0, "on purpose");
                Ok(())
            })
        })
        .await;
    assert!(matches!(broken, Err(Error::Internal { .. })), "{broken:?}");
    kit.act("test", None, |tx| Box::pin(async move { put(tx, "after", 2).await }))
        .await
        .unwrap();
    let mut tx = kit.read().await.unwrap();
    let gone = fetch_optional!(
        &mut tx,
        (i64,),
        "SELECT value FROM probe WHERE name = $1",
        "before the panic"
    )
    .unwrap();
    assert_eq!(gone, None);
}

async fn fifty_writers_are_never_told_that_the_store_is_busy(db: TestDb) {
    let kit = Arc::new(open(&db).await);
    let writers = (0..50_i64).map(|writer| {
        let kit = Arc::clone(&kit);
        tokio::spawn(async move {
            for n in 0..20 {
                let name = format!("{writer}/{n}");
                kit.act("test", None, move |tx| Box::pin(async move { put(tx, &name, n).await }))
                    .await
                    .unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut tx = kit.read().await.unwrap();
    let count = fetch_optional!(&mut tx, (i64,), "SELECT COUNT(*) FROM probe").unwrap();
    assert_eq!(count, Some((1_000,)));
}
