//! The server's own token key, for installations without an identity provider.

use std::path::Path;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{BranchScope, Role, Roles, SERVICE_PREFIX};
use crate::{
    clock::Clock,
    config::Auth,
    error::{Error, Result},
    files::{self, FileError},
    time::SECOND,
};

/// Name of the private key in the data directory (PKCS#8, mode 0600).
pub const SIGNING_KEY_FILE: &str = "token-signing.pk8";
/// Name of the public keys in the data directory (JWKS).
pub const JWKS_FILE: &str = "jwks.json";

/// An Ed25519 key that signs tokens.
pub struct SigningKey {
    kid: String,
    key: EncodingKey,
    jwks: String,
}

/// What a token says of its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who: a staff code or a program's name; `service:<name>` with the role `service` only.
    pub subject: String,
    /// As what.
    pub roles: Vec<Role>,
    /// For which branches.
    pub scope: BranchScope,
    /// For how many seconds from now.
    pub ttl_seconds: i64,
}

#[derive(Serialize)]
struct Claims<'g> {
    iss: &'g str,
    aud: &'g str,
    sub: &'g str,
    branches: Vec<&'g str>,
    roles: Vec<String>,
    iat: i64,
    exp: i64,
}

impl SigningKey {
    /// The key of a data directory; made there, with its public half beside it, when there is none yet.
    ///
    /// # Errors
    /// A file that cannot be read or written, is open to other users, or holds no Ed25519 key.
    pub fn load_or_create(data_dir: &Path) -> Result<Self, FileError> {
        let path = data_dir.join(SIGNING_KEY_FILE);
        let pkcs8 = files::read_or_create_secret(&path, generate)?;
        let broken = || {
            FileError::content(
                &path,
                "holds no Ed25519 key in PKCS#8; restore it, or remove it to make a new one",
            )
        };
        let key = Self::from_pkcs8(&pkcs8).ok_or_else(broken)?;
        let jwks = data_dir.join(JWKS_FILE);
        if files::read_text(&jwks).ok().as_deref() != Some(key.jwks()) {
            files::write_public(&jwks, key.jwks().as_bytes())?;
        }
        Ok(key)
    }

    /// A key that lives as long as this value, for tests.
    ///
    /// # Errors
    /// `Internal` if the system gives no random numbers.
    pub fn ephemeral() -> Result<Self> {
        let pkcs8 = generate().map_err(Error::internal)?;
        Self::from_pkcs8(&pkcs8).ok_or_else(|| Error::internal("make a signing key"))
    }

    fn from_pkcs8(pkcs8: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).ok()?;
        let public = pair.public_key().as_ref();
        let digest = Sha256::digest(public);
        let kid = BASE64_URL_SAFE_NO_PAD.encode(digest.get(..12)?);
        let jwk = serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
            "kid": kid, "x": BASE64_URL_SAFE_NO_PAD.encode(public),
        });
        let jwks = format!("{:#}\n", serde_json::json!({ "keys": [jwk] }));
        Some(Self {
            kid,
            key: EncodingKey::from_ed_der(pkcs8),
            jwks,
        })
    }

    /// The public half, as a JWKS document.
    pub fn jwks(&self) -> &str {
        &self.jwks
    }

    /// Signs a token for this installation's issuer and audience.
    ///
    /// # Errors
    /// `Internal` for a grant that no server would take, or if signing fails.
    pub fn issue(&self, auth: &Auth, grant: &Grant) -> Result<String> {
        if grant.subject.starts_with(SERVICE_PREFIX) != grant.roles.contains(&Role::Service) {
            return Err(Error::internal(format!(
                "issue a token: the role service belongs to subjects {SERVICE_PREFIX}<name> and to no other"
            )));
        }
        let now = Clock::system().now().micros() / SECOND;
        let claims = Claims {
            iss: &auth.issuer,
            aud: &auth.audience,
            sub: &grant.subject,
            branches: grant
                .scope
                .only()
                .map_or_else(|| vec!["*"], |only| only.iter().map(AsRef::as_ref).collect()),
            roles: grant.roles.iter().copied().map(Roles::name).collect(),
            iat: now,
            exp: now.saturating_add(grant.ttl_seconds),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, &claims, &self.key).map_err(|error| Error::internal_from("sign a token", error))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.kid)
    }
}

fn generate() -> Result<Vec<u8>, &'static str> {
    let document =
        Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| "the system gives no random numbers")?;
    Ok(document.as_ref().to_vec())
}
