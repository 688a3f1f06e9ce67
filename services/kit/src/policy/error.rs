//! What is wrong with a policy.

use super::{catalogue::PolicyKey, value::Kind};

/// Why a policy cannot be read or put.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The catalogue has no such key.
    #[error("no policy is named {name:?}")]
    UnknownKey {
        /// The name as given, cut to 64 characters.
        name: String,
    },
    /// The text is not a value of that kind.
    #[error("{text:?} is not {kind}")]
    BadValue {
        /// What was expected.
        kind: Kind,
        /// The text as given, cut to 64 characters.
        text: String,
    },
    /// The value is well formed, but the key holds another kind, or may not be without a value.
    #[error("{value} is not a value for {key}, which holds {}", key.kind())]
    WrongKind {
        /// The policy.
        key: PolicyKey,
        /// The value's text form.
        value: String,
    },
}
