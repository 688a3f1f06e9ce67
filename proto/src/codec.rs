//! The codec of the generated clients and servers: protobuf, and every decoded message held to its contract.

use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;

use prost::Message;
use prost::bytes::Buf;
use tonic::Status;
use tonic::codec::{BufferSettings, Codec, DecodeBuf, Decoder};
use tonic_prost::ProstEncoder;

use crate::check::{Check, Path, Violation, reason};

/// Turns what is wrong with a request into the status that its caller gets.
pub type Renderer = fn(&[Violation]) -> Status;

static RENDERER: OnceLock<Renderer> = OnceLock::new();

/// Sets how violations become a status, for the whole process. The first call counts; later ones return `false`.
///
/// Bytes that are no message of the method arrive as one violation with an empty field and the reason `UNREADABLE`.
pub fn set_renderer(renderer: Renderer) -> bool {
    RENDERER.set(renderer).is_ok()
}

/// The status of a request with these violations, as the renderer words it.
#[must_use]
pub fn refuse(violations: &[Violation]) -> Status {
    RENDERER
        .get()
        .map_or_else(|| plain(violations), |renderer| renderer(violations))
}

fn plain(violations: &[Violation]) -> Status {
    if violations
        .iter()
        .any(|violation| violation.reason == reason::UNREADABLE)
    {
        return Status::invalid_argument("the request is not readable as the message of this method");
    }
    let list: Vec<String> = violations.iter().map(ToString::to_string).collect();
    Status::invalid_argument(format!("the request breaks its contract: {}", list.join(", ")))
}

/// Protobuf codec that refuses a request as soon as it is decoded when it breaks its contract.
/// Answers (messages named `...Response`) are decoded without a check.
pub struct CheckedCodec<T, U> {
    types: PhantomData<(T, U)>,
}

impl<T, U> Default for CheckedCodec<T, U> {
    fn default() -> Self {
        Self { types: PhantomData }
    }
}

impl<T, U> fmt::Debug for CheckedCodec<T, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedCodec")
    }
}

impl<T, U> Codec for CheckedCodec<T, U>
where
    T: Message + Send + 'static,
    U: Message + Default + Check + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = ProstEncoder<T>;
    type Decoder = CheckedDecoder<U>;

    fn encoder(&mut self) -> Self::Encoder {
        ProstEncoder::default()
    }

    fn decoder(&mut self) -> Self::Decoder {
        CheckedDecoder { message: PhantomData }
    }
}

/// The decoding half of [`CheckedCodec`].
pub struct CheckedDecoder<U> {
    message: PhantomData<U>,
}

impl<U> fmt::Debug for CheckedDecoder<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedDecoder")
    }
}

impl<U: Message + Default + Check> Decoder for CheckedDecoder<U> {
    type Item = U;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<U>, Status> {
        decode(buffer).map(Some)
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::default()
    }
}

/// Decodes one message and checks it.
///
/// # Errors
/// The rendered refusal when a request is not readable or breaks its contract; `INTERNAL` when an answer is not
/// readable.
pub fn decode<U: Message + Default + Check>(buffer: impl Buf) -> Result<U, Status> {
    let message = U::decode(buffer).map_err(|_| unreadable::<U>())?;
    let mut violations = Vec::new();
    message.check(&mut Path::root(), &mut violations);
    if violations.is_empty() {
        Ok(message)
    } else {
        Err(refuse(&violations))
    }
}

fn unreadable<U: Check>() -> Status {
    if U::ANSWER {
        return Status::internal("the answer is not readable as the message of this method");
    }
    refuse(&[Violation {
        field: String::new(),
        reason: reason::UNREADABLE,
        param: None,
    }])
}
