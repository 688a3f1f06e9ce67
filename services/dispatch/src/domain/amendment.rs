//! Corrections of finished orders.

use aftersales_kit::{Refusal, id, text_enum, time::Timestamp};
use uuid::Uuid;

use super::{
    Action, Actor, WorkOrder,
    flow_reasons::{AMENDMENT_OF_OPEN_ORDER, AMENDS_NOTHING},
};

text_enum! {
    /// Part of an order that an amendment is about.
    pub enum AmendmentSubject {
        /// What was asked for.
        Request = "REQUEST",
        /// Who had it, and when.
        Assignment = "ASSIGNMENT",
        /// Attempts to reach the customer.
        Contact = "CONTACT",
        /// Times of promise and visit.
        Times = "TIMES",
        /// What was found and done.
        Work = "WORK",
        /// Parts.
        Parts = "PARTS",
        /// What was collected.
        Payment = "PAYMENT",
        /// What the customer signed.
        SignOff = "SIGN_OFF",
        /// Goods in custody and their voucher.
        Custody = "CUSTODY",
        /// Anything else.
        Other = "OTHER",
    }
}

/// What is wrong, and what should be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Part of the order.
    pub subject: AmendmentSubject,
    /// What stands there.
    pub was: String,
    /// What should.
    pub should_be: String,
    /// Why.
    pub reason: String,
}

/// A correction of a finished order; the order stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Id.
    pub id: Uuid,
    /// What is wrong, and what should be there.
    pub correction: Correction,
    /// When, and by whom.
    pub made: (Timestamp, String),
}

impl WorkOrder {
    /// Adds a correction to a finished order.
    ///
    /// # Errors
    /// `AMENDMENT_OF_OPEN_ORDER`, `AMENDS_NOTHING`.
    pub fn amend(&mut self, actor: &Actor, correction: Correction, now: Timestamp) -> Result<Amendment, Refusal> {
        if !self.state.admits(Action::Amend) {
            return Err(AMENDMENT_OF_OPEN_ORDER.refuse().with("state", self.state));
        }
        if correction.was.trim() == correction.should_be.trim() {
            return Err(AMENDS_NOTHING.field("should_be", "must differ from what was"));
        }
        let amendment = Amendment {
            id: id::new_uuid(),
            correction,
            made: (now, actor.code.clone()),
        };
        self.amendments.push(amendment.clone());
        Ok(amendment)
    }
}
