//! A ticket's row.

use aftersales_kit::{
    Error, Result,
    id::{AssetId, BranchId, CustomerId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

use super::StoredTicket;
use crate::domain::{
    ticket::{CancelReason, Outcome, Register, RegisterState, Ticket, TicketState, WorkOrderRef},
    words::{Channel, CoverageKind, FaultKind, ServiceClass, ServiceMode, Zone},
};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: TicketId,
    branch_id: BranchId,
    state: TicketState,
    outcome: Option<Outcome>,
    register_no: String,
    register_position: i64,
    voucher_no: String,
    register_state: RegisterState,
    channel: Channel,
    call_id: Option<Uuid>,
    customer_id: CustomerId,
    asset_id: AssetId,
    product_line: String,
    model: String,
    serial_number: String,
    zone: Zone,
    fault_kind: FaultKind,
    mode: ServiceMode,
    service_class: ServiceClass,
    coverage_kind: CoverageKind,
    entitlement: String,
    urged: bool,
    promised_contact_by: Option<Timestamp>,
    first_requested_at: Timestamp,
    handed_over_at: Option<Timestamp>,
    work_order_id: Option<Uuid>,
    work_order_no: Option<String>,
    target_branch_id: Option<BranchId>,
    consultation_id: Option<Uuid>,
    solution: Option<Vec<u8>>,
    repeat_of: Option<TicketId>,
    opened_by: String,
    opened_at: Timestamp,
    closed_at: Option<Timestamp>,
    cancel_reason: Option<CancelReason>,
    dispatched_at: Option<Timestamp>,
    cleared_at: Option<Timestamp>,
    cleared_by: String,
    voucher_archived_at: Option<Timestamp>,
    version: i64,
    coverage_reason: Option<Vec<u8>>,
    contact: Option<Vec<u8>>,
}

/// Selects tickets with their sealed contacts.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT ticket.id, branch_id, state, outcome, register_no, register_position, voucher_no, register_state, ",
            "channel, call_id, customer_id, asset_id, product_line, model, serial_number, zone, fault_kind, mode, ",
            "service_class, coverage_kind, entitlement, urged, promised_contact_by, first_requested_at, ",
            "handed_over_at, work_order_id, work_order_no, target_branch_id, consultation_id, solution, repeat_of, ",
            "opened_by, opened_at, closed_at, cancel_reason, dispatched_at, cleared_at, cleared_by, ",
            "voucher_archived_at, version, coverage_reason, ticket_contact.sealed AS contact ",
            "FROM ticket LEFT JOIN ticket_contact ON ticket_contact.ticket_id = ticket.id ",
            $tail
        )
    };
}
pub(super) use select;

impl Row {
    pub(super) fn stored(self) -> Result<StoredTicket> {
        let entitlement = serde_json::from_str(&self.entitlement)
            .map_err(|source| Error::internal_from("could not read an entitlement", source))?;
        let register = Register {
            no: self.register_no,
            position: self.register_position,
            voucher_no: self.voucher_no,
            state: self.register_state,
            dispatched_at: self.dispatched_at,
            cleared_at: self.cleared_at,
            cleared_by: self.cleared_by,
            voucher_archived_at: self.voucher_archived_at,
        };
        let work_order = self.work_order_id.zip(self.work_order_no);
        let ticket = Ticket {
            id: self.id,
            branch_id: self.branch_id,
            state: self.state,
            outcome: self.outcome,
            register,
            channel: self.channel,
            call_id: self.call_id,
            customer_id: self.customer_id,
            asset_id: self.asset_id,
            product_line: self.product_line,
            model: self.model,
            serial_number: self.serial_number,
            zone: self.zone,
            fault_kind: self.fault_kind,
            mode: self.mode,
            service_class: self.service_class,
            coverage_kind: self.coverage_kind,
            coverage_overridden: self.coverage_reason.is_some(),
            entitlement,
            urged: self.urged,
            promised_contact_by: self.promised_contact_by,
            first_requested_at: self.first_requested_at,
            handed_over_at: self.handed_over_at,
            work_order: work_order.map(|(id, no)| WorkOrderRef { id, no }),
            target_branch_id: self.target_branch_id,
            consultation_id: self.consultation_id,
            repeat_of: self.repeat_of,
            opened_by: self.opened_by,
            opened_at: self.opened_at,
            closed_at: self.closed_at,
            cancel_reason: self.cancel_reason,
            version: self.version,
        };
        Ok(StoredTicket {
            ticket,
            contact: self.contact,
            solution: self.solution,
            coverage_reason: self.coverage_reason,
        })
    }
}
