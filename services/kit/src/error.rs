//! Refusals: a closed set of codes, reasons that are API, and every offending field at once.

use std::{collections::BTreeMap, fmt};

/// Result of everything that can be refused.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The closed set of outcomes. `status` maps each one to a gRPC code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The request itself is wrong, whatever the state.
    InvalidArgument,
    /// The record does not exist for this caller.
    NotFound,
    /// The thing is there already, with other content.
    AlreadyExists,
    /// The state or a rule forbids it now.
    FailedPrecondition,
    /// Somebody else changed the record; read it again.
    Aborted,
    /// A position beyond what is kept.
    OutOfRange,
    /// The caller's role does not allow it.
    PermissionDenied,
    /// No valid token.
    Unauthenticated,
    /// Too much at once; try later.
    ResourceExhausted,
    /// A part of the suite does not answer; try again.
    Unavailable,
    /// The caller's time ran out.
    DeadlineExceeded,
    /// Not offered here.
    Unimplemented,
    /// Our fault.
    Internal,
}

/// Why something was refused. The name is API: it never changes its meaning.
///
/// Declared with [`reasons!`](crate::reasons), collected in the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// Stable name in UPPER_SNAKE_CASE.
    pub name: &'static str,
    /// The outcome it belongs to.
    pub code: Code,
    /// What it means, for the catalogue.
    pub meaning: &'static str,
    /// What the caller can do, for the catalogue.
    pub action: &'static str,
    /// The sentence shown to an English reader.
    pub en: &'static str,
    /// The sentence shown to a reader of simplified Chinese.
    pub zh_cn: &'static str,
    /// The sentence shown to a reader of traditional Chinese.
    pub zh_tw: &'static str,
}

/// What the ids of rules begin with.
const RULE_FAMILIES: [&str; 11] = ["HOT", "DSP", "REC", "PRT", "BIL", "CBK", "X", "T", "F", "LAW", "STD"];

impl Reason {
    /// The rules that it follows from, as its meaning names them: `DSP-26`, `F-2`.
    pub fn rules(&self) -> Vec<&'static str> {
        let words = self.meaning.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let is_rule = |word: &&str| {
            word.split_once('-').is_some_and(|(family, number)| {
                RULE_FAMILIES.contains(&family)
                    && !number.is_empty()
                    && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        words.filter(is_rule).collect()
    }

    /// A refusal for this reason, ready to be given fields and facts.
    pub fn refuse(&'static self) -> Refusal {
        Refusal {
            reason: self,
            violations: Vec::new(),
            metadata: BTreeMap::new(),
        }
    }

    /// A refusal for this reason that names one offending field.
    pub fn field(&'static self, field: impl Into<String>, description: impl Into<String>) -> Refusal {
        self.refuse().field(field, description)
    }
}

/// Declares reasons and the list of them for the catalogue.
///
/// ```ignore
/// reasons! {
///     /// The visit was promised for a time at which the branch is closed (DSP-11).
///     PROMISE_IN_CLOSED_TIME: FailedPrecondition {
///         action: "Choose a window inside the opening hours.",
///         en: "The branch is closed at that time.",
///         zh_cn: "该时段网点不营业。",
///         zh_tw: "該時段網點不營業。",
///     }
/// }
/// ```
#[macro_export]
macro_rules! reasons {
    ($( $(#[doc = $doc:literal])+ $name:ident : $code:ident {
        action: $action:literal, en: $en:literal, zh_cn: $cn:literal, zh_tw: $tw:literal $(,)?
    } )*) => {
        $(
            $(#[doc = $doc])+
            pub static $name: $crate::error::Reason = $crate::error::Reason {
                name: stringify!($name),
                code: $crate::error::Code::$code,
                meaning: concat!($($doc),+),
                action: $action,
                en: $en,
                zh_cn: $cn,
                zh_tw: $tw,
            };
        )*
        /// Every reason of this module, for the catalogue.
        pub static REASONS: &[&$crate::error::Reason] = &[$(&$name),*];
    };
}

/// One offending field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field as in the contract, such as `lines[0].part_no`.
    pub field: String,
    /// What is wrong with it, in English.
    pub description: String,
    /// Stable name of the broken rule.
    pub reason: &'static str,
}

/// A refusal: the reason, all offending fields, and the facts that help the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: &'static Reason,
    /// All offending fields.
    pub violations: Vec<Violation>,
    /// Facts for the caller: ids, states, limits. Never personal data.
    pub metadata: BTreeMap<String, String>,
}

impl Refusal {
    /// Adds a fact.
    pub fn with(mut self, key: impl Into<String>, value: impl fmt::Display) -> Self {
        self.metadata.insert(key.into(), value.to_string());
        self
    }

