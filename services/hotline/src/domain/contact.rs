//! Whom to contact and where: the copy that the hotline keeps while a ticket is open, and who sees its number.

use std::fmt;

use aftersales_kit::{
    auth::{Role, Roles},
    phone::mask_phone,
};
use serde::{Deserialize, Serialize};

/// The copy of a ticket's contact: the columns of the repair register (HOT-23) and the need. Stored sealed only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name of the person.
    pub name: String,
    /// Telephone number as typed.
    pub phone: String,
    /// Where the machine stands.
    pub address: String,
    /// Condition of the site (现场情况).
    pub site_condition: String,
    /// What the customer needs.
    pub need: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(***)")
    }
}

/// Who asked a question: the copy that a consultation keeps. Stored sealed only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asker {
    /// Name of the person.
    pub name: String,
    /// Telephone number as typed.
    pub phone: String,
}

impl fmt::Debug for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asker(***)")
    }
}

/// Roles whose work is calling or visiting customers; everybody else sees masked numbers.
const CALLING: [Role; 9] = [
    Role::Hotline,
    Role::Coordinator,
    Role::Technician,
    Role::Receptionist,
    Role::Callback,
    Role::AppointmentClerk,
    Role::Chief,
    Role::DepartmentManager,
    Role::Service,
];

/// A number as a caller with these roles may see it, and whether it is masked.
pub fn shown_phone(phone: &str, roles: Roles) -> (String, bool) {
    if phone.is_empty() || CALLING.iter().any(|role| roles.has(*role)) {
        (phone.to_owned(), false)
    } else {
        (mask_phone(phone), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_roles_that_call_see_a_whole_number() {
        let shown = |role| shown_phone("13800000001", Roles::from_iter([role]));
        assert_eq!(shown(Role::Hotline), ("13800000001".to_owned(), false));
        for role in [
            Role::PartsClerk,
            Role::HeadOffice,
            Role::Accountant,
            Role::Softphone,
            Role::Supervisor,
        ] {
            assert_eq!(shown(role), ("138****0001".to_owned(), true));
        }
        assert_eq!(shown_phone("", Roles::NONE), (String::new(), false));
    }

    #[test]
    fn debug_output_shows_nobody() {
        let asker = Asker {
            name: "甲".to_owned(),
            phone: "1".to_owned(),
        };
        assert_eq!(format!("{asker:?}"), "Asker(***)");
    }
}
