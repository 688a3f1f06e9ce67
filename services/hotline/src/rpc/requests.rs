//! The repair request of OpenTicket, decoded.

use aftersales_kit::{
    Result,
    id::{AssetId, BranchId, CustomerId, StaffId},
    reasons::INVALID_REQUEST,
    time::BusinessDate,
};
use aftersales_proto::hotline::v1::{self as proto, CarryInGuidance, OpenTicketRequest, open_ticket_request::Details};

use super::{
    decode::{self, word},
    intake::wanted,
};
use crate::domain::{
    booking::{Booking, BookingOrigin, Letter, PartyType, Source},
    contact::Contact,
    coverage::CoverageOverride,
    guidance::Diagnosis,
    intake::{CarryIn, Intake, Solution},
    quote::{ConsentChannel, ConsentGiver, Paid},
    words::{Channel, CoverageKind, FaultKind, ServiceMode, Zone},
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
        paid: request.paid.as_ref().map(paid).transpose()?,
        party: match request.party() {
            proto::PartyType::Unspecified => PartyType::Customer,
            party => word!(PartyType, party, "PARTY_TYPE_", "party")?,
        },
        diagnosis: request.diagnosis.as_ref().map(diagnosis),
        estimate_jobs: request.estimate_job_codes.clone(),
        source: Source {
            letter: request.letter.as_ref().map(letter).transpose()?,
            technician: decode::optional(
                &request.reporting_technician_id,
                "reporting_technician_id",
                StaffId::parse,
            )?,
        },
        coverage_override: request.coverage_override.as_ref().map(coverage).transpose()?,
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
        booking: guidance.booking.as_ref().map(booking).transpose()?,
    })
}

fn paid(flow: &proto::PaidFlow) -> Result<Paid> {
    let told = flow.told_total.as_ref();
    Ok(Paid {
        policy_explained: flow.policy_explained,
        policy_accepted: flow.policy_accepted,
        lines: wanted(&flow.lines),
        quote_accepted: flow.quote_accepted,
        told_total: told.map(|told| (told.currency_code.clone(), told.minor_units)),
        given_by: word!(ConsentGiver, flow.given_by(), "CONSENT_GIVER_", "paid.given_by")?,
        channel: word!(ConsentChannel, flow.channel(), "CONSENT_CHANNEL_", "paid.channel")?,
    })
}

fn booking(given: &proto::Booking) -> Result<Booking> {
    let origin = word!(
        BookingOrigin,
        given.origin(),
        "BOOKING_ORIGIN_",
        "carry_in.booking.origin"
    )?;
    Ok(Booking {
        origin,
        time_told: given.time_told,
        reminder_confirmed: given.reminder_contact_confirmed,
        profile_confirmed: given.profile_confirmed,
    })
}

fn diagnosis(given: &proto::Diagnosis) -> Diagnosis {
    let answer = |answer: &proto::DiagnosisAnswer| (answer.question_code.clone(), answer.answer_code.clone());
    Diagnosis {
        list_version: given.list_version,
        answers: given.answers.iter().map(answer).collect(),
    }
}

fn coverage(given: &proto::CoverageOverride) -> Result<CoverageOverride> {
    Ok(CoverageOverride {
        kind: word!(
            CoverageKind,
            given.coverage_kind(),
            "COVERAGE_KIND_",
            "coverage_override.coverage_kind"
        )?,
        reason: given.reason.clone(),
    })
}

fn letter(given: &proto::LetterSource) -> Result<Letter> {
    let at = |at: &Option<_>, field: &str| decode::instant(at.as_ref(), field);
    Ok(Letter {
        no: given.letter_no.clone(),
        sender_confirmed_at: at(&given.sender_confirmed_at, "letter.sender_confirmed_at")?,
        receiver_confirmed_at: at(&given.receiver_confirmed_at, "letter.receiver_confirmed_at")?,
    })
}
