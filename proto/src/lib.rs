//! The contracts of the suite as Rust types.
//!
//! Each `proto/aftersales/<name>/<version>` package is a module here: messages, a client and a server trait for
//! every service. Beside them stand what the contracts promise: the [`check`] of every message, run by the
//! [`codec`] as soon as a request is decoded, the [`access`] table of every method, and the [`Mutation`] view of
//! requests that carry an idempotency key.

pub mod access;
pub mod check;
pub mod codec;

pub use check::{Check, Path, Violation};

include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// All contracts as an encoded `google.protobuf.FileDescriptorSet`, imports and our own options included.
/// It is what reflection serves.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor.bin"));

/// A request that changes something and therefore carries an idempotency key.
pub trait Mutation {
    /// The key as sent: a UUID in its 36-character form once the message has passed its check.
    fn request_id(&self) -> &str;
}

#[allow(warnings, clippy::all, reason = "generated code is not written for readers")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/checks.rs"));
    include!(concat!(env!("OUT_DIR"), "/mutations.rs"));
    include!(concat!(env!("OUT_DIR"), "/debugs.rs"));
}
