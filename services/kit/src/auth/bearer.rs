//! Showing a token as a client.

use tonic::{Request, Status, metadata::MetadataValue, service::Interceptor};

/// Adds a token to each request of a generated client.
#[derive(Clone)]
pub struct Bearer(String);

impl Bearer {
    /// Shows this token.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let value = MetadataValue::try_from(format!("Bearer {}", self.0));
        let value = value.map_err(|_| Status::invalid_argument("the token holds characters that no token has"))?;
        request.metadata_mut().insert("authorization", value);
        Ok(request)
    }
}
