//! Who acts on a work order.

use aftersales_kit::auth::Roles;

/// The caller, as far as decisions depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Staff code.
    pub code: String,
    /// His roles.
    pub roles: Roles,
    /// Acts for every order of the branch, not only for the own ones.
    pub for_all: bool,
    /// May let a technician depart while parts are unresolved (DSP-04).
    pub may_override: bool,
}
