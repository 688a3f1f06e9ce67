use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{EncodingKey, Header};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

use super::*;
use crate::auth::Grant;

fn grant() -> Grant {
    Grant {
        subject: "E1".to_owned(),
        roles: vec![Role::Hotline, Role::Callback],
        scope: BranchScope::of([BranchId::parse("BJ01").unwrap()]),
        ttl_seconds: 600,
    }
}

fn verifier(key: &SigningKey) -> Verifier {
    Verifier::new(Keys::from_jwks(key.jwks()).unwrap(), &Auth::default()).unwrap()
}

async fn reason(verifier: &Verifier, token: &str) -> Option<&'static str> {
    verifier.verify(token).await.err().and_then(|error| error.reason())
}

fn now() -> i64 {
    Clock::system().now().micros() / SECOND
}

fn claims() -> Value {
    json!({"iss": "aftersales", "aud": "aftersales", "sub": "E1", "roles": ["hotline"], "branches": ["BJ01"], "exp": now() + 600})
}

/// A verifier with one ES256 key, and that key.
fn es256() -> (Verifier, EncodingKey) {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &SystemRandom::new()).unwrap();
    let point = pair.public_key().as_ref();
    let (x, y) = (
        BASE64_URL_SAFE_NO_PAD.encode(&point[1..33]),
        BASE64_URL_SAFE_NO_PAD.encode(&point[33..65]),
    );
    let jwks = json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "k", "x": x, "y": y}]}).to_string();
    let verifier = Verifier::new(Keys::from_jwks(&jwks).unwrap(), &Auth::default()).unwrap();
    (verifier, EncodingKey::from_ec_der(pkcs8.as_ref()))
}

fn signed(key: &EncodingKey, claims: &Value) -> String {
    jsonwebtoken::encode(&Header::new(Algorithm::ES256), claims, key).unwrap()
}

#[tokio::test]
async fn a_token_that_we_issued_names_its_caller() {
    let key = SigningKey::ephemeral().unwrap();
    let token = key.issue(&Auth::default(), &grant()).unwrap();
    let caller = verifier(&key).verify(&token).await.unwrap();
    assert_eq!(caller.subject, "E1");
    assert!(caller.has(Role::Hotline) && caller.has(Role::Callback) && !caller.has(Role::Admin));
    assert_eq!((caller.scope, caller.kind), (grant().scope, CallerKind::Person));
    let everywhere = Grant {
        scope: BranchScope::All,
        ..grant()
    };
    let token = key.issue(&Auth::default(), &everywhere).unwrap();
    assert_eq!(verifier(&key).verify(&token).await.unwrap().scope, BranchScope::All);
}

#[tokio::test]
async fn time_is_checked_with_a_minute_of_leeway() {
    let key = SigningKey::ephemeral().unwrap();
    for (ttl_seconds, want) in [(-30, None), (-120, Some("TOKEN_EXPIRED"))] {
        let token = key.issue(&Auth::default(), &Grant { ttl_seconds, ..grant() }).unwrap();
        assert_eq!(reason(&verifier(&key), &token).await, want, "{ttl_seconds}");
    }
}

#[test]
fn a_check_counts_no_longer_than_the_token() {
    let left = |seconds: i64| left((now() + seconds) as f64).as_secs_f64().ceil();
    assert_eq!((left(-61), left(-60), left(-30), left(540)), (0.0, 0.0, 30.0, 600.0));
    assert_eq!(super::left(f64::INFINITY), Duration::ZERO);
}

#[tokio::test]
async fn foreign_issuers_audiences_and_keys_are_refused() {
    let key = SigningKey::ephemeral().unwrap();
    let other_issuer = Auth {
        issuer: "elsewhere".to_owned(),
        ..Auth::default()
    };
    let other_audience = Auth {
        audience: "elsewhere".to_owned(),
        ..Auth::default()
    };
    let foreign = SigningKey::ephemeral().unwrap();
    let tokens = [
        key.issue(&other_issuer, &grant()).unwrap(),
        key.issue(&other_audience, &grant()).unwrap(),
        foreign.issue(&Auth::default(), &grant()).unwrap(),
    ];
    for token in tokens {
        assert_eq!(reason(&verifier(&key), &token).await, Some("TOKEN_INVALID"));
    }
}

#[tokio::test]
async fn every_changed_character_is_found() {
    let key = SigningKey::ephemeral().unwrap();
    let token = key.issue(&Auth::default(), &grant()).unwrap();
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(
            reason(&verifier(&key), &changed).await,
            Some("TOKEN_INVALID"),
            "character {at}"
        );
    }
}

