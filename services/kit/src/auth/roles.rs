//! Sets of roles, and the roles' names in tokens.

use std::fmt;

use aftersales_proto::options::v1::Role;

/// A set of roles: bit n stands for role number n of the contract.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Roles(u64);

impl Roles {
    /// No role.
    pub const NONE: Self = Self(0);

    /// From bits, as the access table has them.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits, as the access table has them.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether the role is in the set.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// Whether no role is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in the contract's order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        (1..64)
            .filter_map(|number| Role::try_from(number).ok())
            .filter(move |role| self.has(*role))
    }

    /// The role of a token's name, such as `parts-clerk`. `None` for a name that the contract does not know.
    pub fn parse(name: &str) -> Option<Role> {
        let known = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let proto = format!("ROLE_{}", name.to_ascii_uppercase().replace('-', "_"));
        known
            .then(|| Role::from_str_name(&proto))
            .flatten()
            .filter(|role| *role != Role::Unspecified)
    }

    /// A role's name in tokens and messages: lower case with dashes, such as `parts-clerk`.
    pub fn name(role: Role) -> String {
        role.as_str_name()
            .trim_start_matches("ROLE_")
            .to_ascii_lowercase()
            .replace('_', "-")
    }

    /// Every role's name, in the contract's order.
    pub fn names() -> Vec<String> {
        Self(u64::MAX).iter().map(Self::name).collect()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        let bits = roles
            .into_iter()
            .filter(|role| *role != Role::Unspecified)
            .fold(0, |bits, role| bits | 1 << role as u32);
        Self(bits)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.iter().map(Self::name).collect();
        f.write_str(&names.join(", "))
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{self}]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_name_that_leads_back_to_it() {
        let all: Vec<Role> = Roles(u64::MAX).iter().collect();
        assert!(all.len() >= 20 && !all.contains(&Role::Unspecified));
        for role in all {
            assert_eq!(Roles::parse(&Roles::name(role)), Some(role));
        }
        assert_eq!(Roles::name(Role::PartsClerk), "parts-clerk");
    }

    #[test]
    fn other_names_are_no_roles() {
        for name in ["", "unspecified", "HOTLINE", "Hotline", "parts_clerk", "root", "热线"] {
            assert_eq!(Roles::parse(name), None, "{name}");
        }
    }

    #[test]
    fn sets_hold_what_was_put_in() {
        let roles = Roles::from_iter([Role::Hotline, Role::Callback, Role::Unspecified]);
        assert!(roles.has(Role::Hotline) && roles.has(Role::Callback) && !roles.has(Role::Admin));
        assert_eq!(roles.to_string(), "hotline, callback");
        assert!(!roles.has(Role::Unspecified) && Roles::NONE.is_empty());
    }
}
