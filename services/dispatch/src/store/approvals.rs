//! How the roles of an approval stand in a column.

use aftersales_kit::auth::Roles;

/// As stored: the roles' names.
pub(super) fn stored(roles: Roles) -> String {
    roles.to_string()
}

/// From the column.
pub(super) fn read(text: &str) -> Roles {
    text.split(", ").filter_map(Roles::parse).collect()
}
