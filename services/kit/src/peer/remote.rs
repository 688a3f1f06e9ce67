//! Calls to another process: one HTTP/2 connection that comes back by itself, with this process's token.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use http::{HeaderValue, Request, Response, header::AUTHORIZATION};
use tonic::{
    body::Body,
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint},
};
use tower::Service;

use super::Answer;
use crate::{
    config::{Auth, ConfigError, Tls},
    error::BoxError,
    files,
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// A dead connection is noticed after interval plus time-out, also while nothing is sent.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a token that was read is used before the file is looked at again; tokens are replaced before they expire.
const TOKEN_AGE: Duration = Duration::from_secs(30);

/// A channel to a service in another process.
#[derive(Debug, Clone)]
pub struct Remote {
    channel: Channel,
    token: Option<TokenFile>,
}

/// The file with this process's token.
#[derive(Debug, Clone)]
pub(super) struct TokenFile {
    path: PathBuf,
    read: Arc<Mutex<Option<(Instant, HeaderValue)>>>,
}

pub(super) fn token_file(auth: &Auth) -> Option<TokenFile> {
    let path = auth.service_token_file.clone();
    (!path.as_os_str().is_empty()).then(|| TokenFile {
        path,
        read: Arc::default(),
    })
}

impl TokenFile {
    /// The header's value. A file that cannot be read leaves the token that was read before.
    fn header(&self) -> Option<HeaderValue> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, header)) = &*read
            && at.elapsed() < TOKEN_AGE
        {
            return Some(header.clone());
        }
        match files::read_text(&self.path) {
            Ok(text) => {
                let mut header = HeaderValue::try_from(format!("Bearer {}", text.trim())).ok()?;
                header.set_sensitive(true);
                *read = Some((Instant::now(), header));
            }
            Err(error) => tracing::warn!(%error, "the token for other processes stays as it was"),
        }
        read.as_ref().map(|(_, header)| header.clone())
    }
}

impl Remote {
    pub(super) fn open(name: &str, url: &str, token: Option<TokenFile>, tls: &Tls) -> Result<Self, ConfigError> {
        let failed = |what: String| ConfigError::Value {
            key: "peers",
            problem: format!("the URL of {name} is \"{url}\": {what}"),
            remedy: "give http:// or https:// with host and port",
        };
        let mut endpoint = Endpoint::from_shared(url.to_owned())
            .map_err(|error| failed(error.to_string()))?
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEPALIVE_INTERVAL)
            .keep_alive_timeout(KEEPALIVE_TIMEOUT)
            .keep_alive_while_idle(true)
            .tcp_nodelay(true);
        if url.starts_with("https://") {
            endpoint = endpoint
                .tls_config(client_tls(tls)?)
                .map_err(|error| failed(error.to_string()))?;
        }
        Ok(Self {
            channel: endpoint.connect_lazy(),
            token,
        })
    }
}

fn client_tls(tls: &Tls) -> Result<ClientTlsConfig, ConfigError> {
    crate::serve::install_crypto_provider();
    let authority = files::read_text(&tls.peer_ca_file).map_err(|error| ConfigError::Value {
        key: "tls.peer_ca_file",
        problem: error.to_string(),
        remedy: "give the certificates (PEM) of the authority that signed the other processes' certificates",
    })?;
    Ok(ClientTlsConfig::new()
        .ca_certificate(Certificate::from_pem(authority))
        .timeout(CONNECT_TIMEOUT))
}

impl Service<Request<Body>> for Remote {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Answer;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.channel.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, mut request: Request<Body>) -> Answer {
        if let Some(token) = self.token.as_ref().and_then(TokenFile::header) {
            request.headers_mut().insert(AUTHORIZATION, token);
        }
        let answer = self.channel.call(request);
        Box::pin(async move { answer.await.map_err(Into::into) })
    }
}
