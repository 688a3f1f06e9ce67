//! Live lists: whoever watches has in the end what the list has, however often the stream was cut.

use std::{collections::BTreeMap, sync::Arc};

use aftersales_kit::{
    Result,
    auth::{BranchScope, Caller, CallerKind, Role, Roles},
    db::Tx,
    exec, fetch_all, fetch_optional,
    live::{Current, List, Live, News, Told},
    on_both_databases,
    outbox::{self, Event},
    rpc::Call,
    service::Kit,
    testing::{
        TestDb,
        rig::{Rig, reason},
    },
};
use futures::{StreamExt as _, future::join_all, stream::BoxStream};
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::support::{PATIENCE, act, branch, told_at, until, world};

on_both_databases!(
    live_a_watcher_has_in_the_end_what_the_list_has,
    live_a_token_brings_what_was_touched_since_and_nothing_else,
    live_a_snapshot_that_is_cut_off_goes_on_where_it_stopped,
    live_a_branch_sees_its_own_rows_only_and_a_row_that_leaves_is_removed,
    live_a_token_is_for_its_caller_filter_and_log,
    live_a_stopping_process_ends_a_stream_with_its_token,
    live_pages_are_pulled_to_the_same_end,
);

/// Rows `<branch>/<name>` of the table `probe` with at least a value, by name.
struct Numbers {
    scope: BranchScope,
    least: i64,
}

impl Numbers {
    fn matches(&self, name: &str, value: i64) -> bool {
        let code = name.split('/').next().unwrap_or_default();
        value >= self.least && self.scope.contains(&branch(code))
    }
}

fn row((name, value): (String, i64)) -> String {
    format!("{name}={value}")
}

impl List for Numbers {
    type Key = String;
    type Place = String;
    type Row = String;

    async fn page(&self, tx: &mut Tx, after: Option<&String>, limit: i64) -> Result<Vec<(String, String)>> {
        const SQL: &str = "SELECT name, value FROM probe WHERE name > $1 ORDER BY name";
        let after = after.cloned().unwrap_or_default();
        let all = fetch_all!(tx, (String, i64), SQL, after)?;
        let wanted = all.into_iter().filter(|(name, value)| self.matches(name, *value));
        let limit = usize::try_from(limit).unwrap();
        Ok(wanted.take(limit).map(|found| (found.0.clone(), row(found))).collect())
    }

    fn touched(&self, event: &Event) -> Vec<String> {
        event.subject.split(',').map(str::to_owned).collect()
    }

    async fn current(&self, tx: &mut Tx, keys: &[String]) -> Result<Vec<Current<String>>> {
        let mut current = Vec::new();
        for key in keys {
            const SQL: &str = "SELECT name, value FROM probe WHERE name = $1";
            let found = fetch_optional!(tx, (String, i64), SQL, key)?;
            let wanted = found.filter(|(name, value)| self.matches(name, *value));
            current.push(wanted.map_or_else(|| Current::Gone(key.clone()), |found| Current::Row(row(found))));
        }
        Ok(current)
    }
}

fn call(code: &str, subject: &str) -> Call {
    Call {
        caller: Caller {
            subject: subject.to_owned(),
            roles: Roles::from_iter([Role::Coordinator]),
            scope: BranchScope::of([branch(code)]),
            kind: CallerKind::Person,
        },
        ..Call::by_service("test", None)
    }
}

fn live_of(rig: &Rig, call: &Call, least: i64) -> Live<Numbers> {
    let list = Numbers {
        scope: call.caller.scope.clone(),
        least,
    };
    Live::new(
        rig.kit("hotline"),
        &rig.env().pages,
        call,
        "probe.numbers",
        &least,
        list,
    )
}

type Messages = BoxStream<'static, Result<Told<String>, Status>>;

async fn watch(rig: &Rig, token: &str) -> Messages {
    let live = live_of(rig, &call("BJ01", "C1"), 0);
    live.stream(token, |told| told).await.unwrap()
}

