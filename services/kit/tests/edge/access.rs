//! Every method of the contracts against every role and every bad token.

use std::convert::Infallible;

use aftersales_kit::auth::{Access, AccessLayer, BranchScope, Caller, Grant, Role, Roles, SigningKey, Verifier};
use aftersales_kit::config::Auth;
use aftersales_kit::id::BranchId;
use aftersales_proto::access::{METHODS, MethodAccess};
use aftersales_proto::{feed::v1::GetHeadRequest, options::v1::Scope};
use tonic::{Code, Status, body::Body};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

use crate::support::{World, reason, verifier, with_token};

/// The caller that the layer lets through to the service behind it, or the status with which it refuses.
async fn admitted(layer: &AccessLayer, request: http::Request<Body>) -> Result<Caller, Status> {
    let behind = service_fn(async |request: http::Request<Body>| {
        let mut response = http::Response::new(Body::empty());
        response
            .extensions_mut()
            .insert(request.extensions().get::<Caller>().unwrap().clone());
        Ok::<_, Infallible>(response)
    });
    let mut service = layer.layer(behind);
    let response = service.ready().await.unwrap().call(request).await.unwrap();
    match Status::from_header_map(response.headers()) {
        Some(status) => Err(status),
        None => Ok(response.extensions().get::<Caller>().unwrap().clone()),
    }
}

fn call(path: &str, authorization: Option<&str>) -> http::Request<Body> {
    let request = http::Request::post(path);
    let request = authorization
        .into_iter()
        .fold(request, |request, value| request.header("authorization", value));
    request.body(Body::empty()).unwrap()
}

struct Gate {
    layer: AccessLayer,
    key: SigningKey,
}

impl Gate {
    fn new() -> Self {
        let key = SigningKey::ephemeral().unwrap();
        Self {
            layer: AccessLayer::new(Access::new(verifier(&key))),
            key,
        }
    }

    fn token(&self, roles: &[Role], scope: BranchScope, ttl_seconds: i64) -> String {
        let subject = if roles.contains(&Role::Service) {
            "service:parts"
        } else {
            "E1"
        };
        let grant = Grant {
            subject: subject.to_owned(),
            roles: roles.to_vec(),
            scope,
            ttl_seconds,
        };
        format!("Bearer {}", self.key.issue(&Default::default(), &grant).unwrap())
    }

    async fn admits(&self, path: &str, authorization: Option<&str>) -> Result<Caller, Status> {
        admitted(&self.layer, call(path, authorization)).await
    }
}

fn bj01() -> BranchScope {
    BranchScope::of([BranchId::parse("BJ01").unwrap()])
}

fn guarded() -> impl Iterator<Item = &'static MethodAccess> {
    METHODS.iter().filter(|method| !method.is_public())
}

#[tokio::test]
async fn every_method_takes_the_roles_of_its_contract_and_no_other() {
    let gate = Gate::new();
    let mut checked = 0;
    for role in Roles::from_bits(u64::MAX).iter() {
        let token = gate.token(&[role], bj01(), 60);
        for method in guarded() {
            let outcome = gate.admits(method.path, Some(&token)).await;
            match outcome {
                Ok(caller) => assert!(
                    method.admits(role) && caller.has(role),
                    "{role:?} got into {}",
                    method.path
                ),
                Err(status) => {
                    assert!(!method.admits(role), "{role:?} was kept out of {}", method.path);
                    assert_eq!(
                        (status.code(), reason(&status).as_str()),
                        (Code::PermissionDenied, "ROLE_NOT_ALLOWED")
                    );
                }
            }
            checked += 1;
        }
    }
    assert!(checked > 1_500, "{checked} combinations");
}

#[tokio::test]
async fn no_method_is_open_without_a_good_token() {
    let gate = Gate::new();
    let everything: Vec<Role> = Roles::from_bits(u64::MAX)
        .iter()
        .filter(|role| *role != Role::Service)
        .collect();
    let foreign = Gate::new().token(&everything, BranchScope::All, 60);
    let expired = gate.token(&everything, BranchScope::All, -120);
    let bad: [(Option<&str>, &str); 7] = [
        (None, "TOKEN_MISSING"),
        (Some("Bearer"), "TOKEN_INVALID"),
        (Some("Bearer "), "TOKEN_INVALID"),
        (Some("Bearer nonsense"), "TOKEN_INVALID"),
        (Some("Basic YTpi"), "TOKEN_INVALID"),
        (Some(&foreign), "TOKEN_INVALID"),
        (Some(&expired), "TOKEN_EXPIRED"),
    ];
    for method in guarded() {
        for (authorization, want) in bad {
            let status = gate.admits(method.path, authorization).await.unwrap_err();
            assert_eq!(
                (status.code(), reason(&status).as_str()),
                (Code::Unauthenticated, want),
                "{}",
                method.path
            );
        }
        let nobody = gate
            .admits(method.path, Some(&gate.token(&[], bj01(), 60)))
            .await
            .unwrap_err();
        assert_eq!(reason(&nobody), "ROLE_NOT_ALLOWED", "{}", method.path);
    }
}

