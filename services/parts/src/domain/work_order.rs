//! Work orders as dispatch tells them.

use aftersales_kit::{
    Refusal,
    id::{BranchId, TicketId, WorkOrderId},
    reasons::INVALID_REQUEST,
    time::Timestamp,
};

use super::reasons::WORK_ORDER_CLOSED;

/// A work order (上门派工单).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkOrder {
    /// Id.
    pub id: WorkOrderId,
    /// Number, such as `BJ01-D-000001`.
    pub number: String,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// The branch whose stock serves it.
    pub branch: BranchId,
    /// Re-issued (重发): goes before others.
    pub reissued: bool,
    /// When it was cancelled or closed.
    pub ended_at: Option<Timestamp>,
}

impl WorkOrder {
    /// Whether parts may be requested for it under this ticket.
    ///
    /// # Errors
    /// `WORK_ORDER_CLOSED`; `INVALID_REQUEST` when the ticket is another one.
    pub fn admit_request(&self, ticket_id: TicketId) -> Result<(), Refusal> {
        if self.ticket_id != ticket_id {
            return Err(INVALID_REQUEST.field("ticket_id", "is not the ticket of the work order"));
        }
        if self.ended_at.is_some() {
            return Err(WORK_ORDER_CLOSED.refuse().with("work_order_id", self.id));
        }
        Ok(())
    }
}