async fn next(stream: &mut Messages) -> Told<String> {
    let message = tokio::time::timeout(PATIENCE, stream.next()).await.unwrap();
    message.unwrap().unwrap()
}

/// The refusal that a token meets.
async fn refused(live: Live<Numbers>, token: &str) -> String {
    let error = live.stream(token, |told| told).await.err().unwrap();
    error.reason().unwrap().to_owned()
}

/// What a watcher keeps.
#[derive(Default)]
struct Mirror {
    rows: BTreeMap<String, String>,
    token: String,
}

impl Mirror {
    fn take(&mut self, told: Told<String>) {
        match told.news {
            News::Snapshot(rows) | News::Changed(rows) => self.put(rows),
            News::Removed(ids) => ids.iter().for_each(|id| {
                self.rows.remove(id);
            }),
            News::Complete | News::Heartbeat => {}
        }
        self.token = told.resume_token;
    }

    fn put(&mut self, rows: Vec<String>) {
        for row in rows {
            let (name, value) = row.split_once('=').unwrap();
            self.rows.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// Sets or deletes a row of a branch, and says so.
async fn set(kit: &Kit, name: String, value: Option<i64>) {
    const PUT: &str = "
        INSERT INTO probe (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    act(kit, move |tx| {
        Box::pin(async move {
            match value {
                Some(value) => exec!(tx, PUT, &name, value)?,
                None => exec!(tx, "DELETE FROM probe WHERE name = $1", &name)?,
            };
            tx.emit(told_at(name.split('/').next().unwrap(), &name, "set"));
            Ok(())
        })
    })
    .await;
}

/// The list of BJ01 as it is now.
async fn list(rig: &Rig) -> BTreeMap<String, String> {
    let numbers = Numbers {
        scope: BranchScope::of([branch("BJ01")]),
        least: 0,
    };
    let mut tx = rig.kit("hotline").read().await.unwrap();
    let rows = numbers.page(&mut tx, None, 10_000).await.unwrap();
    let mut mirror = Mirror::default();
    mirror.put(rows.into_iter().map(|(_, row)| row).collect());
    mirror.rows
}

/// A writer's turns: rows come, change sides of the filter, and go.
async fn write(kit: Kit, writer: i64) {
    for turn in 0..50_i64 {
        let name = format!("BJ01/{:03}", (writer * 7 + turn * 13) % 40);
        let value = match (turn + writer) % 4 {
            0 => None,
            1 => Some(-1),
            _ => Some(turn),
        };
        set(&kit, name, value).await;
    }
}

/// Watches until what it keeps is `end`, going away after every few messages and coming back with its token.
async fn restless(rig: Arc<Rig>, stay: usize, done: tokio::sync::watch::Receiver<bool>) -> BTreeMap<String, String> {
    let mut mirror = Mirror::default();
    loop {
        let mut stream = watch(&rig, &mirror.token).await;
        for _ in 0..stay {
            let told = next(&mut stream).await;
            // whoever is told nothing when all is written has everything
            if *done.borrow() && told.news == News::Heartbeat {
                return mirror.rows;
            }
            mirror.take(told);
        }
    }
}

async fn live_a_watcher_has_in_the_end_what_the_list_has(db: TestDb) {
    let rig = Arc::new(world(&db, &["hotline"]).await);
    for n in 0..30 {
        set(rig.kit("hotline"), format!("BJ01/{n:03}"), Some(n)).await;
    }
    let (finished, done) = tokio::sync::watch::channel(false);
    // a step has at most two messages here, so whoever reads two gets on
    let watchers = [2, 3, 7].map(|stay| tokio::spawn(restless(Arc::clone(&rig), stay, done.clone())));
    let writers = (0..4).map(|writer| tokio::spawn(write(rig.kit("hotline").clone(), writer)));
    join_all(writers).await.into_iter().for_each(|done| done.unwrap());
    rig.settle().await;
    finished.send_replace(true);
    let end = list(&rig).await;
    assert!(!end.is_empty());
    for watcher in watchers {
        assert_eq!(tokio::time::timeout(PATIENCE, watcher).await.unwrap().unwrap(), end);
    }
}

async fn live_a_token_brings_what_was_touched_since_and_nothing_else(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    for n in 0..5 {
        set(kit, format!("BJ01/{n}"), Some(n)).await;
    }
    rig.settle().await;
    let mut stream = watch(&rig, "").await;
    assert!(matches!(next(&mut stream).await.news, News::Snapshot(rows) if rows.len() == 5));
    let complete = next(&mut stream).await;
    assert_eq!(complete.news, News::Complete);
    drop(stream);
    set(kit, "BJ01/1".to_owned(), Some(10)).await;
    set(kit, "BJ01/1".to_owned(), Some(11)).await;
    set(kit, "BJ01/2".to_owned(), Some(-1)).await;
    set(kit, "BJ01/3".to_owned(), None).await;
    rig.settle().await;
    let mut stream = watch(&rig, &complete.resume_token).await;
    let changed = next(&mut stream).await;
    assert_eq!(
        changed.news,
        News::Changed(vec!["BJ01/1=11".to_owned()]),
        "once, as it is now"
    );
    let removed = next(&mut stream).await;
    assert_eq!(
        removed.news,
        News::Removed(vec!["BJ01/2".to_owned(), "BJ01/3".to_owned()])
    );
    drop(stream);
    let mut stream = watch(&rig, &changed.resume_token).await;
    assert_eq!(
        next(&mut stream).await.news,
        changed.news,
        "the batch was not told whole"
    );
    let mut stream = watch(&rig, &removed.resume_token).await;
    assert_eq!(next(&mut stream).await.news, News::Heartbeat, "nothing since");
    set(kit, "BJ01/9".to_owned(), Some(9)).await;
    assert_eq!(next(&mut stream).await.news, News::Changed(vec!["BJ01/9=9".to_owned()]));
}

async fn live_a_snapshot_that_is_cut_off_goes_on_where_it_stopped(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    for n in 0..250 {
        set(kit, format!("BJ01/{n:03}"), Some(n)).await;
    }
    rig.settle().await;
    let mut mirror = Mirror::default();
    mirror.take(next(&mut watch(&rig, "").await).await);
    let first = mirror.rows.len();
    assert!(first < 250, "one message would prove nothing");
    set(kit, "BJ01/000".to_owned(), None).await;
    set(kit, "BJ01/240".to_owned(), Some(7)).await;
    rig.settle().await;
    let mut stream = watch(&rig, &mirror.token).await;
    let told = next(&mut stream).await;
    assert!(
        matches!(&told.news, News::Snapshot(rows) if rows[0].starts_with(&format!("BJ01/{first:03}"))),
        "{told:?}"
    );
    mirror.take(told);
    while mirror.rows != list(&rig).await {
        mirror.take(next(&mut stream).await);
    }
}

async fn live_a_branch_sees_its_own_rows_only_and_a_row_that_leaves_is_removed(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    set(kit, "SH02/1".to_owned(), Some(1)).await;
    set(kit, "BJ01/1".to_owned(), Some(1)).await;
    rig.settle().await;
    let mut stream = watch(&rig, "").await;
    assert_eq!(
        next(&mut stream).await.news,
        News::Snapshot(vec!["BJ01/1=1".to_owned()])
    );
    assert_eq!(next(&mut stream).await.news, News::Complete);
    set(kit, "SH02/1".to_owned(), Some(2)).await;
    set(kit, "SH02/2".to_owned(), Some(2)).await;
    // the machine goes to another branch: the one that it leaves is told
    act(kit, |tx| {
        Box::pin(async move {
            exec!(tx, "UPDATE probe SET name = 'SH02/3' WHERE name = 'BJ01/1'")?;
            tx.emit(told_at("BJ01", "BJ01/1", "left"));
            tx.emit(told_at("SH02", "SH02/3", "came"));
            Ok(())
        })
    })
    .await;
    let told = next(&mut stream).await;
    assert_eq!(
        told.news,
        News::Removed(vec!["BJ01/1".to_owned()]),
        "and nothing of SH02"
    );
}

async fn live_a_token_is_for_its_caller_filter_and_log(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    for n in 0..3 {
        set(kit, format!("BJ01/{n}"), Some(n)).await;
    }
    rig.settle().await;
    let mut stream = watch(&rig, "").await;
    next(&mut stream).await;
    let token = next(&mut stream).await.resume_token;
    let c1 = call("BJ01", "C1");
    let mut elsewhere = c1.clone();
    elsewhere.caller.scope = BranchScope::All;
    let cases = [
        (&c1, 0, "garbage", "PAGE_TOKEN_INVALID"),
        (&c1, 1, token.as_str(), "PAGE_TOKEN_INVALID"),
        (&elsewhere, 0, token.as_str(), "PAGE_TOKEN_INVALID"),
        (&call("BJ01", "C2"), 0, token.as_str(), "PAGE_TOKEN_INVALID"),
    ];
    for (call, least, token, reason) in cases {
        assert_eq!(refused(live_of(&rig, call, least), token).await, reason);
        assert_eq!(
            live_of(&rig, call, least).pull(token, 10).await.unwrap_err().reason(),
            Some(reason)
        );
    }
    set(kit, "BJ01/4".to_owned(), Some(4)).await;
    set(kit, "BJ01/5".to_owned(), Some(5)).await;
    rig.settle().await;
    act(kit, |tx| Box::pin(async { outbox::trim(tx, 4).await.map(|_| ()) })).await;
    assert_eq!(refused(live_of(&rig, &c1, 0), &token).await, "CURSOR_TRIMMED");
    act(kit, |tx| Box::pin(async { outbox::new_epoch(tx).await.map(|_| ()) })).await;
    assert_eq!(refused(live_of(&rig, &c1, 0), &token).await, "LOG_EPOCH_CHANGED");
}

async fn live_a_stopping_process_ends_a_stream_with_its_token(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut stream = watch(&rig, "").await;
    let token = next(&mut stream).await.resume_token;
    drop(rig);
    let ended = loop {
        let message = tokio::time::timeout(PATIENCE, stream.next()).await.unwrap();
        if let Err(status) = message.unwrap() {
            break status;
        }
    };
    assert_eq!(reason(&ended), "STOPPING");
    let info = ended.get_details_error_info().unwrap();
    assert_eq!(info.metadata["resume_token"], token);
}

async fn live_pages_are_pulled_to_the_same_end(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let kit = rig.kit("hotline");
    for n in 0..25 {
        set(kit, format!("BJ01/{n:03}"), Some(n)).await;
    }
    rig.settle().await;
    let live = live_of(&rig, &call("BJ01", "C1"), 0);
    let (mut mirror, mut resets, mut calls) = (Mirror::default(), 0, 0);
    until("the pages end in the list", async || {
        let pulled = live.pull(&mirror.token, 10).await.unwrap();
        assert!(pulled.rows.len() <= 10, "a bounded page");
        resets += usize::from(pulled.reset);
        calls += 1;
        if calls == 2 {
            // between two pages the world goes on
            set(kit, "BJ01/001".to_owned(), Some(-1)).await;
            set(kit, "BJ01/030".to_owned(), Some(30)).await;
            rig.settle().await;
        }
        mirror.put(pulled.rows);
        pulled.removed.iter().for_each(|id| {
            mirror.rows.remove(id);
        });
        mirror.token = pulled.next_token;
        !pulled.has_more
    })
    .await;
    assert_eq!((mirror.rows, resets), (list(&rig).await, 1));
    let quiet = live.pull(&mirror.token, 10).await.unwrap();
    assert!(quiet.rows.is_empty() && quiet.removed.is_empty() && !quiet.has_more && !quiet.reset);
}
