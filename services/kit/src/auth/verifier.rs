//! From a bearer token to a caller.

use std::{path::Path, sync::Arc, time::Duration};

use jsonwebtoken::{Algorithm, Validation, errors::ErrorKind};
use serde::Deserialize;

use super::{
    BranchScope, Caller, CallerKind, Keys, KeysError, Role, Roles, SERVICE_PREFIX, SigningKey, recent::Recent,
};
use crate::{
    clock::Clock,
    config::Auth,
    error::{Error, Reason, Result},
    id::BranchId,
    reasons::{TOKEN_EXPIRED, TOKEN_INVALID},
    time::SECOND,
};

/// Seconds by which the clocks of issuer and server may differ.
const LEEWAY: u64 = 60;
/// Longest token that is looked at, in bytes.
const MAX_TOKEN_LEN: usize = 8_192;
/// Longest subject, in bytes.
const MAX_SUBJECT_LEN: usize = 128;

/// Checks tokens: signature by a known key, issuer, audience and time.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: Arc<Keys>,
    recent: Arc<Recent>,
    issuer: String,
    audience: String,
}

#[derive(Deserialize)]
struct Presented {
    sub: String,
    #[serde(default)]
    branches: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    exp: f64,
}

impl Verifier {
    /// With these keys.
    ///
    /// # Errors
    /// `Internal` when issuer or audience is empty: every token of the keys' owner would pass, also one meant for others.
    pub fn new(keys: Keys, auth: &Auth) -> Result<Self> {
        if auth.issuer.trim().is_empty() || auth.audience.trim().is_empty() {
            return Err(Error::internal("auth.issuer and auth.audience must both be set"));
        }
        Ok(Self {
            keys: Arc::new(keys),
            recent: Arc::default(),
            issuer: auth.issuer.clone(),
            audience: auth.audience.clone(),
        })
    }

    /// As configured: with the keys of a JWKS file or URL, or else with the signing key of the data directory.
    ///
    /// # Errors
    /// `Internal` with a text for the operator when the keys cannot be had.
    pub async fn from_config(auth: &Auth, data_dir: &Path) -> Result<Self> {
        let failed = |error: KeysError| Error::internal_from("load the token keys", error);
        let keys = if !auth.jwks_file.as_os_str().is_empty() {
            Keys::from_jwks_file(&auth.jwks_file).map_err(failed)?
        } else if !auth.jwks_url.is_empty() {
            Keys::from_jwks_url(&auth.jwks_url).await.map_err(failed)?
        } else {
            let own = SigningKey::load_or_create(data_dir).map_err(|error| failed(error.into()))?;
            Keys::from_jwks(own.jwks()).map_err(failed)?
        };
        Self::new(keys, auth)
    }

    /// The caller that a token speaks of.
    ///
    /// # Errors
    /// `TOKEN_INVALID` or `TOKEN_EXPIRED`; why exactly is not said.
    pub async fn verify(&self, token: &str) -> Result<Caller> {
        if token.len() > MAX_TOKEN_LEN {
            return Err(invalid("too long"));
        }
        if let Some(caller) = self.recent.get(token) {
            return Ok(caller);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| invalid("header"))?;
        let key = self
            .keys
            .find(header.kid.as_deref())
            .await
            .ok_or_else(|| invalid("unknown key"))?;
        let presented = jsonwebtoken::decode::<Presented>(token, &key.key, &self.validation(key.algorithm));
        let presented = presented.map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => refuse(&TOKEN_EXPIRED, "expired"),
            kind => refuse(&TOKEN_INVALID, &format!("{kind:?}")),
        })?;
        let left = left(presented.claims.exp);
        let caller = caller(presented.claims)?;
        self.recent.put(token, left, &caller);
        Ok(caller)
    }

    /// The algorithm is the key's, never the token's.
    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut rules = Validation::new(algorithm);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.audience]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        rules.leeway = LEEWAY;
        rules.validate_nbf = true;
        rules
    }
}

/// How long a token with this `exp` (seconds since the epoch) is still taken.
fn left(exp: f64) -> Duration {
    let now = Clock::system().now().micros() as f64 / SECOND as f64;
    Duration::try_from_secs_f64(exp + LEEWAY as f64 - now).unwrap_or_default()
}

/// Roles that the contract does not know are left out; a branch that is no branch code makes the token invalid.
fn caller(claims: Presented) -> Result<Caller> {
    let roles: Roles = claims.roles.iter().filter_map(|name| Roles::parse(name)).collect();
    let is_service = roles.has(Role::Service);
    let subject = claims.sub;
    let readable =
        !subject.is_empty() && subject.len() <= MAX_SUBJECT_LEN && subject.bytes().all(|b| b.is_ascii_graphic());
    if !readable || subject.starts_with(SERVICE_PREFIX) != is_service {
        return Err(invalid("subject"));
    }
    let scope = if claims.branches.iter().any(|branch| branch == "*") {
        BranchScope::All
    } else {
        let branches: Result<Vec<BranchId>, _> = claims.branches.iter().map(|code| BranchId::parse(code)).collect();
        BranchScope::of(branches.map_err(|_| invalid("branches"))?)
    };
    let kind = if is_service {
        CallerKind::Service
    } else {
        CallerKind::Person
    };
    Ok(Caller {
        subject,
        roles,
        scope,
        kind,
    })
}

fn invalid(why: &str) -> Error {
    refuse(&TOKEN_INVALID, why)
}

/// Why goes to the log alone: what a caller learns of a failed check helps the wrong one.
fn refuse(reason: &'static Reason, why: &str) -> Error {
    tracing::debug!(why, "a token was refused");
    reason.into()
}

#[cfg(test)]
mod tests;