#[tokio::test]
async fn the_algorithm_is_the_keys_and_never_the_tokens() {
    let key = SigningKey::ephemeral().unwrap();
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let unsigned = format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(&claims()));
    let public = key.jwks().as_bytes();
    let symmetric = jsonwebtoken::encode(
        &Header::new(Algorithm::HS256),
        &claims(),
        &EncodingKey::from_secret(public),
    )
    .unwrap();
    let (_, ec) = es256();
    for token in [unsigned, symmetric, signed(&ec, &claims())] {
        assert_eq!(reason(&verifier(&key), &token).await, Some("TOKEN_INVALID"), "{token}");
    }
}

#[tokio::test]
async fn es256_of_a_provider_is_taken() {
    let (verifier, key) = es256();
    assert_eq!(verifier.verify(&signed(&key, &claims())).await.unwrap().subject, "E1");
}

#[tokio::test]
async fn claims_that_are_missing_or_malformed_are_refused() {
    let (verifier, key) = es256();
    for missing in ["iss", "aud", "sub", "exp"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(missing);
        assert_eq!(
            reason(&verifier, &signed(&key, &claims)).await,
            Some("TOKEN_INVALID"),
            "no {missing}"
        );
    }
    let changes = [
        ("sub", json!("")),
        ("sub", json!("a b")),
        ("sub", json!("张三")),
        ("sub", json!("x".repeat(200))),
        ("sub", json!("service:parts")),
        ("sub", json!(7)),
        ("branches", json!(["bj01"])),
        ("branches", json!("BJ01")),
        ("roles", json!(["service"])),
        ("nbf", json!(now() + 600)),
        ("nbf", json!("soon")),
        ("exp", json!("never")),
        ("aud", json!(["elsewhere"])),
        ("aud", json!([])),
        ("iss", json!(null)),
    ];
    for (name, value) in changes {
        let mut claims = claims();
        claims[name] = value.clone();
        assert_eq!(
            reason(&verifier, &signed(&key, &claims)).await,
            Some("TOKEN_INVALID"),
            "{name} {value}"
        );
    }
}

#[tokio::test]
async fn unknown_roles_and_missing_lists_give_no_rights() {
    let (verifier, key) = es256();
    let mut claims = claims();
    claims["roles"] = json!(["root", "HOTLINE", "unspecified"]);
    claims["branches"] = json!([]);
    claims["aud"] = json!(["elsewhere", "aftersales"]);
    let caller = verifier.verify(&signed(&key, &claims)).await.unwrap();
    assert!(caller.roles.is_empty());
    assert_eq!(caller.scope, BranchScope::NONE);
}

#[tokio::test]
async fn garbage_is_refused_whatever_its_size() {
    let key = SigningKey::ephemeral().unwrap();
    for token in [
        "",
        ".",
        "..",
        "a.b.c",
        "北京.市.海淀",
        &"A".repeat(1_000_000),
        &format!("{}.e30.e30", "A".repeat(4_000)),
    ] {
        assert_eq!(reason(&verifier(&key), token).await, Some("TOKEN_INVALID"));
    }
}

#[test]
fn issuer_and_audience_must_be_set() {
    for auth in [
        Auth {
            issuer: String::new(),
            ..Auth::default()
        },
        Auth {
            audience: " ".to_owned(),
            ..Auth::default()
        },
    ] {
        let key = SigningKey::ephemeral().unwrap();
        assert!(Verifier::new(Keys::from_jwks(key.jwks()).unwrap(), &auth).is_err());
    }
}

#[tokio::test]
async fn the_key_of_a_data_directory_is_made_once() {
    let dir = tempfile::tempdir().unwrap();
    let first = SigningKey::load_or_create(dir.path()).unwrap();
    let second = SigningKey::load_or_create(dir.path()).unwrap();
    let token = first.issue(&Auth::default(), &grant()).unwrap();
    assert!(verifier(&second).verify(&token).await.is_ok());
    assert_eq!(
        std::fs::read_to_string(dir.path().join(crate::auth::JWKS_FILE)).unwrap(),
        first.jwks()
    );
    let configured = Verifier::from_config(&Auth::default(), dir.path()).await.unwrap();
    assert!(configured.verify(&token).await.is_ok());
}

#[tokio::test]
async fn a_service_has_its_own_kind_of_subject() {
    let key = SigningKey::ephemeral().unwrap();
    let service = Grant {
        subject: "service:parts".to_owned(),
        roles: vec![Role::Service],
        scope: BranchScope::All,
        ttl_seconds: 60,
    };
    let token = key.issue(&Auth::default(), &service).unwrap();
    assert_eq!(verifier(&key).verify(&token).await.unwrap(), Caller::service("parts"));
    assert!(
        key.issue(
            &Auth::default(),
            &Grant {
                subject: "parts".to_owned(),
                ..service.clone()
            }
        )
        .is_err()
    );
    assert!(
        key.issue(
            &Auth::default(),
            &Grant {
                roles: vec![Role::Hotline],
                ..service
            }
        )
        .is_err()
    );
}
