//! What a call is held to: time, size, number, and panics that stay inside it.

use std::time::Duration;

use aftersales_kit::config::Config;
use aftersales_proto::feed::v1::{
    GetHeadRequest, SubscribeFilter, SubscribeRequest, feed_service_client::FeedServiceClient,
};
use tonic::{Code, Request};
use tonic_types::StatusExt as _;

use crate::support::{World, reason, with_token};

#[tokio::test]
async fn a_panic_is_internal_and_the_next_call_works() {
    let world = World::start(|_| {}).await;
    let mut client = world.client();
    let status = client.get_head(world.head("panic")).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Internal, "INTERNAL"));
    assert!(!format!("{status:?}").contains("hunter2"));
    assert_eq!(
        status.get_error_details().error_info().unwrap().metadata["error_id"].len(),
        36
    );
    assert!(client.get_head(world.head("well")).await.is_ok());
}

#[tokio::test]
async fn the_callers_deadline_is_kept() {
    let world = World::start(|_| {}).await;
    let mut client = FeedServiceClient::new(world.peers.channel("hotline", "dispatch"));
    let mut request = Request::new(GetHeadRequest {
        service: "hang".to_owned(),
    });
    request.set_timeout(Duration::from_millis(20));
    let status = client.get_head(request).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::DeadlineExceeded, "DEADLINE_EXCEEDED")
    );
}

#[tokio::test]
async fn a_call_without_a_deadline_gets_the_servers_own() {
    let shortest = |config: &mut Config| config.limits.default_deadline_seconds = 1;
    let world = World::start(shortest).await;
    let status = world.client().get_head(world.head("hang")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::DeadlineExceeded, "DEADLINE_EXCEEDED")
    );
}

#[tokio::test]
async fn nobody_gets_more_than_the_most_time_there_is() {
    let shortest = |config: &mut Config| {
        config.limits.default_deadline_seconds = 1;
        config.limits.max_deadline_seconds = 1;
    };
    let world = World::start(shortest).await;
    let mut request = world.head("hang");
    request.set_timeout(Duration::from_secs(3_600));
    let status = world.client().get_head(request).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
}

#[tokio::test]
async fn what_comes_on_top_is_shed_with_a_time_to_come_back() {
    let world = World::start(|config| config.limits.max_concurrent_calls = 1).await;
    let (mut first, mut second) = (world.client(), world.client());
    let holding = tokio::spawn({
        let request = world.head("hold");
        async move { first.get_head(request).await }
    });
    world.odd.begun.acquire().await.unwrap().forget();
    let status = second.get_head(world.head("well")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    assert!(status.get_error_details().retry_info().unwrap().retry_delay.is_some());
    let mut health = tonic_health::pb::health_client::HealthClient::new(world.channel());
    health
        .check(tonic_health::pb::HealthCheckRequest::default())
        .await
        .unwrap();
    let mut inside = FeedServiceClient::new(world.peers.channel("hotline", "dispatch"));
    let nested = GetHeadRequest {
        service: "well".to_owned(),
    };
    assert!(
        inside.get_head(nested).await.is_ok(),
        "a call that was let in may call on"
    );
    world.odd.release.add_permits(1);
    holding.await.unwrap().unwrap();
    assert!(second.get_head(world.head("well")).await.is_ok());
}

#[tokio::test]
async fn a_message_that_is_too_long_is_refused_by_its_length() {
    let world = World::start(|config| config.limits.max_message_bytes = 1_024).await;
    let filter = SubscribeFilter {
        subject: "字".repeat(400),
        ..Default::default()
    };
    let request = SubscribeRequest {
        service: "x".to_owned(),
        filter: Some(filter),
        ..Default::default()
    };
    let status = world
        .client()
        .subscribe(with_token(request, &world.token()))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::InvalidArgument, "TOO_LARGE")
    );
    assert_eq!(status.message(), "The request is larger than 1024 bytes.");
    let megabytes = GetHeadRequest {
        service: "x".repeat(3_000_000),
    };
    let status = world
        .client()
        .get_head(with_token(megabytes, &world.token()))
        .await
        .unwrap_err();
    assert_eq!(reason(&status), "TOO_LARGE");
}

#[tokio::test]
async fn all_offending_fields_are_listed_in_the_callers_language() {
    let world = World::start(|_| {}).await;
    let filter = SubscribeFilter {
        branch_ids: vec!["bj01".to_owned()],
        ..Default::default()
    };
    let request = SubscribeRequest {
        service: " \u{202E}".to_owned(),
        filter: Some(filter),
        max_batch: -1,
        ..Default::default()
    };
    let mut request = with_token(request, &world.token());
    request
        .metadata_mut()
        .insert("accept-language", "zh-CN".parse().unwrap());
    let status = world.client().subscribe(request).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::InvalidArgument, "INVALID_REQUEST")
    );
    let details = status.get_error_details();
    let fields: Vec<_> = details.bad_request().unwrap().field_violations.iter().collect();
    for name in ["service", "filter.branch_ids[0]", "max_batch"] {
        let field = fields.iter().find(|field| field.field == name).unwrap();
        assert!(
            field
                .localized_message
                .as_ref()
                .is_some_and(|text| !text.message.is_ascii()),
            "{name}"
        );
        assert!(field.description.is_ascii(), "{name}");
    }
    assert_eq!(details.localized_message().unwrap().message, "请检查标出的字段。");
}
