//! Corrections beside what is closed.

use aftersales_kit::{Refusal, text_enum, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    reasons::{AMENDS_NOTHING, NOT_YET_CLOSED},
    ticket::{RegisterState, Ticket},
};

text_enum! {
    /// What is amended.
    pub enum Document {
        /// The ticket.
        Ticket = "TICKET",
        /// Its voucher (服务凭证).
        Voucher = "VOUCHER",
    }
}

/// What is corrected; sealed, as it may name people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What stands there.
    pub was: String,
    /// What should stand there.
    pub should_be: String,
    /// Why.
    pub reason: String,
}

/// A correction beside what is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Number among the ticket's amendments.
    pub number: i64,
    /// What is amended.
    pub document: Document,
    /// Which entry.
    pub what: String,
    /// What is corrected.
    pub correction: Correction,
    /// Who amended.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Amendment {
    /// Passes for a document that does not change any more, and a correction that says something else than it.
    ///
    /// # Errors
    /// `NOT_YET_CLOSED`, `AMENDS_NOTHING`.
    pub fn check(&self, ticket: &Ticket) -> Result<(), Refusal> {
        let closed = match self.document {
            Document::Ticket => ticket.is_over(),
            Document::Voucher => ticket.register.state != RegisterState::Open,
        };
        if !closed {
            let refusal = NOT_YET_CLOSED.refuse().with("ticket_id", ticket.id);
            return Err(refusal.with("document", self.document).with("state", ticket.state));
        }
        if self.correction.was.trim() == self.correction.should_be.trim() {
            return Err(AMENDS_NOTHING.field("should_be", "must differ from was"));
        }
        Ok(())
    }
}
