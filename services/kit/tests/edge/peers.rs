//! Services that call each other, inside the process and over the wire.

use aftersales_kit::{
    auth::Role,
    peer::{PeerError, Peers},
    rpc::Call,
};
use aftersales_proto::feed::v1::{GetHeadRequest, SubscribeRequest, feed_service_client::FeedServiceClient};
use tokio_stream::StreamExt as _;
use tonic::{Code, Request};

use crate::support::{World, reason};

fn head(service: &str) -> GetHeadRequest {
    GetHeadRequest {
        service: service.to_owned(),
    }
}

const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[tokio::test]
async fn a_peer_in_the_process_has_its_services_identity() {
    let world = World::start(|_| {}).await;
    let mut client = FeedServiceClient::new(world.peers.channel("hotline", "dispatch"));
    let mut outer = Request::new(());
    outer.extensions_mut().insert(aftersales_kit::i18n::Locale::ZhCn);
    outer
        .extensions_mut()
        .insert(aftersales_kit::trace::TraceParent::parse(TRACE).unwrap());
    let answer = client
        .get_head(Call::of(&outer).forward(head("x")))
        .await
        .unwrap()
        .into_inner();
    let want = format!("service:hotline|service|*|zh-CN|/aftersales.feed.v1.FeedService/GetHead|{TRACE}");
    assert_eq!(answer.cursor, want);
}

#[tokio::test]
async fn refusals_panics_and_streams_work_without_a_socket() {
    let world = World::start(|_| {}).await;
    let mut client = FeedServiceClient::new(world.peers.channel("hotline", "dispatch"));
    let refused = client.get_head(head("unknown")).await.unwrap_err();
    assert_eq!(
        PeerError::from_status("dispatch", refused).reason(),
        Some("UNKNOWN_SERVICE")
    );
    let panicked = client.get_head(head("panic")).await.unwrap_err();
    assert_eq!(panicked.code(), Code::Internal);
    let invalid = client.get_head(head("")).await.unwrap_err();
    assert_eq!(reason(&invalid), "INVALID_REQUEST");
    let mut closed =
        aftersales_proto::clock::v1::clock_service_client::ClockServiceClient::new(world.peers.channel("a", "b"));
    let nowhere = closed.get_time(Request::new(Default::default())).await.unwrap_err();
    assert_eq!(nowhere.code(), Code::Unimplemented);
    let subscribe = SubscribeRequest {
        service: "x".to_owned(),
        ..Default::default()
    };
    let mut stream = client.subscribe(subscribe).await.unwrap().into_inner();
    assert_eq!(stream.next().await.unwrap().unwrap().head_sequence, 1);
    world.stop.cancel();
    assert_eq!(reason(&stream.next().await.unwrap().unwrap_err()), "STOPPING");
}

#[tokio::test]
async fn before_the_server_starts_a_peer_is_unavailable() {
    let mut client = FeedServiceClient::new(Peers::in_process().channel("hotline", "dispatch"));
    assert_eq!(client.get_head(head("x")).await.unwrap_err().code(), Code::Unavailable);
}

#[tokio::test]
async fn a_peer_in_another_process_shows_the_token_of_its_file() {
    let world = World::start(|_| {}).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("token");
    std::fs::write(&file, format!("{}\n", world.token_of(Role::Service, "service:hotline"))).unwrap();
    let mut config = world.config.clone();
    config.peers = [("dispatch".to_owned(), format!("http://{}", world.address))].into();
    let without = Peers::new(&config).unwrap();
    let mut client = FeedServiceClient::new(without.channel("hotline", "dispatch"));
    assert_eq!(reason(&client.get_head(head("x")).await.unwrap_err()), "TOKEN_MISSING");
    config.auth.service_token_file = file;
    let with = Peers::new(&config).unwrap();
    let mut client = FeedServiceClient::new(with.channel("hotline", "dispatch"));
    let answer = client.get_head(head("x")).await.unwrap().into_inner();
    assert!(
        answer.cursor.starts_with("service:hotline|service|*|en|"),
        "{}",
        answer.cursor
    );
}

#[tokio::test]
async fn a_peer_that_nobody_answers_for_is_unavailable() {
    let world = World::start(|_| {}).await;
    let mut config = world.config.clone();
    config.peers = [("dispatch".to_owned(), format!("http://{}", world.address))].into();
    let peers = Peers::new(&config).unwrap();
    world.stop.cancel();
    world.served.await.unwrap().unwrap();
    let mut client = FeedServiceClient::new(peers.channel("hotline", "dispatch"));
    let status = client.get_head(head("x")).await.unwrap_err();
    let error = aftersales_kit::Error::from(PeerError::from_status("dispatch", status));
    assert!(error.is_transient(), "{error:?}");
}
