//! Members of staff by code; names and phones stay in the registry.

use aftersales_proto::options::v1::Role;

use crate::id::StaffId;

/// A member of staff as every service knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Code.
    pub id: StaffId,
    /// Roles.
    pub roles: Vec<Role>,
    /// Skills, such as product lines.
    pub skills: Vec<String>,
    /// Whether the person has left.
    pub left: bool,
}

impl Staff {
    /// Whether the person works here in the role.
    pub fn works_as(&self, role: Role) -> bool {
        !self.left && self.roles.contains(&role)
    }
}
