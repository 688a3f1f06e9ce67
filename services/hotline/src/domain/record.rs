//! What an intake holds beside its ticket, as it is kept.

use aftersales_kit::{
    id::{BranchId, TicketId},
    time::{BusinessDate, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::{
    booking::Letter,
    guidance::{Diagnosis, Estimate},
};

/// Kept once, when the ticket is opened. No personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntakeRecord {
    /// Whose contact it is, by the contract's name.
    pub party: String,
    /// Who began the booking (HOT-38), by the contract's name; empty when nothing was booked.
    pub booking_origin: String,
    /// Day of the booking.
    pub expected_on: Option<BusinessDate>,
    /// Message with name, address and number of the branch (HOT-10).
    pub guidance_message: String,
    /// Documents to bring (HOT-37).
    pub documents: Vec<String>,
    /// Diagnosis (HOT-34).
    pub diagnosis: Option<Diagnosis>,
    /// Estimate (HOT-35).
    pub estimate: Option<Estimate>,
    /// Liaison letter.
    pub letter: Option<Letter>,
    /// Technician who found it; empty for none.
    pub technician: String,
}

/// A request for on-site service without a technician (HOT-24), and how often it was carried over (DSP-36).
#[derive(Debug, Clone)]
pub struct Awaiting {
    /// Ticket.
    pub ticket_id: TicketId,
    /// How often it was carried over.
    pub times: i64,
    /// Day on which it should have been dispatched first.
    pub from_day: Option<BusinessDate>,
    /// Working day on which the department manager has it.
    pub to_day: Option<BusinessDate>,
}

/// A request that a branch's closing finds without a technician.
#[derive(Debug, Clone)]
pub struct Undispatched {
    /// Ticket.
    pub ticket_id: TicketId,
    /// Register number.
    pub register_no: String,
    /// Branch.
    pub branch_id: BranchId,
    /// How often it was carried over before.
    pub times: i64,
}

/// When a customer's data were confirmed last, and from when on they are to be confirmed again (HOT-32).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// When.
    pub confirmed_at: Timestamp,
    /// Last instant at which the confirmation holds.
    pub holds_until: Timestamp,
}
