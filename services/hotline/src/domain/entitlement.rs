//! What an asset was entitled to when its owner first asked, as the registry found it.

use aftersales_kit::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The registry's answer, kept with the ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    /// The instant that was asked for.
    pub at: Timestamp,
    /// Whole-machine warranty runs.
    pub in_warranty: bool,
    /// On-site period runs.
    pub in_onsite_period: bool,
    /// Free on-site service is allowed.
    pub free_onsite: bool,
    /// Free carry-in service is allowed.
    pub free_carry_in: bool,
    /// What covers, by the contract's name.
    pub coverage_kind: String,
    /// The class that follows, by the contract's name.
    pub service_class: String,
    /// Why.
    pub reasons: Vec<EntitlementReason>,
    /// Last day of the whole-machine warranty, `YYYY-MM-DD`.
    pub warranty_end: String,
    /// Last day of the on-site period; empty when there is none.
    pub onsite_end: String,
}

/// A fact that an entitlement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntitlementReason {
    /// Kind, by the contract's name.
    pub kind: String,
    /// The same in words.
    pub text: String,
}
