//! Who calls: a signed token becomes a [`Caller`], and the contract says what that caller may call.
//!
//! Nothing but the token is believed. Tokens are checked against the machine's clock, also while a manual clock
//! stands still.

mod access;
mod bearer;
mod keys;
mod recent;
mod roles;
mod scope;
mod signing;
mod verifier;

pub use access::{Access, AccessLayer};
pub(crate) use access::{locale_of, permit};
pub use bearer::Bearer;
pub use keys::{Keys, KeysError};
pub use roles::Roles;
pub use scope::BranchScope;
pub use signing::{Grant, JWKS_FILE, SIGNING_KEY_FILE, SigningKey};
pub use verifier::Verifier;

pub use aftersales_proto::options::v1::Role;

/// Who makes a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token's subject: a staff code, a program's name, or `service:<name>`.
    pub subject: String,
    /// What the caller is.
    pub roles: Roles,
    /// The branches whose records exist for the caller.
    pub scope: BranchScope,
    /// Person, service or nobody.
    pub kind: CallerKind,
}

/// The kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallerKind {
    /// A person or an outside program, with a token.
    Person,
    /// Another service of the suite.
    Service,
    /// Nobody said who; public methods only.
    Anonymous,
}

/// What the subject of a service begins with. No person's token may carry it.
pub(crate) const SERVICE_PREFIX: &str = "service:";

impl Caller {
    /// A service of the suite, also when it acts by itself on a timer or an event.
    pub fn service(name: &str) -> Self {
        Self {
            subject: format!("{SERVICE_PREFIX}{name}"),
            roles: Roles::from_iter([Role::Service]),
            scope: BranchScope::All,
            kind: CallerKind::Service,
        }
    }

    /// Nobody: the caller of a public method.
    pub const fn anonymous() -> Self {
        Self {
            subject: String::new(),
            roles: Roles::NONE,
            scope: BranchScope::NONE,
            kind: CallerKind::Anonymous,
        }
    }

    /// Whether the caller holds the role.
    pub const fn has(&self, role: Role) -> bool {
        self.roles.has(role)
    }
}
