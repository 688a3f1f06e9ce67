//! Whom to call. Kept sealed, and only while the task is open.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A customer's contact as the hotline has it for the ticket.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name of the person.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Where the machine stands.
    pub address: String,
    /// Distance zone, as the contract numbers it (DSP-11).
    pub zone: i32,
    /// Condition of the site (现场情况).
    pub site_condition: String,
}

/// Personal data never reaches a log.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(***)")
    }
}