    /// Adds an offending field.
    pub fn field(mut self, field: impl Into<String>, description: impl Into<String>) -> Self {
        self.violations.push(Violation {
            field: field.into(),
            description: description.into(),
            reason: self.reason.name,
        });
        self
    }
}

/// Whatever keeps a use case from finishing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule or the request's own content forbids it.
    #[error("refused: {}", .0.reason.name)]
    Refused(Box<Refusal>),
    /// A store or peer does not answer; the same call may succeed later.
    #[error("{what} does not answer")]
    Unavailable {
        /// Which part.
        what: &'static str,
        /// What it said.
        #[source]
        source: Option<BoxError>,
    },
    /// A fault of ours. The text goes to the log, not to the caller.
    #[error("{what}")]
    Internal {
        /// What was attempted.
        what: String,
        /// What came back.
        #[source]
        source: Option<BoxError>,
    },
}

/// Source of an error whose type does not matter.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// A fault of ours with no further source.
    pub fn internal(what: impl Into<String>) -> Self {
        Self::Internal {
            what: what.into(),
            source: None,
        }
    }

    /// A fault of ours with its source.
    pub fn internal_from(what: impl Into<String>, source: impl Into<BoxError>) -> Self {
        Self::Internal {
            what: what.into(),
            source: Some(source.into()),
        }
    }

    /// A part that does not answer.
    pub fn unavailable(what: &'static str, source: impl Into<BoxError>) -> Self {
        Self::Unavailable {
            what,
            source: Some(source.into()),
        }
    }

    /// The reason's name when this is a refusal.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.reason.name),
            Self::Unavailable { .. } | Self::Internal { .. } => None,
        }
    }

    /// Whether the same call may succeed later without any change.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Refused(refusal) => {
                matches!(
                    refusal.reason.code,
                    Code::Unavailable | Code::ResourceExhausted | Code::Aborted
                )
            }
            Self::Unavailable { .. } => true,
            Self::Internal { .. } => false,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<&'static Reason> for Error {
    fn from(reason: &'static Reason) -> Self {
        reason.refuse().into()
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::unavailable("store", error)
            }
            sqlx::Error::Database(ref db) if retryable(db.code().as_deref()) => Self::unavailable("store", error),
            other => Self::internal_from("store statement failed", other),
        }
    }
}

/// Serialization failure, deadlock, lock or statement time-out, server going down; SQLite busy, locked and full, also
/// with their extended codes.
fn retryable(code: Option<&str>) -> bool {
    matches!(
        code,
        Some(
            "40001"
                | "40P01"
                | "55P03"
                | "57014"
                | "57P01"
                | "57P02"
                | "57P03"
                | "53300"
                | "25P03"
                | "5"
                | "6"
                | "13"
                | "261"
                | "262"
                | "517"
                | "773"
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_its_rules() {
        let of = |meaning| Reason {
            name: "X",
            code: Code::Internal,
            meaning,
            action: "",
            en: "",
            zh_cn: "",
            zh_tw: "",
        };
        let cases = [
            ("The state does not allow it (F-2, DSP-26).", vec!["F-2", "DSP-26"]),
            ("A two-way call about X-rays in UTF-8, see HOT-8b and T-.", vec![]),
            ("Nothing of the business.", vec![]),
        ];
        for (meaning, rules) in cases {
            assert_eq!(of(meaning).rules(), rules, "{meaning}");
        }
    }
}
