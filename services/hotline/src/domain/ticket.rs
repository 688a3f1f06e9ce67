//! Tickets and their rows in the repair register (报修登记簿): states, and what each lets happen.

use aftersales_kit::{
    Reason, Refusal,
    id::{AssetId, BranchId, CustomerId, TicketId},
    text_enum,
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    entitlement::Entitlement,
    intake_reasons::{VOUCHER_ARCHIVED, VOUCHER_VOID, WORK_NOT_DONE},
    reasons::{TICKET_CANCELLED, TICKET_CLOSED, TICKET_NOT_CANCELLABLE},
    words::{Channel, CoverageKind, FaultKind, ServiceClass, ServiceMode, Zone},
};

/// Kind of the deadline in which the coordinator must receive a ticket (HOT-45).
pub const HAND_OVER: &str = "hand_over_30m";

text_enum! {
    /// State of a ticket.
    pub enum TicketState {
        /// In the coordinator's queue.
        HandedOver = "HANDED_OVER",
        /// The coordinator has it.
        Received = "RECEIVED",
        /// A visit time is promised.
        Promised = "PROMISED",
        /// On the way, on site or waiting for parts.
        InService = "IN_SERVICE",
        /// Waits for the customer or a solution.
        Waiting = "WAITING",
        /// The work is done.
        Served = "SERVED",
        /// The repair sheet is confirmed.
        Confirmed = "CONFIRMED",
        /// The customer brings the machine.
        GuidedToBranch = "GUIDED_TO_BRANCH",
        /// The customer could not be reached.
        Returned = "RETURNED",
        /// Closed; immutable.
        Closed = "CLOSED",
        /// Cancelled.
        Cancelled = "CANCELLED",
    }
}

text_enum! {
    /// What became of a ticket.
    pub enum Outcome {
        /// Served on site.
        ServedOnSite = "SERVED_ON_SITE",
        /// Served at the branch.
        ServedAtBranch = "SERVED_AT_BRANCH",
        /// Solved by telephone (电话完成服务).
        PhoneResolved = "PHONE_RESOLVED",
        /// The customer withdrew.
        CustomerWithdrew = "CUSTOMER_WITHDREW",
        /// Another ticket stands for it.
        Duplicate = "DUPLICATE",
        /// The customer did not accept the charge (HOT-13).
        Declined = "DECLINED",
    }
}

text_enum! {
    /// Why a ticket is cancelled.
    pub enum CancelReason {
        /// The customer withdrew.
        CustomerWithdrew = "CUSTOMER_WITHDREW",
        /// Reported twice.
        Duplicate = "DUPLICATE",
        /// Taken by mistake.
        Mistake = "MISTAKE",
    }
}

text_enum! {
    /// State of a register row.
    pub enum RegisterState {
        /// Not cleared.
        Open = "OPEN",
        /// Cleared (注销) with the signed voucher (HOT-25).
        Cleared = "CLEARED",
        /// The ticket was cancelled.
        Void = "VOID",
    }
}

/// The register's side of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Register number, gap-free, such as `BJ01-R-000001` (HOT-23).
    pub no: String,
    /// Its place in the branch's series.
    pub position: i64,
    /// Service voucher number.
    pub voucher_no: String,
    /// State.
    pub state: RegisterState,
    /// When the coordinator received the report.
    pub dispatched_at: Option<Timestamp>,
    /// When cleared.
    pub cleared_at: Option<Timestamp>,
    /// Who confirmed the repair sheet.
    pub cleared_by: String,
    /// When the voucher was archived.
    pub voucher_archived_at: Option<Timestamp>,
}

/// The work order that dispatch made of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkOrderRef {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub no: String,
}

/// Who opened a ticket that nobody reported: a plan fell due.
pub const SYSTEM: &str = "system";

/// A customer's need and what becomes of it. Whom to contact is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Branch.
    pub branch_id: BranchId,
    /// State.
    pub state: TicketState,
    /// Outcome once it is over.
    pub outcome: Option<Outcome>,
    /// Its row in the register.
    pub register: Register,
    /// How the report came.
    pub channel: Channel,
    /// Call in which it was opened.
    pub call_id: Option<Uuid>,
    /// Customer.
    pub customer_id: CustomerId,
    /// Asset.
    pub asset_id: AssetId,
    /// Product line.
    pub product_line: String,
    /// Model.
    pub model: String,
    /// Serial number of the asset.
    pub serial_number: String,
    /// Distance zone of the address.
    pub zone: Zone,
    /// Kind of fault.
    pub fault_kind: FaultKind,
    /// How it is served.
    pub mode: ServiceMode,
    /// Class.
    pub service_class: ServiceClass,
    /// What covers the customer.
    pub coverage_kind: CoverageKind,
    /// Who opened it answers for another coverage than the entitlement's.
    pub coverage_overridden: bool,
    /// Entitlement at the first request.
    pub entitlement: Entitlement,
    /// The customer pressed for a time.
    pub urged: bool,
    /// Contact promised by (HOT-18).
    pub promised_contact_by: Option<Timestamp>,
    /// When the customer first asked.
    pub first_requested_at: Timestamp,
    /// When it entered the coordinator's queue.
    pub handed_over_at: Option<Timestamp>,
    /// Work order, once dispatch made one.
    pub work_order: Option<WorkOrderRef>,
    /// Branch that the customer goes to.
    pub target_branch_id: Option<BranchId>,
    /// Consultation record of a carry-in guidance.
    pub consultation_id: Option<Uuid>,
    /// Earlier ticket for the same matter (HOT-08).
    pub repeat_of: Option<TicketId>,
    /// Who opened it.
    pub opened_by: String,
    /// When opened.
    pub opened_at: Timestamp,
    /// When closed or cancelled.
    pub closed_at: Option<Timestamp>,
    /// Why cancelled.
    pub cancel_reason: Option<CancelReason>,
    /// Version of the record.
    pub version: i64,
}

