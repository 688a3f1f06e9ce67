//! Health, reflection, pages, and how a server starts and ends.

use std::collections::BTreeSet;

use aftersales_kit::{auth::SigningKey, config::Config, serve::Server};
use aftersales_proto::feed::v1::SubscribeRequest;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request};
use tonic_health::{
    ServingStatus,
    pb::{HealthCheckRequest, health_client::HealthClient},
};
use tonic_reflection::pb::{v1, v1alpha};
use tonic_types::StatusExt as _;

use crate::support::{World, reason, verifier, with_token};

const FEED: &str = "aftersales.feed.v1.FeedService";

#[tokio::test]
async fn health_needs_no_token_and_knows_every_service() {
    let world = World::start(|_| {}).await;
    let mut health = HealthClient::new(world.channel());
    for service in ["", FEED] {
        let answer = health
            .check(HealthCheckRequest {
                service: service.to_owned(),
            })
            .await
            .unwrap();
        assert_eq!(answer.into_inner().status, ServingStatus::Serving as i32, "{service}");
    }
    let unknown = health
        .check(HealthCheckRequest {
            service: "nobody".to_owned(),
        })
        .await
        .unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
}

#[tokio::test]
async fn reflection_lists_what_is_served() {
    let world = World::start(|_| {}).await;
    let request = v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(v1::server_reflection_request::MessageRequest::ListServices(
            String::new(),
        )),
    };
    let mut client = v1::server_reflection_client::ServerReflectionClient::new(world.channel());
    let mut answers = client
        .server_reflection_info(tokio_stream::once(request))
        .await
        .unwrap()
        .into_inner();
    let answer = answers.message().await.unwrap().unwrap().message_response.unwrap();
    let v1::server_reflection_response::MessageResponse::ListServicesResponse(list) = answer else {
        panic!("{answer:?}")
    };
    let names: BTreeSet<String> = list.service.into_iter().map(|service| service.name).collect();
    assert!(
        names
            .iter()
            .eq([FEED, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"]),
        "{names:?}"
    );
}

#[tokio::test]
async fn reflection_shows_the_contracts_to_older_clients_too() {
    let world = World::start(|_| {}).await;
    let names = ["grpc.health.v1.Health", FEED];
    let symbol = |name: &str| v1alpha::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(
            v1alpha::server_reflection_request::MessageRequest::FileContainingSymbol(name.to_owned()),
        ),
    };
    let mut client = v1alpha::server_reflection_client::ServerReflectionClient::new(world.channel());
    let requests = tokio_stream::iter(names.map(symbol));
    let mut answers = client.server_reflection_info(requests).await.unwrap().into_inner();
    for name in names {
        let answer = answers.message().await.unwrap().unwrap().message_response.unwrap();
        let v1alpha::server_reflection_response::MessageResponse::FileDescriptorResponse(files) = answer else {
            panic!("{name}: {answer:?}")
        };
        assert!(!files.file_descriptor_proto.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn reflection_can_be_turned_off() {
    let world = World::start(|config| config.reflection = false).await;
    let mut client = v1::server_reflection_client::ServerReflectionClient::new(world.channel());
    let status = client.server_reflection_info(tokio_stream::empty()).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::Unimplemented, "METHOD_UNKNOWN")
    );
}

#[tokio::test]
async fn stopping_tells_watchers_and_ends_streams() {
    let world = World::start(|_| {}).await;
    let mut health = HealthClient::new(world.channel());
    let mut watched = health
        .watch(HealthCheckRequest {
            service: FEED.to_owned(),
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        watched.message().await.unwrap().unwrap().status,
        ServingStatus::Serving as i32
    );
    let subscribe = SubscribeRequest {
        service: "dispatch".to_owned(),
        ..Default::default()
    };
    let mut stream = world
        .client()
        .subscribe(with_token(subscribe, &world.token()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(stream.next().await.unwrap().unwrap().head_sequence, 1);
    world.stop.cancel();
    let ended = stream.next().await.unwrap().unwrap_err();
    assert_eq!((ended.code(), reason(&ended).as_str()), (Code::Unavailable, "STOPPING"));
    assert_eq!(ended.get_error_details().error_info().unwrap().metadata["cursor"], "c1");
    let mut last = None;
    while let Ok(Some(news)) = watched.message().await {
        last = Some(news.status);
    }
    assert_eq!(last, Some(ServingStatus::NotServing as i32));
    world.served.await.unwrap().unwrap();
}

#[tokio::test]
async fn stopping_lets_open_calls_finish() {
    let world = World::start(|_| {}).await;
    let open = tokio::spawn({
        let (mut client, request) = (world.client(), world.head("hold"));
        async move { client.get_head(request).await }
    });
    world.odd.begun.acquire().await.unwrap().forget();
    world.stop.cancel();
    world.odd.release.add_permits(1);
    open.await.unwrap().unwrap();
    world.served.await.unwrap().unwrap();
}

#[tokio::test]
async fn what_does_not_end_is_cut_after_the_drain_time() {
    let world = World::start(|config| config.limits.drain_seconds = 0).await;
    let deaf = SubscribeRequest {
        service: "deaf".to_owned(),
        ..Default::default()
    };
    let mut stream = world
        .client()
        .subscribe(with_token(deaf, &world.token()))
        .await
        .unwrap()
        .into_inner();
    assert!(stream.next().await.unwrap().is_ok());
    world.stop.cancel();
    world.served.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_port_in_use_is_named_with_what_to_do() {
    let world = World::start(|_| {}).await;
    let key = SigningKey::ephemeral().unwrap();
    let config = Config {
        listen: world.address,
        ..Config::default()
    };
    let second = Server::new(&config, verifier(&key), CancellationToken::new())
        .bind()
        .await;
    let text = second.err().unwrap().to_string();
    assert!(
        text.contains(&format!("port {} is in use", world.address.port())) && text.contains("--listen"),
        "{text}"
    );
}

#[tokio::test]
async fn services_that_are_not_here_are_unimplemented() {
    let world = World::start(|_| {}).await;
    let mut clock = aftersales_proto::clock::v1::clock_service_client::ClockServiceClient::new(world.channel());
    let status = clock.get_time(Request::new(Default::default())).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::Unimplemented, "METHOD_UNKNOWN")
    );
}

#[tokio::test]
async fn refusals_of_handlers_reach_the_caller() {
    let world = World::start(|_| {}).await;
    let status = world.client().get_head(world.head("unknown")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::NotFound, "UNKNOWN_SERVICE")
    );
    assert_eq!(status.message(), "The service unknown does not run here.");
}
