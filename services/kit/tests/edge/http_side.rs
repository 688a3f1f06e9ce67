//! HTTP/1.1 on the same port: pages, gRPC-Web, browsers.

use aftersales_kit::serve::{Server, install_crypto_provider};
use aftersales_kit::{auth::SigningKey, config::Config};
use aftersales_proto::feed::v1::{GetHeadRequest, GetHeadResponse};
use prost::Message as _;
use reqwest::{Client, Method, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_util::sync::CancellationToken;

use crate::support::{World, verifier};

const GET_HEAD: &str = "/aftersales.feed.v1.FeedService/GetHead";

fn browser() -> Client {
    install_crypto_provider();
    Client::new()
}

/// A gRPC message with its prefix.
fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[0], length.as_slice(), message].concat()
}

async fn web_call(world: &World, service: &str, timeout: Option<&str>) -> Response {
    let request = browser()
        .post(format!("http://{}{GET_HEAD}", world.address))
        .header("content-type", "application/grpc-web+proto")
        .header("authorization", format!("Bearer {}", world.token()));
    let request = timeout
        .into_iter()
        .fold(request, |request, value| request.header("grpc-timeout", value));
    let message = GetHeadRequest {
        service: service.to_owned(),
    }
    .encode_to_vec();
    request.body(framed(&message)).send().await.unwrap()
}

#[tokio::test]
async fn a_raw_grpc_web_request_over_http_1_is_answered() {
    let world = World::start(|_| {}).await;
    let body = framed(
        &GetHeadRequest {
            service: "dispatch".to_owned(),
        }
        .encode_to_vec(),
    );
    let head = format!(
        "POST {GET_HEAD} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/grpc-web\r\nx-grpc-web: 1\r\n\
         authorization: Bearer {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        world.address,
        world.token(),
        body.len()
    );
    let mut socket = tokio::net::TcpStream::connect(world.address).await.unwrap();
    socket.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    assert!(text.contains("E1|hotline|[BJ01]"), "{text}");
    assert!(text.contains("grpc-status:0"), "the trailers are in the body: {text}");
}

#[tokio::test]
async fn grpc_web_carries_messages_and_refusals() {
    let world = World::start(|_| {}).await;
    let answer = web_call(&world, "dispatch", None).await.bytes().await.unwrap();
    let length = u32::from_be_bytes(answer[1..5].try_into().unwrap()) as usize;
    let message = GetHeadResponse::decode(&answer[5..5 + length]).unwrap();
    assert!(message.cursor.starts_with("E1|hotline"));
    let refused = web_call(&world, "unknown", None).await;
    assert_eq!(refused.headers()["grpc-status"], "5");
    assert!(refused.headers().contains_key("grpc-status-details-bin"));
}

#[tokio::test]
async fn the_deadline_is_ours_and_not_the_transports() {
    let world = World::start(|_| {}).await;
    let late = web_call(&world, "hang", Some("50m")).await;
    assert_eq!(late.headers()["grpc-status"], "4", "{late:?}");
}

#[tokio::test]
async fn bytes_that_are_no_message_are_an_invalid_argument() {
    let world = World::start(|_| {}).await;
    for body in [framed(&[0xFF; 7]), framed(&[0x0A, 0x02, 0xC3, 0x28])] {
        let request = browser()
            .post(format!("http://{}{GET_HEAD}", world.address))
            .header("content-type", "application/grpc-web+proto")
            .header("authorization", format!("Bearer {}", world.token()));
        let refused = request.body(body).send().await.unwrap();
        assert_eq!(refused.headers()["grpc-status"], "3");
    }
}

#[tokio::test]
async fn pages_tell_whether_the_process_lives_and_is_ready() {
    let key = SigningKey::ephemeral().unwrap();
    let config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        ..Config::default()
    };
    let stop = CancellationToken::new();
    let bound = Server::new(&config, verifier(&key), stop.clone())
        .ready_when("store", Box::new(|| Box::pin(async { Ok(()) })))
        .ready_when(
            "feed",
            Box::new(|| Box::pin(async { Err("12,000 events behind".to_owned()) })),
        )
        .bind()
        .await
        .unwrap();
    let url = format!("http://{}", bound.address());
    let served = tokio::spawn(bound.run());
    let alive = browser().get(format!("{url}/healthz")).send().await.unwrap();
    assert_eq!(
        (alive.status().as_u16(), alive.text().await.unwrap().as_str()),
        (200, "ok\n")
    );
    let ready = browser().get(format!("{url}/readyz")).send().await.unwrap();
    assert_eq!(
        (ready.status().as_u16(), ready.text().await.unwrap().as_str()),
        (503, "store: ok\nfeed: 12,000 events behind\n")
    );
    let nothing = browser().get(format!("{url}/index.html")).send().await.unwrap();
    assert_eq!(nothing.status().as_u16(), 404);
    stop.cancel();
    served.await.unwrap().unwrap();
}

#[tokio::test]
async fn browsers_get_in_from_configured_origins_only() {
    let world = World::start(|config| config.web.allow_origins = vec!["https://console.example".to_owned()]).await;
    for (origin, allowed) in [("https://console.example", true), ("https://evil.example", false)] {
        let preflight = browser()
            .request(Method::OPTIONS, format!("http://{}{GET_HEAD}", world.address))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "authorization,content-type,x-grpc-web,grpc-timeout",
            );
        let preflight = preflight.send().await.unwrap();
        assert_eq!(
            preflight.headers().contains_key("access-control-allow-origin"),
            allowed,
            "{origin}"
        );
        let call = browser()
            .post(format!("http://{}{GET_HEAD}", world.address))
            .header("origin", origin)
            .header("content-type", "application/grpc-web+proto");
        let call = call.body(framed(&[])).send().await.unwrap();
        assert_eq!(call.headers()["grpc-status"], "16");
        let exposed = call.headers()["access-control-expose-headers"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            ["grpc-status", "grpc-message", "grpc-status-details-bin"]
                .iter()
                .all(|name| exposed.contains(name)),
            "{exposed}"
        );
    }
}
