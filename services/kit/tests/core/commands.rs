//! Commands outlive their callers; a store outlives its connections.

use std::{collections::BTreeSet, sync::Arc};

use aftersales_kit::{
    Error, Result,
    auth::{Caller, Role},
    exec, fetch_scalar,
    id::random_uuid,
    on_both_databases,
    rpc::Call,
    service::Kit,
    testing::{Backend, TestDb, fresh_postgres, rig::Rig},
};
use aftersales_proto::reception::v1::{RegisterArrivalResponse, reception_service_client::ReceptionServiceClient};
use futures::FutureExt as _;
use sqlx::{Connection as _, PgConnection};
use tokio::sync::Notify;

use crate::support::{act, arrival, put, told, until, value, world};

on_both_databases!(
    a_dropped_command_runs_to_its_end,
    a_statement_whose_error_is_dropped_undoes_the_command,
    closing_lets_waiting_commands_end,
);

fn call() -> Call {
    Call {
        caller: Caller::service("probe"),
        method: "/probe/Put",
        ..Call::by_service("probe", None)
    }
}

async fn a_dropped_command_runs_to_its_end(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let kit = rig.kit("reception");
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (there, wait) = (Arc::clone(&begun), Arc::clone(&go_on));
    let request = arrival(random_uuid(), "left alone");
    let call = call();
    let mut command = Box::pin(kit.command(&call, &request, move |tx| {
        Box::pin(async move {
            put(tx, "left alone", 1).await?;
            there.notify_one();
            wait.notified().await;
            tx.emit(told("left alone", "done"));
            Ok(RegisterArrivalResponse::default())
        })
    }));
    tokio::select! {
        () = begun.notified() => {}
        _ = command.as_mut() => panic!("it waits"),
    }
    drop(command);
    assert_eq!(value(kit, "left alone").await, None, "not committed yet");
    go_on.notify_one();
    until("the row is there", async || value(kit, "left alone").await == Some(1)).await;
    let again: Result<RegisterArrivalResponse> = kit
        .command(&call, &request, |_| {
            async { Err(Error::internal("executed twice")) }.boxed()
        })
        .await;
    assert_eq!(again.unwrap(), RegisterArrivalResponse::default());
    assert_eq!(rig.events("reception").await.len(), 1);
}

async fn a_statement_whose_error_is_dropped_undoes_the_command(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let kit = rig.kit("reception");
    let careless: Result<()> = kit
        .act("test", None, |tx| {
            Box::pin(async move {
                put(tx, "once", 1).await?;
                // the second fails, and nobody looks
                let _ = put(tx, "once", 2).await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(careless, Err(Error::Internal { .. })), "{careless:?}");
    assert_eq!(value(kit, "once").await, None);
}

async fn closing_lets_waiting_commands_end(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let kit = rig.kit("reception").clone();
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (there, wait) = (Arc::clone(&begun), Arc::clone(&go_on));
    let working = tokio::spawn({
        let kit = kit.clone();
        async move {
            act(&kit, move |tx| {
                Box::pin(async move {
                    there.notify_one();
                    wait.notified().await;
                    put(tx, "at the last moment", 1).await
                })
            })
            .await;
        }
    });
    begun.notified().await;
    let closing = tokio::spawn({
        let kit = kit.clone();
        async move { kit.db().close().await }
    });
    tokio::task::yield_now().await;
    go_on.notify_one();
    working.await.unwrap();
    closing.await.unwrap();
    let late = kit
        .act("test", None, |tx| Box::pin(async move { put(tx, "too late", 1).await }))
        .await;
    assert!(late.is_err_and(|error| error.is_transient()));
    drop(rig);
    let again = world(&db, &["reception"]).await;
    assert_eq!(value(again.kit("reception"), "at the last moment").await, Some(1));
    assert_eq!(value(again.kit("reception"), "too late").await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_used_again() {
    let db = fresh_postgres("reused").await;
    let rig = world(&db, &["reception"]).await;
    let mut backends = BTreeSet::new();
    for _ in 0..40 {
        let pid = rig.kit("reception").act("test", None, |tx| {
            Box::pin(async move { fetch_scalar!(tx, i32, "SELECT pg_backend_pid()") })
        });
        backends.insert(pid.await.unwrap());
    }
    assert!(
        backends.len() <= 8,
        "{} backends for one after the other",
        backends.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_dropped_its_connections_is_found_again() {
    const SQL: &str = "
        SELECT count(pg_terminate_backend(pid))
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'aftersales reception'";
    let db = fresh_postgres("dropped").await;
    assert_eq!(db.backend(), Backend::Postgres);
    let rig = world(&db, &["reception"]).await;
    fill(&rig, "before").await;
    let mut observer = PgConnection::connect(&db.url("reception")).await.unwrap();
    let killed: i64 = sqlx::query_scalar(SQL).fetch_one(&mut observer).await.unwrap();
    assert!(killed > 1, "{killed} connections");
    let channel = rig.channel(&[Role::Receptionist], "BJ01", "R1").await;
    let mut client = ReceptionServiceClient::new(channel);
    client.register_arrival(arrival(random_uuid(), "after")).await.unwrap();
    assert_eq!(value(rig.kit("reception"), "after").await, Some(1));
}

/// Uses several connections at once.
async fn fill(rig: &Rig, name: &str) {
    let kit: &Kit = rig.kit("reception");
    let writers = (0..6_i64).map(|n| {
        let name = format!("{name} {n}");
        kit.act("test", None, move |tx| {
            Box::pin(async move {
                exec!(tx, "INSERT INTO probe (name, value) VALUES ($1, $2)", name, n)?;
                sqlx::query("SELECT pg_sleep(0.02)").execute(tx.postgres()?).await?;
                Ok(())
            })
        })
    });
    for done in futures::future::join_all(writers).await {
        done.unwrap();
    }
}