#[tokio::test]
async fn what_no_contract_names_is_closed() {
    let gate = Gate::new();
    let token = gate.token(&[Role::Admin], BranchScope::All, 60);
    for path in [
        "/",
        "/aftersales.feed.v1.FeedService/Drop",
        "/aftersales.feed.v1.FeedService/GetHead/",
        "/grpc.health.v1.HealthX/Check",
    ] {
        let status = gate.admits(path, Some(&token)).await.unwrap_err();
        assert_eq!(reason(&status), "METHOD_CLOSED", "{path}");
    }
    for path in [
        "/grpc.health.v1.Health/Check",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    ] {
        assert_eq!(gate.admits(path, None).await.unwrap(), Caller::anonymous());
    }
}

#[tokio::test]
async fn the_tokens_branches_limit_all_but_readers_of_reference_data() {
    let gate = Gate::new();
    let mut kinds = std::collections::BTreeSet::new();
    for method in guarded() {
        let role = Roles::from_bits(method.roles)
            .iter()
            .find(|role| *role != Role::Service)
            .unwrap_or(Role::Service);
        let caller = gate
            .admits(method.path, Some(&gate.token(&[role], bj01(), 60)))
            .await
            .unwrap();
        let reads_all = method.scope == Scope::AnyBranch && !method.mutating;
        assert_eq!(
            caller.scope,
            if reads_all { BranchScope::All } else { bj01() },
            "{}",
            method.path
        );
        kinds.insert((method.scope as i32, method.mutating));
    }
    assert_eq!(kinds.len(), 4, "own and any branch, reading and changing: {kinds:?}");
}

#[tokio::test]
async fn a_second_token_is_refused_and_the_scheme_is_in_any_case() {
    let gate = Gate::new();
    let (path, token) = (
        "/aftersales.clock.v1.ClockService/GetTime",
        gate.token(&[Role::Admin], bj01(), 60),
    );
    assert!(
        gate.admits(path, Some(&token.replace("Bearer", "bEARER")))
            .await
            .is_ok()
    );
    let mut twice = call(path, Some(&token));
    twice.headers_mut().append("authorization", token.parse().unwrap());
    assert_eq!(
        reason(&admitted(&gate.layer, twice).await.unwrap_err()),
        "TOKEN_INVALID"
    );
}

#[tokio::test]
async fn what_the_wire_says_of_identity_is_ignored() {
    let world = World::start(|_| {}).await;
    let mut request = world.head("who");
    let claims = [
        "x-user",
        "x-roles",
        "x-branch-id",
        "x-forwarded-user",
        "service",
        "inprocesscaller",
    ];
    for name in claims {
        request.metadata_mut().insert(name, "admin".parse().unwrap());
    }
    let answer = world.client().get_head(request).await.unwrap().into_inner();
    assert!(
        answer
            .cursor
            .starts_with("E1|hotline|[BJ01]|en|/aftersales.feed.v1.FeedService/GetHead|00-"),
        "{}",
        answer.cursor
    );
}

#[tokio::test]
async fn refusals_speak_the_callers_language() {
    let world = World::start(|_| {}).await;
    let mut request = with_token(
        GetHeadRequest {
            service: "x".to_owned(),
        },
        "nonsense",
    );
    request
        .metadata_mut()
        .insert("accept-language", "zh-HK, en;q=0.5".parse().unwrap());
    let status = world.client().get_head(request).await.unwrap_err();
    assert_eq!(status.message(), "Your sign-in is not valid here. Sign in again.");
    let details = tonic_types::StatusExt::get_error_details(&status);
    let spoken = details.localized_message().unwrap();
    assert_eq!(
        (spoken.locale.as_str(), spoken.message.as_str()),
        ("zh-TW", "登入憑證無效，請重新登入。")
    );
}

#[tokio::test]
async fn keys_come_from_a_url() {
    let dir = tempfile::tempdir().unwrap();
    let key = SigningKey::ephemeral().unwrap();
    let document = key.jwks().to_owned();
    let pages = axum::Router::new().route("/keys", axum::routing::get(async || document));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async { axum::serve(listener, pages).await });
    let auth = Auth {
        jwks_url: format!("http://{address}/keys"),
        ..Auth::default()
    };
    let verifier = Verifier::from_config(&auth, dir.path()).await.unwrap();
    let foreign = SigningKey::ephemeral().unwrap();
    let grant = Grant {
        subject: "E1".to_owned(),
        roles: vec![Role::Hotline],
        scope: bj01(),
        ttl_seconds: 60,
    };
    assert!(verifier.verify(&key.issue(&auth, &grant).unwrap()).await.is_ok());
    let refused = verifier
        .verify(&foreign.issue(&auth, &grant).unwrap())
        .await
        .unwrap_err();
    assert_eq!(refused.reason(), Some("TOKEN_INVALID"));
    serving.abort();
    let _ = serving.await;
    let error = Verifier::from_config(&auth, dir.path()).await.unwrap_err();
    let text = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        text.contains(&auth.jwks_url) && text.contains("auth.jwks_url"),
        "{text}"
    );
}
