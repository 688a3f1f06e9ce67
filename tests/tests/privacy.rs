//! Names, phones, addresses and what customers say never reach a log, however much is logged.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use aftersales::demo::{World, fixture};
use aftersales_kit::{config::Loader, testing::scratch_dir};
use aftersales_proto::common::v1::Contact;
use aftersales_tests::{desk::Desk, server::Server};

/// Words that only a customer's record holds; the customers of the fixture among them.
const PERSONAL: [&str; 6] = ["13800000001", "王芳", "学院路", "13911112222", "金丝雀", "canary lane"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_at_their_most_talkative_hold_no_personal_data() {
    let directory = scratch_dir();
    let configuration = directory.path().join("talkative.toml");
    std::fs::write(
        &configuration,
        "[telemetry]\nlog_format = \"json\"\nfilter = \"trace\"\n",
    )
    .unwrap();
    let path = configuration.display().to_string();
    let arguments = ["--clock-start", "2026-11-16T09:40:00+08:00", "--config", &path];
    let server = Server::start(directory.path(), &arguments).await.unwrap();
    let config = Loader::new()
        .set("data_dir", directory.path().display().to_string())
        .load()
        .unwrap();
    let world = World::connect(&config, server.address().parse().unwrap())
        .await
        .unwrap();
    fixture::load(&world).await.unwrap();
    tell(&world).await;
    server.stop().await.unwrap();
    let log = std::fs::read_to_string(directory.path().join("server.log")).unwrap();
    assert!(log.lines().count() > 1_000, "hardly anything was logged");
    for word in PERSONAL {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(word)).take(3).collect();
        assert!(lines.is_empty(), "{word} is in the log:\n{}", lines.join("\n"));
    }
}

/// A ticket from its call to the promise, and requests that are refused for what they hold.
async fn tell(world: &World) {
    let desk = Desk::bj01(world);
    let (customer, asset) = desk.look_up("13800000001").await;
    desk.answer("13911112222", "2026-11-16T09:40:00+08:00").await;
    let mut request = desk.on_site(&customer, &asset);
    request.need_summary = "金丝雀 canary lane 13911112222".to_owned();
    let mut wrong = request.clone();
    wrong.contact = Some(Contact {
        name: "金丝雀\u{202e}".to_owned(),
        phone: "13911112222x".to_owned(),
        ..wrong.contact.unwrap()
    });
    desk.open(wrong).await.unwrap_err();
    let ticket = desk.open(request).await.unwrap();
    world.settle().await.unwrap();
    let order = desk.order(&ticket).await;
    desk.assign(&order, "E1").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    let promised = desk.promise(&order, "E1", "2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00");
    promised.await.unwrap();
}
