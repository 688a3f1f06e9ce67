//! Public keys that tokens are checked with, from a JWKS file or URL.

use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse},
};
use tokio::sync::{Mutex, MutexGuard};

use crate::files::{self, FileError};

/// Least time between two looks at the source, so that tokens with made-up key ids cause no storm.
const LEAST_INTERVAL: Duration = Duration::from_secs(30);
/// Keys older than this are looked up again, so that a withdrawn key loses its effect.
const MAX_AGE: Duration = Duration::from_secs(3_600);
/// Longest that a look at the URL may take.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// Keys that cannot be had. The text names the source and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The URL does not answer with keys.
    #[error("cannot fetch keys from {url}: {what}; check auth.jwks_url and that this machine reaches it")]
    Url {
        /// The URL.
        url: String,
        /// What went wrong.
        what: String,
    },
    /// The document has no key that may sign tokens.
    #[error("{origin} holds no key for EdDSA, ES256 or RS256 in JWKS form; give the token issuer's public keys")]
    NoKeys {
        /// Where the document came from.
        origin: String,
    },
}

/// A key and the one algorithm it is used with; the token's own word on that counts for nothing.
pub(super) struct PublicKey {
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

type KeySet = HashMap<String, Arc<PublicKey>>;

/// The public keys of the tokens' issuer. Looked up again when a token names an unknown key, not more often than every 30 seconds.
pub struct Keys {
    current: RwLock<Arc<KeySet>>,
    looked: Mutex<Instant>,
    least_interval: Duration,
    max_age: Duration,
    source: Source,
}

enum Source {
    Fixed,
    File(PathBuf),
    Url { url: String, client: reqwest::Client },
}

impl Keys {
    /// From a JWKS document that never changes.
    ///
    /// # Errors
    /// [`KeysError::NoKeys`].
    pub fn from_jwks(document: &str) -> Result<Self, KeysError> {
        let keys = parse(document.as_bytes(), "the JWKS document")?;
        Ok(Self::with(keys, Source::Fixed))
    }

    /// From a JWKS file; read again when it has changed.
    ///
    /// # Errors
    /// The file cannot be read or holds no usable key.
    pub fn from_jwks_file(path: &Path) -> Result<Self, KeysError> {
        let keys = read_file(path)?;
        Ok(Self::with(keys, Source::File(path.to_owned())))
    }

    /// From a URL; fetched again when keys change.
    ///
    /// # Errors
    /// The URL does not answer or gives no usable key.
    pub async fn from_jwks_url(url: &str) -> Result<Self, KeysError> {
        crate::serve::install_crypto_provider();
        let failed = |error: reqwest::Error| KeysError::Url {
            url: url.to_owned(),
            what: error.to_string(),
        };
        let client = reqwest::Client::builder()
            .timeout(FETCH_TIMEOUT)
            .build()
            .map_err(failed)?;
        let keys = fetch(&client, url).await?;
        Ok(Self::with(
            keys,
            Source::Url {
                url: url.to_owned(),
                client,
            },
        ))
    }

    fn with(keys: KeySet, source: Source) -> Self {
        Self {
            current: RwLock::new(Arc::new(keys)),
            looked: Mutex::new(Instant::now()),
            least_interval: LEAST_INTERVAL,
            max_age: MAX_AGE,
            source,
        }
    }

    /// The key with this id; without an id, the only key there is.
    pub(super) async fn find(&self, kid: Option<&str>) -> Option<Arc<PublicKey>> {
        match pick(&self.snapshot(), kid) {
            Some(found) if !self.refresh_if_old().await => Some(found),
            Some(_) => pick(&self.snapshot(), kid),
            None => {
                self.refresh_for_unknown().await;
                pick(&self.snapshot(), kid)
            }
        }
    }

    fn snapshot(&self) -> Arc<KeySet> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at the source again when the keys are old; whether it did. Callers that come meanwhile keep to the keys there are.
    async fn refresh_if_old(&self) -> bool {
        match self.looked.try_lock() {
            Ok(looked) if looked.elapsed() >= self.max_age => self.refresh(looked).await,
            _ => false,
        }
    }

    /// Looks at the source again for an unknown key. Callers that come meanwhile wait for what is found.
    async fn refresh_for_unknown(&self) -> bool {
        let looked = self.looked.lock().await;
        looked.elapsed() >= self.least_interval && self.refresh(looked).await
    }

