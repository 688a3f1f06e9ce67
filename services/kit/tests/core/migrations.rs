//! A store is migrated by the program that knows it, and by no other.

use std::{borrow::Cow, sync::LazyLock};

use aftersales_kit::{
    Error,
    clock::Clock,
    db::Migrations,
    on_both_databases,
    service::Kit,
    testing::{TestDb, rig::at},
};
use futures::future::join_all;
use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::support::{MIGRATIONS, MORNING, act, put, value};

on_both_databases!(
    a_newer_store_is_refused_with_what_to_do,
    a_store_of_another_text_is_refused,
    many_may_start_at_once,
);

fn migrator(texts: &[(i64, &'static str)]) -> Migrator {
    let migration = |(version, text): &(i64, &'static str)| {
        let sql = AssertSqlSafe(*text).into_sql_str();
        Migration::new(*version, Cow::Borrowed("test"), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(texts.iter().map(migration).collect())
}

macro_rules! migrations {
    ($name:ident, $($version:literal: $text:literal),+) => {
        static $name: LazyLock<Migrator> = LazyLock::new(|| migrator(&[$(($version, $text)),+]));
    };
}

migrations!(OLD, 1000: "CREATE TABLE own (id BIGINT)");
migrations!(NEW, 1000: "CREATE TABLE own (id BIGINT)", 1001: "CREATE TABLE more (id BIGINT)");
migrations!(EDITED, 1000: "CREATE TABLE own (id BIGINT NOT NULL)");

fn of(migrator: &'static Migrator) -> Migrations {
    Migrations {
        sqlite: migrator,
        postgres: migrator,
    }
}

async fn open(db: &TestDb, migrations: Migrations) -> Result<Kit, Error> {
    Kit::open("probe", &db.location("probe"), &migrations, Clock::manual(at(MORNING))).await
}

async fn a_newer_store_is_refused_with_what_to_do(db: TestDb) {
    open(&db, of(&OLD)).await.unwrap().db().close().await;
    open(&db, of(&NEW)).await.unwrap().db().close().await;
    let Err(refused) = open(&db, of(&OLD)).await else {
        panic!("an old program opened a new store");
    };
    assert_eq!(
        refused.to_string(),
        "the probe store has schema 1001, which is newer than this program's 1000; start the program that made it"
    );
    open(&db, of(&NEW)).await.unwrap();
}

async fn a_store_of_another_text_is_refused(db: TestDb) {
    open(&db, of(&OLD)).await.unwrap().db().close().await;
    let Err(refused) = open(&db, of(&EDITED)).await else {
        panic!("an edited migration was accepted");
    };
    let text = refused.to_string();
    assert!(
        text.starts_with("the probe store was made by another text of migration 1000"),
        "{text}"
    );
}

async fn many_may_start_at_once(db: TestDb) {
    let starting = (0..6).map(|_| open(&db, MIGRATIONS));
    let kits: Vec<Kit> = join_all(starting).await.into_iter().map(Result::unwrap).collect();
    act(&kits[0], |tx| Box::pin(async move { put(tx, "seen", 1).await })).await;
    for kit in &kits {
        assert_eq!(value(kit, "seen").await, Some(1));
    }
    let epochs: Vec<i64> = join_all(kits.iter().map(async |kit| kit.feed().head().await.unwrap().epoch)).await;
    assert!(
        epochs.iter().all(|epoch| *epoch == epochs[0]),
        "one log, not {epochs:?}"
    );
}
