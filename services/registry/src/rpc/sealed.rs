//! Answers that hold personal data. The kit keeps each command's answer under its request id; these are kept sealed.

use aftersales_kit::{Error, Result, db::Tx, rpc::Call, seal::Sealer};
use aftersales_proto::Mutation;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures::future::BoxFuture;
use prost::Message;

use super::Registry;

/// An answer as the kit keeps it.
#[derive(Clone, PartialEq, Message)]
pub struct SealedAnswer {
    #[prost(bytes = "vec", tag = "1")]
    sealed: Vec<u8>,
}

impl SealedAnswer {
    fn seal(sealer: &Sealer, place: &str, answer: &impl Message) -> Result<Self> {
        let sealed = sealer.seal(&BASE64_STANDARD.encode(answer.encode_to_vec()), place)?;
        Ok(Self { sealed })
    }

    fn open<T: Message + Default>(&self, sealer: &Sealer, place: &str) -> Result<T> {
        let text = sealer.open(&self.sealed, place)?;
        let bytes = BASE64_STANDARD
            .decode(text)
            .map_err(|_| Error::internal("a sealed answer cannot be read"))?;
        T::decode(bytes.as_slice()).map_err(|_| Error::internal("a sealed answer cannot be read"))
    }
}

impl Registry {
    /// As [`aftersales_kit::service::Kit::command`], for an answer with personal data.
    ///
    /// # Errors
    /// Those of the kit and of `body`.
    pub(super) async fn sealed_command<T, F>(
        &self,
        call: &Call,
        request: &(impl Message + Mutation),
        body: F,
    ) -> Result<T>
    where
        T: Message + Default + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let place = format!("answer:{}", request.request_id());
        let (sealer, within) = (self.sealer.clone(), place.clone());
        let kept: SealedAnswer = self
            .kit
            .command(call, request, move |tx| {
                Box::pin(async move { SealedAnswer::seal(&sealer, &within, &body(tx).await?) })
            })
            .await?;
        kept.open(&self.sealer, &place)
    }
}
