//! The same port, encrypted. The certificates in `fixtures` are for 127.0.0.1 and for tests only.

use std::path::{Path, PathBuf};

use aftersales_kit::{
    auth::{Role, SigningKey},
    config::Config,
    peer::Peers,
    serve::Server,
};
use aftersales_proto::feed::v1::{GetHeadRequest, feed_service_client::FeedServiceClient};
use tokio_util::sync::CancellationToken;

use crate::support::{World, verifier};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/edge/fixtures")
        .join(name)
}

fn encrypted(config: &mut Config) {
    config.tls.cert_file = fixture("server.pem");
    config.tls.key_file = fixture("server.key");
}

#[tokio::test]
async fn peers_trust_the_configured_authority() {
    let world = World::start(encrypted).await;
    let dir = tempfile::tempdir().unwrap();
    let mut config = world.config.clone();
    config.auth.service_token_file = dir.path().join("token");
    std::fs::write(
        &config.auth.service_token_file,
        world.token_of(Role::Service, "service:hotline"),
    )
    .unwrap();
    config.peers = [("dispatch".to_owned(), format!("https://{}", world.address))].into();
    let text = Peers::new(&config).unwrap_err().to_string();
    assert!(text.contains("tls.peer_ca_file"), "{text}");
    config.tls.peer_ca_file = fixture("ca.pem");
    let mut client = FeedServiceClient::new(Peers::new(&config).unwrap().channel("hotline", "dispatch"));
    let answer = client
        .get_head(GetHeadRequest {
            service: "x".to_owned(),
        })
        .await
        .unwrap();
    assert!(answer.into_inner().cursor.starts_with("service:hotline|"));
    config.peers = [("dispatch".to_owned(), format!("http://{}", world.address))].into();
    let mut plain = FeedServiceClient::new(Peers::new(&config).unwrap().channel("hotline", "dispatch"));
    assert!(
        plain
            .get_head(GetHeadRequest {
                service: "x".to_owned()
            })
            .await
            .is_err()
    );
}

#[tokio::test]
async fn certificates_that_cannot_be_used_are_named() {
    let key = SigningKey::ephemeral().unwrap();
    for (cert, private) in [
        ("missing.pem", "server.key"),
        ("ca.pem", "server.key"),
        ("server.key", "server.pem"),
    ] {
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default()
        };
        config.tls.cert_file = fixture(cert);
        config.tls.key_file = fixture(private);
        let bound = Server::new(&config, verifier(&key), CancellationToken::new())
            .bind()
            .await;
        let text = bound.err().unwrap().to_string();
        assert!(text.contains("tls.cert_file"), "{cert}: {text}");
    }
}