impl Ticket {
    /// Closed or cancelled: nothing changes any more, and no personal data are kept.
    pub const fn is_over(&self) -> bool {
        matches!(self.state, TicketState::Closed | TicketState::Cancelled)
    }

    /// Somebody took the customer's report; otherwise a plan fell due, and no call repeats it (HOT-08).
    pub fn is_reported(&self) -> bool {
        self.opened_by != SYSTEM
    }

    /// What may be done with it now.
    pub const fn possible(&self) -> &'static [&'static str] {
        if self.is_cancellable() { &["CancelTicket"] } else { &[] }
    }

    /// Why nothing may be done with it.
    pub const fn readonly(&self) -> Option<&'static Reason> {
        match self.state {
            TicketState::Closed => Some(&TICKET_CLOSED),
            TicketState::Cancelled => Some(&TICKET_CANCELLED),
            TicketState::Served | TicketState::Confirmed => Some(&TICKET_NOT_CANCELLABLE),
            _ => None,
        }
    }

    /// What may not be done with it now, and why.
    pub fn unavailable(&self) -> Vec<(&'static str, Refusal)> {
        let refuse = |reason: &'static Reason| {
            let refusal = reason.refuse().with("ticket_id", self.id);
            ("CancelTicket", refusal.with("state", self.state))
        };
        self.readonly().map(refuse).into_iter().collect()
    }

    const fn is_cancellable(&self) -> bool {
        self.readonly().is_none()
    }

    /// Cancels it before the work is done; its register row becomes void.
    ///
    /// # Errors
    /// `TICKET_NOT_CANCELLABLE`.
    pub fn cancel(&mut self, reason: CancelReason, now: Timestamp) -> Result<(), Refusal> {
        if !self.is_cancellable() {
            let refusal = TICKET_NOT_CANCELLABLE.refuse().with("ticket_id", self.id);
            let refusal = if self.is_over() {
                refusal.with("method", "AmendTicket")
            } else {
                refusal
            };
            return Err(refusal.with("state", self.state));
        }
        self.outcome = match reason {
            CancelReason::CustomerWithdrew => Some(Outcome::CustomerWithdrew),
            CancelReason::Duplicate => Some(Outcome::Duplicate),
            CancelReason::Mistake => None,
        };
        self.state = TicketState::Cancelled;
        self.cancel_reason = Some(reason);
        self.closed_at = Some(now);
        if self.register.state == RegisterState::Open {
            self.register.state = RegisterState::Void;
        }
        Ok(())
    }

    /// Follows the work to another state; the state before, or none when nothing changed.
    pub fn follow(&mut self, to: TicketState) -> Option<TicketState> {
        if self.is_over() || self.state == to {
            return None;
        }
        Some(std::mem::replace(&mut self.state, to))
    }

    /// Closes it with the outcome that its mode leads to; false when it is over already.
    pub fn close(&mut self, now: Timestamp) -> bool {
        if self.is_over() {
            return false;
        }
        self.state = TicketState::Closed;
        self.closed_at = Some(now);
        self.outcome = Some(match self.mode {
            ServiceMode::OnSite => Outcome::ServedOnSite,
            ServiceMode::CarryIn => Outcome::ServedAtBranch,
            ServiceMode::PhoneResolved => Outcome::PhoneResolved,
        });
        true
    }

    /// Takes its signed voucher back: the row is cleared, the voucher archived (HOT-25, DSP-38).
    ///
    /// # Errors
    /// `VOUCHER_ARCHIVED`, `VOUCHER_VOID`, `WORK_NOT_DONE`.
    pub fn archive_voucher(&mut self, by: &str, now: Timestamp) -> Result<(), Refusal> {
        let about = |reason: &'static Reason| reason.refuse().with("voucher_no", &self.register.voucher_no);
        match self.register.state {
            RegisterState::Cleared => return Err(about(&VOUCHER_ARCHIVED).with("method", "AmendTicket")),
            RegisterState::Void => return Err(about(&VOUCHER_VOID)),
            RegisterState::Open => {}
        }
        if !matches!(
            self.state,
            TicketState::Served | TicketState::Confirmed | TicketState::Closed
        ) {
            return Err(about(&WORK_NOT_DONE).with("state", self.state));
        }
        self.clear_register(by, now, now);
        Ok(())
    }

    /// Clears its register row and archives the voucher (HOT-25); false when the row is not open.
    pub fn clear_register(&mut self, by: &str, at: Timestamp, archived_at: Timestamp) -> bool {
        if self.register.state != RegisterState::Open {
            return false;
        }
        self.register.state = RegisterState::Cleared;
        self.register.cleared_at = Some(at);
        by.clone_into(&mut self.register.cleared_by);
        self.register.voucher_archived_at = Some(archived_at);
        true
    }
}
