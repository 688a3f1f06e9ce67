//! Telling a customer what becomes of a machine that could not be repaired on site (向客户回馈问题情况, HOT-28), and
//! answering what he demanded there (DSP-63).

use aftersales_kit::{
    Reason, Refusal,
    id::{BranchId, TicketId},
    text_enum,
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    intake_reasons::{CONTACT_TASK_CLOSED, CONTACT_TASK_DONE},
    ticket::TicketState,
};

/// The plan of a task that answers a demand.
pub const ANSWER: &str = "ANSWER";

/// Kind of the deadline by which the customer is told.
pub const TELL_CUSTOMER: &str = "tell_customer";

text_enum! {
    /// State of a contact task.
    pub enum ContactTaskState {
        /// The customer is to be told.
        Open = "OPEN",
        /// The customer was told.
        Done = "DONE",
        /// The ticket ended before anybody told.
        Closed = "CLOSED",
    }
}

text_enum! {
    /// Why a contact task was closed without telling the customer.
    pub enum CloseReason {
        /// The ticket was closed.
        TicketClosed = "TICKET_CLOSED",
        /// The ticket was cancelled.
        TicketCancelled = "TICKET_CANCELLED",
    }
}

/// A customer who is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactTask {
    /// Id.
    pub id: Uuid,
    /// Branch.
    pub branch_id: BranchId,
    /// Ticket.
    pub ticket_id: TicketId,
    /// Number of the work order.
    pub work_order_no: String,
    /// What is to follow, by the contract's name; [`ANSWER`] for a demand.
    pub plan: String,
    /// What the demand is about, by the contract's name; empty for the other plans.
    pub topic: String,
    /// State.
    pub state: ContactTaskState,
    /// Since when.
    pub opened_at: Timestamp,
    /// By when.
    pub due_at: Timestamp,
    /// When the customer was told.
    pub done_at: Option<Timestamp>,
    /// Who told.
    pub done_by: String,
    /// Why and when it ended with its ticket.
    pub closed: Option<(CloseReason, Timestamp)>,
    /// Version of the record.
    pub version: i64,
}

impl ContactTask {
    /// What may be done with it now.
    pub const fn possible(&self) -> &'static [&'static str] {
        match self.state {
            ContactTaskState::Open => &["CompleteContactTask"],
            ContactTaskState::Done | ContactTaskState::Closed => &[],
        }
    }

    /// Why nothing may be done with it.
    pub const fn readonly(&self) -> Option<&'static Reason> {
        match self.state {
            ContactTaskState::Open => None,
            ContactTaskState::Done => Some(&CONTACT_TASK_DONE),
            ContactTaskState::Closed => Some(&CONTACT_TASK_CLOSED),
        }
    }

    /// Open and past its time.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state == ContactTaskState::Open && now > self.due_at
    }

    /// The customer was told.
    ///
    /// # Errors
    /// `CONTACT_TASK_DONE`, `CONTACT_TASK_CLOSED`.
    pub fn complete(&mut self, by: &str, now: Timestamp) -> Result<(), Refusal> {
        if let Some(reason) = self.readonly() {
            return Err(reason.refuse().with("task_id", self.id));
        }
        self.state = ContactTaskState::Done;
        self.done_at = Some(now);
        by.clone_into(&mut self.done_by);
        Ok(())
    }

    /// The ticket ended in a state, before the customer was told.
    pub fn close(&mut self, ended: TicketState, now: Timestamp) {
        let reason = match ended {
            TicketState::Cancelled => CloseReason::TicketCancelled,
            _ => CloseReason::TicketClosed,
        };
        self.state = ContactTaskState::Closed;
        self.closed = Some((reason, now));
    }
}
