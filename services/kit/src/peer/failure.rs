//! What another service's answer means to the one that asked.

use std::collections::HashMap;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::{error::Error, status::DOMAIN};

/// Why a peer gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum PeerError {
    /// The peer refused for a reason of its rules. The caller decides what that means for its own use case.
    #[error("{0}")]
    Refused(PeerRefusal),
    /// The peer could not answer.
    #[error(transparent)]
    Failed(Error),
}

/// A peer's refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{peer} refused with {reason}")]
pub struct PeerRefusal {
    /// The peer's name.
    pub peer: &'static str,
    /// The reason, as in the catalogue.
    pub reason: String,
    /// The facts that came with it.
    pub metadata: HashMap<String, String>,
}

impl PeerError {
    /// From the status with which `peer` answered.
    ///
    /// The suite's own refusals stay refusals; what may pass by itself is `Unavailable`; everything else, such as a
    /// token that the peer does not take, is a fault of ours.
    pub fn from_status(peer: &'static str, status: Status) -> Self {
        match status.code() {
            Code::Unavailable | Code::DeadlineExceeded | Code::ResourceExhausted | Code::Cancelled | Code::Unknown => {
                Self::Failed(Error::unavailable(peer, status))
            }
            Code::Internal
            | Code::Unauthenticated
            | Code::PermissionDenied
            | Code::Unimplemented
            | Code::DataLoss
            | Code::Ok => Self::Failed(Error::internal_from(format!("call {peer}"), status)),
            Code::InvalidArgument
            | Code::NotFound
            | Code::AlreadyExists
            | Code::FailedPrecondition
            | Code::Aborted
            | Code::OutOfRange => match refusal(peer, &status) {
                Some(refusal) => Self::Refused(refusal),
                None => Self::Failed(Error::internal_from(format!("call {peer}"), status)),
            },
        }
    }

    /// The reason when the peer refused.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => Some(&refusal.reason),
            Self::Failed(_) => None,
        }
    }
}

fn refusal(peer: &'static str, status: &Status) -> Option<PeerRefusal> {
    let details = status.get_error_details();
    let info = details.error_info().filter(|info| info.domain == DOMAIN)?;
    Some(PeerRefusal {
        peer,
        reason: info.reason.clone(),
        metadata: info.metadata.clone(),
    })
}

/// A refusal that the use case has no answer to is a fault of ours: it should not have asked.
impl From<PeerError> for Error {
    fn from(error: PeerError) -> Self {
        match error {
            PeerError::Failed(error) => error,
            PeerError::Refused(refusal) => Self::internal_from(format!("call {}", refusal.peer), refusal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{i18n::Locale, reasons, status};

    #[test]
    fn a_refusal_keeps_its_reason_and_facts() {
        let refused = reasons::UNKNOWN_SERVICE.refuse().with("service", "parts");
        let error = PeerError::from_status("registry", status::refusal_status(&refused, Locale::En));
        assert_eq!(error.reason(), Some("UNKNOWN_SERVICE"));
        let PeerError::Refused(refusal) = &error else {
            unreachable!()
        };
        assert_eq!(refusal.metadata["service"], "parts");
        assert!(matches!(Error::from(error), Error::Internal { .. }));
    }

    #[test]
    fn what_may_pass_is_unavailable_and_the_rest_is_ours() {
        for code in [
            Code::Unavailable,
            Code::DeadlineExceeded,
            Code::ResourceExhausted,
            Code::Cancelled,
        ] {
            let error = PeerError::from_status("registry", Status::new(code, ""));
            assert!(
                matches!(Error::from(error), Error::Unavailable { what: "registry", .. }),
                "{code:?}"
            );
        }
        for code in [
            Code::Internal,
            Code::Unauthenticated,
            Code::PermissionDenied,
            Code::NotFound,
        ] {
            let error = PeerError::from_status("registry", Status::new(code, ""));
            assert!(
                matches!(Error::from(error), Error::Internal { .. }),
                "{code:?} without a reason of ours"
            );
        }
    }
}
