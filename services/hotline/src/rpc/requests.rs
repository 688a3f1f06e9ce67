//! The repair request of OpenTicket, decoded.

use aftersales_kit::{
    Result,
    id::{AssetId, BranchId, CustomerId},
    reasons::INVALID_REQUEST,
    time::BusinessDate,
};
use aftersales_proto::hotline::v1::{CarryInGuidance, OpenTicketRequest, open_ticket_request::Details};

use super::decode::{self, word};
use crate::domain::{
    contact::Contact,
    intake::{CarryIn, Intake, Solution},
    words::{Channel, FaultKind, ServiceMode, Zone},
};

/// The request as the use case takes it.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn intake(request: &OpenTicketRequest) -> Result<Intake> {
    let missing = || INVALID_REQUEST.field("contact", "must be filled in");
    let contact = request.contact.as_ref().ok_or_else(missing)?;
    let (carry_in, solution) = details(request)?;
    Ok(Intake {
        branch_id: decode::id(&request.branch_id, "branch_id", BranchId::parse)?,
        call_id: decode::optional(&request.call_id, "call_id", decode::uuid)?,
        channel: word!(Channel, request.channel(), "INTAKE_CHANNEL_", "channel")?,
        customer_id: decode::id(&request.customer_id, "customer_id", CustomerId::parse)?,
        asset_id: decode::id(&request.asset_id, "asset_id", AssetId::parse)?,
        fault_kind: word!(FaultKind, request.fault_kind(), "FAULT_KIND_", "fault_kind")?,
        mode: word!(ServiceMode, request.mode(), "SERVICE_MODE_", "mode")?,
        contact: Contact {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            address: contact.address.clone(),
            site_condition: contact.site_condition.clone(),
            need: request.need_summary.clone(),
        },
        zone: word!(Zone, contact.zone(), "ZONE_", "contact.zone")?,
        first_requested_at: decode::instant(request.first_requested_at.as_ref(), "first_requested_at")?,
        urged: request.urged,
        read_back_confirmed: request.read_back_confirmed,
        third_party_explained: request.third_party_explained,
        carry_in,
        solution,
    })
}

fn details(request: &OpenTicketRequest) -> Result<(Option<CarryIn>, Option<Solution>)> {
    Ok(match &request.details {
        None => (None, None),
        Some(Details::CarryIn(guidance)) => (Some(carry_in(guidance)?), None),
        Some(Details::PhoneSolution(solution)) => {
            let text = solution.solution.clone();
            (
                None,
                Some(Solution {
                    text,
                    customer_agrees: solution.customer_agrees,
                }),
            )
        }
    })
}

fn carry_in(guidance: &CarryInGuidance) -> Result<CarryIn> {
    let day = guidance.expected_on.as_str();
    let wrong = || INVALID_REQUEST.field("carry_in.expected_on", "must be a date such as 2026-11-16");
    let expected_on = (!day.is_empty())
        .then(|| BusinessDate::parse(day).ok_or_else(wrong))
        .transpose()?;
    Ok(CarryIn {
        target: decode::id(&guidance.target_branch_id, "carry_in.target_branch_id", BranchId::parse)?,
        policy_explained: guidance.policy_explained,
        expected_on,
        guidance: guidance.guidance.clone(),
    })
}
