//! A ticket as it is opened from a repair request.

use aftersales_kit::{id::TicketId, time::Timestamp};
use uuid::Uuid;

use super::{
    intake::{AssetFacts, Intake},
    ticket::{Outcome, Register, RegisterState, Ticket, TicketState},
    words::ServiceMode,
};

/// What the act of opening adds to a request.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Id of the ticket.
    pub id: TicketId,
    /// Who opens it.
    pub by: String,
    /// When.
    pub now: Timestamp,
    /// Contact promised by (HOT-18).
    pub promised_contact_by: Option<Timestamp>,
    /// Earlier ticket for the same matter (HOT-08).
    pub repeat_of: Option<TicketId>,
    /// The customer did not accept the charge (HOT-13).
    pub declined: bool,
    /// Consultation record of a carry-in guidance.
    pub consultation_id: Option<Uuid>,
    /// Place in the branch's register.
    pub position: i64,
    /// Register number.
    pub register_no: String,
    /// Voucher number.
    pub voucher_no: String,
}

/// Opens a ticket: on site it is handed over in the same act (HOT-12), carried in the customer is on the way, and
/// solved by telephone it is closed at once; the customer's word stands for the signature on the voucher (HOT-27). A
/// customer who declines the charge leaves a closed ticket and a void row, and nothing is dispatched (HOT-13).
pub fn open(intake: &Intake, facts: &AssetFacts, opening: Opening) -> Ticket {
    let Opening { now, by, .. } = opening;
    let state = match intake.mode {
        _ if opening.declined => TicketState::Closed,
        ServiceMode::OnSite => TicketState::HandedOver,
        ServiceMode::CarryIn => TicketState::GuidedToBranch,
        ServiceMode::PhoneResolved => TicketState::Closed,
    };
    let over = state == TicketState::Closed;
    let solved = over && !opening.declined;
    let register_state = match (solved, over) {
        (true, _) => RegisterState::Cleared,
        (false, true) => RegisterState::Void,
        (false, false) => RegisterState::Open,
    };
    Ticket {
        id: opening.id,
        branch_id: intake.branch_id.clone(),
        state,
        outcome: over.then_some(if solved {
            Outcome::PhoneResolved
        } else {
            Outcome::Declined
        }),
        register: Register {
            no: opening.register_no,
            position: opening.position,
            voucher_no: opening.voucher_no,
            state: register_state,
            dispatched_at: None,
            cleared_at: solved.then_some(now),
            cleared_by: if solved { by.clone() } else { String::new() },
            voucher_archived_at: solved.then_some(now),
        },
        channel: intake.channel,
        call_id: intake.call_id,
        customer_id: intake.customer_id,
        asset_id: intake.asset_id,
        product_line: facts.product_line.clone(),
        model: facts.model.clone(),
        serial_number: facts.serial_number.clone(),
        zone: intake.zone,
        fault_kind: intake.fault_kind,
        mode: intake.mode,
        service_class: facts.service_class,
        coverage_kind: facts.coverage_kind,
        coverage_overridden: intake.coverage_override.is_some(),
        entitlement: facts.entitlement.clone(),
        urged: intake.urged,
        promised_contact_by: opening.promised_contact_by,
        first_requested_at: intake.first_requested_at.unwrap_or(now),
        handed_over_at: (state == TicketState::HandedOver).then_some(now),
        work_order: None,
        target_branch_id: intake.carry_in.as_ref().map(|carry_in| carry_in.target.clone()),
        consultation_id: opening.consultation_id,
        repeat_of: opening.repeat_of,
        opened_by: by,
        opened_at: now,
        closed_at: over.then_some(now),
        cancel_reason: None,
        version: 1,
    }
}
