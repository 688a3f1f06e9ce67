//! Facts of dispatch's events.

use aftersales_proto::dispatch::v1::{VisitCompleted, VisitPromised, WorkOrderFacts, dispatch_event::Event};

use super::Facts;

mod flow;

pub(super) fn facts(event: Event) -> Option<Facts> {
    match event {
        Event::PresenceChanged(_) | Event::WorkOrderChanged(_) => None,
        event @ (Event::WorkOrderCreated(_)
        | Event::WorkOrderReceived(_)
        | Event::TechnicianAssigned(_)
        | Event::ContactAttempted(_)
        | Event::CustomerContacted(_)
        | Event::VisitPromised(_)
        | Event::AppointmentReported(_)
        | Event::WorkOrderReady(_)
        | Event::WorkOrderPartsWaiting(_)) => before_departure(event),
        event => from_departure(event),
    }
}

/// What every event says about its order.
pub(super) fn of(order: Option<&WorkOrderFacts>) -> Option<Facts> {
    let order = order?;
    let facts = Facts::of(&order.ticket_id)
        .text("work_order_id", &order.work_order_id)
        .text("work_order_no", &order.work_order_no)
        .text("technician_id", &order.technician_id)
        .word("state", order.state().as_str_name(), "WORK_ORDER_STATE_");
    Some(if order.visit_number > 0 {
        facts.count("visit_number", order.visit_number)
    } else {
        facts
    })
}

fn before_departure(event: Event) -> Option<Facts> {
    Some(match event {
        Event::WorkOrderCreated(it) => {
            of(it.order.as_ref())?.time("promised_contact_by", it.promised_contact_by.as_ref())
        }
        Event::WorkOrderReceived(it) => of(it.order.as_ref())?
            .text("by", &it.received_by)
            .time("received_at", it.received_at.as_ref())
            .count("minutes_since_hand_over", it.minutes_since_hand_over),
        Event::TechnicianAssigned(it) => of(it.order.as_ref())?
            .text("by", &it.assigned_by)
            .text("previous_technician_id", &it.previous_technician_id)
            .word("contact_owner", it.contact_owner().as_str_name(), "CONTACT_OWNER_"),
        Event::ContactAttempted(it) => of(it.order.as_ref())?
            .text("by", &it.by)
            .time("at", it.at.as_ref())
            .count("attempt_number", it.attempt_number),
        Event::CustomerContacted(it) => of(it.order.as_ref())?
            .text("by", &it.by)
            .time("at", it.at.as_ref())
            .flag("first_contact", it.first_contact),
        Event::VisitPromised(it) => promised(&it)?,
        Event::AppointmentReported(it) => of(it.order.as_ref())?
            .text("by", &it.reported_by)
            .time("reported_at", it.reported_at.as_ref())
            .flag("same_day", it.same_day),
        Event::WorkOrderReady(it) => of(it.order.as_ref())?.flag("no_parts_needed", it.no_parts_needed),
        Event::WorkOrderPartsWaiting(it) => of(it.order.as_ref())?
            .text("parts_request_id", &it.parts_request_id)
            .flag("on_order", it.on_order),
        _ => return None,
    })
}

fn from_departure(event: Event) -> Option<Facts> {
    Some(match event {
        Event::TechnicianDeparted(it) => of(it.order.as_ref())?.time("departed_at", it.departed_at.as_ref()),
        Event::TechnicianArrived(it) => of(it.order.as_ref())?
            .time("arrived_at", it.arrived_at.as_ref())
            .window(it.window.as_ref())
            .flag("on_time", it.on_time),
        Event::VisitCompleted(it) => completed(&it)?,
        Event::CompletionReported(it) => of(it.order.as_ref())?
            .text("by", &it.reported_by)
            .time("reported_at", it.reported_at.as_ref())
            .flag("same_day", it.same_day),
        Event::WorkOrderPartsSettled(it) => of(it.order.as_ref())?.time("settled_at", it.settled_at.as_ref()),
        Event::WorkOrderConfirmed(it) => of(it.order.as_ref())?
            .text("by", &it.confirmed_by)
            .time("confirmed_at", it.confirmed_at.as_ref())
            .text("voucher_no", &it.voucher_no)
            .flag("voucher_signed", it.voucher_signed),
        Event::ReadyForCallback(it) => of(it.order.as_ref())?.text("appointed_date", &it.appointed_date),
        Event::CallbackSuppressed(it) => of(it.order.as_ref())?.text("date", &it.date).text("reason", &it.reason),
        Event::WorkOrderReturned(it) => of(it.order.as_ref())?
            .text("by", &it.returned_by)
            .count("attempts", it.attempts),
        Event::WorkOrderReopened(it) => of(it.order.as_ref())?.text("by", &it.reopened_by),
        Event::WorkOrderCancelled(it) => of(it.order.as_ref())?.text("by", &it.cancelled_by).word(
            "reason",
            it.reason().as_str_name(),
            "WORK_ORDER_CANCEL_REASON_",
        ),
        Event::WorkOrderClosed(it) => of(it.order.as_ref())?.time("closed_at", it.closed_at.as_ref()),
        Event::MissedServiceRecorded(it) => of(it.order.as_ref())?
            .text("missed_service_id", &it.missed_service_id)
            .word("kind", it.kind().as_str_name(), "MISSED_SERVICE_KIND_"),
        event => appealed(event)?,
    })
}

fn appealed(event: Event) -> Option<Facts> {
    Some(match event {
        Event::AppealFiled(it) => of(it.order.as_ref())?
            .text("by", &it.filed_by)
            .text("appeal_id", &it.appeal_id)
            .word("cause", it.cause().as_str_name(), "APPEAL_CAUSE_"),
        Event::AppealDecided(it) => of(it.order.as_ref())?
            .text("by", &it.decided_by)
            .text("appeal_id", &it.appeal_id)
            .word("decision", it.state().as_str_name(), "APPEAL_STATE_"),
        Event::InvestigationRecorded(it) => Facts::of(&it.ticket_id)
            .text("work_order_id", &it.work_order_id)
            .text("by", &it.investigated_by)
            .flag("amendment", it.amendment),
        event => return flow::facts(event),
    })
}

fn promised(it: &VisitPromised) -> Option<Facts> {
    let facts = of(it.order.as_ref())?
        .text("by", &it.promised_by)
        .time("promised_at", it.promised_at.as_ref())
        .window(it.window.as_ref())
        .text("appointed_date", &it.appointed_date)
        .time("zone_limit_at", it.zone_limit_at.as_ref());
    Some(facts.flag("beyond_limit", it.beyond_limit))
}

fn completed(it: &VisitCompleted) -> Option<Facts> {
    let facts = of(it.order.as_ref())?
        .word("outcome", it.outcome().as_str_name(), "VISIT_OUTCOME_")
        .word("plan", it.plan().as_str_name(), "NOT_REPAIRED_PLAN_")
        .word("satisfaction", it.satisfaction().as_str_name(), "SATISFACTION_")
        .time("arrived_at", it.arrived_at.as_ref())
        .time("completed_at", it.completed_at.as_ref())
        .time("report_by", it.report_by.as_ref());
    Some(facts.flag("cleaned", it.cleaned).flag("signed", it.signed))
}
