//! The local copy of the branches.

use aftersales_kit::{
    auth::Role,
    on_both_databases, refdata,
    testing::{TestDb, fixture, rig::Rig},
};
use aftersales_proto::registry::v1::BranchBook;

use crate::support::{act, branch, changed, world};

on_both_databases!(
    an_unknown_branch_is_refused_after_a_moment,
    a_branch_that_arrives_meanwhile_is_found,
    a_branch_that_another_replica_took_in_is_found,
    an_older_book_never_replaces_a_newer_one,
);

fn book(code: &str, version: i64, name: &str) -> BranchBook {
    let mut book = fixture::books().remove(0);
    book.version = version;
    let profile = book.branch.as_mut().unwrap();
    (profile.branch_id, profile.name) = (code.to_owned(), name.to_owned());
    book
}

async fn name(rig: &Rig, code: &str) -> String {
    rig.kit("hotline")
        .branch(&branch(code))
        .await
        .unwrap()
        .name()
        .to_owned()
}

async fn an_unknown_branch_is_refused_after_a_moment(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let begun = tokio::time::Instant::now();
    let unknown = rig.kit("hotline").branch(&branch("GZ03")).await.unwrap_err();
    assert_eq!(unknown.reason(), Some("BRANCH_UNKNOWN"));
    assert!(begun.elapsed().as_secs() < 10, "it waits a moment, not for ever");
    let mut tx = rig.kit("hotline").read().await.unwrap();
    let unknown = rig
        .kit("hotline")
        .refdata()
        .branch_in(&mut tx, &branch("GZ03"))
        .await
        .unwrap_err();
    assert_eq!(unknown.reason(), Some("BRANCH_UNKNOWN"), "at once inside a transaction");
}

async fn a_branch_that_arrives_meanwhile_is_found(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let asked = tokio::spawn({
        let kit = rig.kit("hotline").clone();
        async move { kit.branch(&branch("GZ03")).await.map(|book| book.name().to_owned()) }
    });
    tokio::task::yield_now().await;
    rig.emit("registry", changed(book("GZ03", 1, "广州"), "new branch"))
        .await;
    assert_eq!(asked.await.unwrap().unwrap(), "广州");
    let staff = rig.kit("hotline").branch(&branch("GZ03")).await.unwrap();
    assert!(staff.all_staff().iter().any(|member| member.works_as(Role::Hotline)));
}

/// Nothing in this process tells that it came: the store is asked again.
async fn a_branch_that_another_replica_took_in_is_found(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let other = world(&db, &["hotline"]).await;
    let asked = tokio::spawn({
        let kit = rig.kit("hotline").clone();
        async move { kit.branch(&branch("GZ03")).await.map(|book| book.name().to_owned()) }
    });
    tokio::task::yield_now().await;
    act(other.kit("hotline"), |tx| {
        Box::pin(async move {
            refdata::put(tx, &book("GZ03", 1, "广州")).await?;
            Ok(())
        })
    })
    .await;
    assert_eq!(asked.await.unwrap().unwrap(), "广州");
}

async fn an_older_book_never_replaces_a_newer_one(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    for (version, text, now) in [
        (3, "third", "third"),
        (2, "second", "third"),
        (3, "third again", "third"),
        (4, "fourth", "fourth"),
    ] {
        rig.emit("registry", changed(book("BJ01", version, text), "renamed"))
            .await;
        rig.settle().await;
        assert_eq!(name(&rig, "BJ01").await, now, "after version {version}");
    }
}
