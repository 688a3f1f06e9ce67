//! The port and how connections are held to limits.

use std::{io, net::SocketAddr, time::Duration};

use tonic::transport::{Certificate, Identity, Server, ServerTlsConfig, server::TcpIncoming};

use super::ServeError;
use crate::{
    config::{Limits, Tls},
    files,
};

/// Longest that a TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// Takes the port.
pub(super) fn listen(address: SocketAddr) -> Result<TcpIncoming, ServeError> {
    let incoming = TcpIncoming::bind(address).map_err(|error| listen_error(address, &error))?;
    Ok(incoming.with_nodelay(Some(true)))
}

pub(super) fn listen_error(address: SocketAddr, error: &io::Error) -> ServeError {
    let (problem, remedy) = match error.kind() {
        io::ErrorKind::AddrInUse => (
            format!("port {} is in use", address.port()),
            "stop the other process, or choose another port with --listen (port 0 takes a free one)",
        ),
        io::ErrorKind::AddrNotAvailable => (
            format!("{} is no address of this machine", address.ip()),
            "choose 127.0.0.1, 0.0.0.0 or one of its addresses with --listen",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("port {} needs more rights", address.port()),
            "choose a port above 1023 with --listen",
        ),
        _ => (error.to_string(), "choose another address with --listen"),
    };
    ServeError::Listen {
        address,
        problem,
        remedy,
    }
}

/// HTTP/1.1 and HTTP/2 on one port, within limits.
pub(super) fn builder(limits: &Limits, tls: &Tls) -> Result<Server, ServeError> {
    let server = Server::builder()
        .accept_http1(true)
        .max_concurrent_streams(limits.max_streams_per_connection)
        .http2_max_header_list_size(limits.max_header_bytes)
        .http2_keepalive_interval(Some(Duration::from_secs(limits.keepalive_seconds)))
        .http2_keepalive_timeout(Some(Duration::from_secs(limits.keepalive_timeout_seconds)))
        .max_connection_age(Duration::from_secs(60 * limits.max_connection_age_minutes));
    if !tls.is_on() {
        return Ok(server);
    }
    super::install_crypto_provider();
    let failed = |what: String| ServeError::Tls { what };
    server
        .tls_config(server_tls(tls)?)
        .map_err(|error| failed(chain(&error)))
}

fn server_tls(tls: &Tls) -> Result<ServerTlsConfig, ServeError> {
    let read = |path| {
        files::read_text(path).map_err(|error| ServeError::Tls {
            what: error.to_string(),
        })
    };
    let identity = Identity::from_pem(read(&tls.cert_file)?, read(&tls.key_file)?);
    let config = ServerTlsConfig::new().identity(identity).timeout(HANDSHAKE_TIMEOUT);
    if tls.client_ca_file.as_os_str().is_empty() {
        return Ok(config);
    }
    Ok(config.client_ca_root(Certificate::from_pem(read(&tls.client_ca_file)?)))
}

fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
