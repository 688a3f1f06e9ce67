//! Following a service of another process, over the wire.

use std::sync::Arc;

use aftersales_kit::{
    auth::Role,
    config::Config,
    node::Node,
    on_both_databases,
    peer::Peers,
    serve::install_crypto_provider,
    service::{Env, Kit},
    testing::{TestDb, rig::Rig, scratch_dir},
};
use tokio_util::sync::CancellationToken;

use crate::support::{MIGRATIONS, Probe, names, told, until, world};

on_both_databases!(a_service_of_another_process_is_followed_and_found_again);

/// `dispatch` in a process of its own, which reaches `hotline` and `registry` at the rig's address.
async fn dispatch(db: &TestDb, rig: &Rig) -> (Kit, CancellationToken) {
    install_crypto_provider();
    let directory = scratch_dir();
    let token = directory.path().join("token");
    std::fs::write(&token, rig.token(&[Role::Service], "*", "service:dispatch")).unwrap();
    let mut config = Config::default();
    config.auth.service_token_file = token;
    for name in ["hotline", "registry"] {
        config.peers.insert(name.to_owned(), rig.url());
    }
    let env = Env {
        peers: Peers::new(&config).unwrap(),
        ..rig.env().clone()
    };
    let kit = Kit::open("dispatch", &db.location("dispatch"), &MIGRATIONS, env.clock.clone())
        .await
        .unwrap();
    let stop = CancellationToken::new();
    let node = Node::new(&env, vec![Probe::member(kit.clone(), &env)], stop.clone()).unwrap();
    let mut tasks = node.start();
    tokio::spawn(async move {
        // the token is read when it is needed
        let _directory = directory;
        let _node: Arc<Node> = node;
        while tasks.join_next().await.is_some() {}
    });
    (kit, stop)
}

async fn a_service_of_another_process_is_followed_and_found_again(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    rig.emit("hotline", told("t", "before")).await;
    let (kit, stop) = dispatch(&db, &rig).await;
    until("what was there is taken in", async || names(&kit).await == ["before"]).await;
    for n in 0..250 {
        rig.emit("hotline", told("t", &n.to_string())).await;
    }
    until("what comes is taken in", async || names(&kit).await.len() == 251).await;
    stop.cancel();
    rig.emit("hotline", told("t", "meanwhile")).await;
    let (kit, stop) = dispatch(&db, &rig).await;
    until("what came meanwhile is taken in", async || {
        names(&kit).await.len() == 252
    })
    .await;
    let expected: Vec<String> = ["before".to_owned()]
        .into_iter()
        .chain((0..250).map(|n: i32| n.to_string()))
        .chain(["meanwhile".to_owned()])
        .collect();
    assert_eq!(names(&kit).await, expected);
    stop.cancel();
}
