//! Facts of deadlines, and of billing's and reception's events.

use aftersales_proto::{
    billing::v1::billing_event::Event as Billing,
    reception::v1::reception_event::Event as Reception,
    sla::v1::{DeadlineFacts, deadline_event::Event as Deadline},
};

use super::Facts;
use crate::domain::consultation::FOLLOW_UP;

pub(super) fn of_deadline(event: Deadline) -> Option<Facts> {
    Some(match event {
        Deadline::Started(it) => deadline(it.deadline.as_ref())?,
        Deadline::Met(it) => deadline(it.deadline.as_ref())?.time("met_at", it.met_at.as_ref()),
        Deadline::Missed(it) => deadline(it.deadline.as_ref())?,
        Deadline::Recomputed(it) => deadline(it.deadline.as_ref())?
            .time("old_due_at", it.old_due_at.as_ref())
            .text("cause", &it.cause),
        Deadline::Ended(it) => deadline(it.deadline.as_ref())?
            .time("ended_at", it.ended_at.as_ref())
            .text("reason", &it.reason),
        Deadline::MissRevoked(it) => deadline(it.deadline.as_ref())?.time("met_at", it.met_at.as_ref()),
    })
}

fn deadline(deadline: Option<&DeadlineFacts>) -> Option<Facts> {
    // a question that somebody owes an answer to concerns no ticket
    let deadline = deadline.filter(|deadline| deadline.kind != FOLLOW_UP)?;
    let facts = Facts::of(&deadline.ticket_id)
        .text("deadline_id", &deadline.deadline_id)
        .text("kind", &deadline.kind)
        .text("subject_id", &deadline.subject_id)
        .text("policy_key", &deadline.policy_key)
        .time("started_at", deadline.started_at.as_ref())
        .time("due_at", deadline.due_at.as_ref());
    Some(facts.flag("provisional", deadline.provisional))
}

pub(super) fn of_billing(event: Billing) -> Option<Facts> {
    Some(match event {
        Billing::PriceListPublished(_) => return None,
        Billing::TicketAccountOpened(it) => Facts::of(&it.ticket_id)
            .word("service_class", it.service_class().as_str_name(), "SERVICE_CLASS_")
            .word("coverage_kind", it.coverage_kind().as_str_name(), "COVERAGE_KIND_"),
        Billing::ChargeRecorded(it) => Facts::of(&it.ticket_id)
            .text("charge_id", &it.charge_id)
            .money("amount", it.amount.as_ref())
            .money("total", it.total.as_ref())
            .text("by", &it.recorded_by),
        Billing::TicketAccountClosed(it) => Facts::of(&it.ticket_id).money("total", it.total.as_ref()),
    })
}

pub(super) fn of_reception(event: Reception) -> Option<Facts> {
    Some(match event {
        Reception::VisitExpected(it) => Facts::of(&it.ticket_id)
            .text("expected_visit_id", &it.expected_visit_id)
            .text("at_branch", &it.branch_id)
            .text("expected_on", &it.expected_on),
        Reception::CustomerArrived(it) => Facts::of(&it.ticket_id)
            .text("arrival_id", &it.arrival_id)
            .text("number", &it.number)
            .text("at_branch", &it.branch_id)
            .word("purpose", it.purpose().as_str_name(), "ARRIVAL_PURPOSE_")
            .text("by", &it.received_by)
            .time("arrived_at", it.arrived_at.as_ref()),
        Reception::ExpectedVisitCancelled(it) => Facts::of(&it.ticket_id)
            .text("expected_visit_id", &it.expected_visit_id)
            .text("reason", &it.reason),
    })
}
