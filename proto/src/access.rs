//! Who may call a method, read from the `access` options of the contracts.

use crate::options::v1::{Role, Scope};

/// What the contracts say of one method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodAccess {
    /// The path of the HTTP/2 request, such as `/aftersales.hotline.v1.HotlineService/OpenTicket`.
    pub path: &'static str,
    /// The roles that may call, bit n standing for role number n. Empty for a public method.
    pub roles: u64,
    /// How far the caller reaches.
    pub scope: Scope,
    /// Whether the method changes something: its request carries a `request_id`.
    pub mutating: bool,
}

impl MethodAccess {
    /// Whether holders of `role` may call.
    #[must_use]
    pub const fn admits(&self, role: Role) -> bool {
        self.roles & bit(role) != 0
    }

    /// Whether a caller with the roles of `bits` (bit n = role number n) may call.
    #[must_use]
    pub const fn admits_any(&self, bits: u64) -> bool {
        self.roles & bits != 0
    }

    /// Whether the method needs no token.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self.scope, Scope::Public)
    }
}

/// The bit of one role in [`MethodAccess::roles`].
#[must_use]
pub const fn bit(role: Role) -> u64 {
    1 << role as u32
}

/// What the contracts say of the method with this request path; `None` when no contract knows the path.
#[must_use]
pub fn access(path: &str) -> Option<&'static MethodAccess> {
    METHODS
        .binary_search_by(|method| method.path.cmp(path))
        .ok()
        .and_then(|index| METHODS.get(index))
}

include!(concat!(env!("OUT_DIR"), "/methods.rs"));
