//! Who comes and why, in words. Kept sealed, and only until the customer has come.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A customer's contact as the hotline has it for the ticket.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name of the person.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Distance zone, as the contract numbers it (DSP-11).
    pub zone: i32,
    /// Condition of the site (现场情况).
    pub site_condition: String,
}

/// What the hotline wrote down about a ticket.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// What the customer needs.
    pub need_summary: String,
}

/// Personal data never reaches a log.
impl fmt::Debug for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Matter(***)")
    }
}