    async fn refresh(&self, mut looked: MutexGuard<'_, Instant>) -> bool {
        *looked = Instant::now();
        let keys = match &self.source {
            Source::Fixed => return false,
            Source::File(path) => read_file(path),
            Source::Url { url, client } => fetch(client, url).await,
        };
        match keys {
            Ok(keys) => *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys),
            Err(error) => tracing::warn!(%error, "token keys stay as they were"),
        }
        true
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.snapshot().keys()).finish()
    }
}

fn pick(keys: &KeySet, kid: Option<&str>) -> Option<Arc<PublicKey>> {
    match kid {
        Some(kid) => keys.get(kid).cloned(),
        None if keys.len() == 1 => keys.values().next().cloned(),
        None => None,
    }
}

fn read_file(path: &Path) -> Result<KeySet, KeysError> {
    parse(files::read_text(path)?.as_bytes(), &path.display().to_string())
}

async fn fetch(client: &reqwest::Client, url: &str) -> Result<KeySet, KeysError> {
    let failed = |error: reqwest::Error| KeysError::Url {
        url: url.to_owned(),
        what: error.to_string(),
    };
    let answer = client
        .get(url)
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(failed)?;
    let document = answer.bytes().await.map_err(failed)?;
    parse(&document, url)
}

fn parse(document: &[u8], origin: &str) -> Result<KeySet, KeysError> {
    let set: Option<JwkSet> = serde_json::from_slice(document).ok();
    let keys: KeySet = set.iter().flat_map(|set| &set.keys).filter_map(usable).collect();
    if keys.is_empty() {
        Err(KeysError::NoKeys {
            origin: origin.to_owned(),
        })
    } else {
        Ok(keys)
    }
}

/// A key that may sign tokens: for signatures, of an allowed algorithm that fits its type.
fn usable(jwk: &Jwk) -> Option<(String, Arc<PublicKey>)> {
    if !matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature)) {
        return None;
    }
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => Algorithm::EdDSA,
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Algorithm::ES256,
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        _ => return None,
    };
    if jwk
        .common
        .key_algorithm
        .is_some_and(|named| named != KeyAlgorithm::from(algorithm))
    {
        return None;
    }
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some((
        jwk.common.key_id.clone().unwrap_or_default(),
        Arc::new(PublicKey { algorithm, key }),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED: &str = r#"{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    fn set(keys: &[&str]) -> String {
        format!(r#"{{"keys":[{}]}}"#, keys.join(","))
    }

    #[test]
    fn only_keys_of_allowed_algorithms_are_taken() {
        let symmetric = r#"{"kty":"oct","alg":"HS256","kid":"h","k":"c2VjcmV0"}"#;
        let mismatched = ED.replace(r#""kid":"a""#, r#""kid":"m","alg":"ES256""#);
        let sealing = ED.replace(r#""kid":"a""#, r#""kid":"e","use":"enc""#);
        let keys = Keys::from_jwks(&set(&[ED, symmetric, &mismatched, &sealing])).unwrap();
        assert_eq!(format!("{keys:?}"), r#"["a"]"#);
        for bad in ["", "{}", "[]", "nonsense", &set(&[symmetric])] {
            assert!(matches!(Keys::from_jwks(bad), Err(KeysError::NoKeys { .. })), "{bad}");
        }
    }

    #[tokio::test]
    async fn the_file_is_looked_at_again_but_not_all_the_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("jwks.json");
        std::fs::write(&path, set(&[ED])).unwrap();
        let mut keys = Keys::from_jwks_file(&path).unwrap();
        std::fs::write(&path, set(&[ED, &ED.replace(r#""kid":"a""#, r#""kid":"b""#)])).unwrap();
        assert!(keys.find(Some("b")).await.is_none(), "looked a moment ago");
        keys.least_interval = Duration::ZERO;
        assert!(keys.find(Some("b")).await.is_some(), "a new key");
        assert!(keys.find(None).await.is_none(), "two keys, no id");
        std::fs::write(&path, set(&[ED])).unwrap();
        assert!(keys.find(Some("b")).await.is_some(), "known, and not old");
        keys.max_age = Duration::ZERO;
        assert!(keys.find(Some("b")).await.is_none(), "withdrawn");
        std::fs::remove_file(&path).unwrap();
        assert!(
            keys.find(Some("a")).await.is_some(),
            "an unreadable source changes nothing"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let text = Keys::from_jwks_file(Path::new("/no/jwks.json"))
            .unwrap_err()
            .to_string();
        assert!(text.contains("/no/jwks.json"), "{text}");
    }
}
