//! Who acts on a work order.

/// The caller, as far as decisions depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Staff code.
    pub code: String,
    /// Acts for every order of the branch, not only for the own ones.
    pub for_all: bool,
    /// May let a technician depart while parts are unresolved (DSP-04).
    pub may_override: bool,
}
