//! Facts of the hotline's own events.

use aftersales_proto::hotline::v1::{TicketHandedOver, TicketOpened, hotline_event::Event};

use super::Facts;

pub(super) fn facts(event: Event) -> Option<Facts> {
    Some(match event {
        Event::CallRang(_)
        | Event::CallAnswered(_)
        | Event::CallLegEnded(_)
        | Event::CallCorrected(_)
        | Event::AgentStateChanged(_)
        | Event::MissedCallResolved(_)
        | Event::ScriptChanged(_)
        | Event::ArticleChanged(_)
        | Event::CallRecorded(_)
        | Event::ConsultationAnswered(_)
        | Event::TicketChanged(_)
        | Event::ConsultationChanged(_)
        | Event::ContactTaskClosed(_)
        | Event::CallChanged(_)
        | Event::NeedRecorded(_)
        | Event::RecordingPlayed(_)
        | Event::RegisterReconciled(_)
        | Event::ProfileConfirmed(_) => return None,
        Event::TicketAmended(it) => Facts::of(&it.ticket_id)
            .count("number", it.number)
            .word("document", it.document().as_str_name(), "AMENDED_DOCUMENT_")
            .text("what", &it.what)
            .text("by", &it.amended_by),
        Event::CallEnded(it) => Facts::of(&it.ticket_id)
            .text("call_id", &it.call_id)
            .text("by", &it.agent_id)
            .word("wrap_up", it.wrap_up().as_str_name(), "WRAP_UP_CODE_"),
        Event::ConsultationRecorded(it) => Facts::of(&it.ticket_id)
            .text("consultation_id", &it.consultation_id)
            .text("number", &it.number)
            .word("kind", it.kind().as_str_name(), "CONSULTATION_KIND_"),
        Event::TicketOpened(it) => opened(&it),
        Event::TicketHandedOver(it) => handed_over(&it),
        Event::TicketGuidedToBranch(it) => Facts::of(&it.ticket_id)
            .text("target_branch_id", &it.target_branch_id)
            .text("expected_on", &it.expected_on),
        Event::TicketStateChanged(it) => Facts::of(&it.ticket_id)
            .word("from", it.from().as_str_name(), "TICKET_STATE_")
            .word("to", it.to().as_str_name(), "TICKET_STATE_")
            .text("cause", &it.cause),
        Event::TicketCancelled(it) => Facts::of(&it.ticket_id).text("by", &it.cancelled_by).word(
            "reason",
            it.reason().as_str_name(),
            "CANCEL_REASON_",
        ),
        Event::RegisterRowCleared(it) => Facts::of(&it.ticket_id)
            .text("register_no", &it.register_no)
            .text("voucher_no", &it.voucher_no)
            .text("by", &it.cleared_by)
            .time("cleared_at", it.cleared_at.as_ref())
            .time("voucher_archived_at", it.voucher_archived_at.as_ref()),
        Event::TicketClosed(it) => {
            Facts::of(&it.ticket_id).word("outcome", it.outcome().as_str_name(), "TICKET_OUTCOME_")
        }
        Event::RepeatCallFlagged(it) => Facts::of(&it.ticket_id)
            .text("earlier_ticket_id", &it.earlier_ticket_id)
            .text("first_handler", &it.first_handler),
        Event::QuoteAnswered(it) => Facts::of(&it.ticket_id)
            .text("by", &it.quoted_by)
            .flag("accepted", it.accepted)
            .count("quote_version", it.quote_version)
            .money("total", it.total.as_ref())
            .time("valid_until", it.valid_until.as_ref()),
        Event::RequestCarriedOver(it) => Facts::of(&it.ticket_id)
            .text("day", &it.day)
            .text("carried_to", &it.carried_to)
            .count("times", it.times),
        Event::ContactTaskOpened(it) => Facts::of(&it.ticket_id)
            .text("task_id", &it.task_id)
            .text("plan", &it.plan)
            .text("topic", &it.topic)
            .time("due_at", it.due_at.as_ref()),
        Event::ContactTaskDone(it) => Facts::of(&it.ticket_id)
            .text("task_id", &it.task_id)
            .text("by", &it.done_by)
            .flag("in_time", it.in_time),
    })
}

fn opened(it: &TicketOpened) -> Facts {
    Facts::of(&it.ticket_id)
        .text("register_no", &it.register_no)
        .text("voucher_no", &it.voucher_no)
        .text("model", &it.model)
        .text("by", &it.opened_by)
        .text("repeat_of_ticket_id", &it.repeat_of_ticket_id)
        .flag("coverage_overridden", it.coverage_overridden)
        .word("channel", it.channel().as_str_name(), "INTAKE_CHANNEL_")
        .word("mode", it.mode().as_str_name(), "SERVICE_MODE_")
        .word("fault_kind", it.fault_kind().as_str_name(), "FAULT_KIND_")
        .word("service_class", it.service_class().as_str_name(), "SERVICE_CLASS_")
        .word("coverage_kind", it.coverage_kind().as_str_name(), "COVERAGE_KIND_")
        .word("zone", it.zone().as_str_name(), "ZONE_")
        .flag("in_warranty", it.in_warranty)
        .flag("in_onsite_period", it.in_onsite_period)
        .time("first_requested_at", it.first_requested_at.as_ref())
        .time("promised_contact_by", it.promised_contact_by.as_ref())
}

fn handed_over(it: &TicketHandedOver) -> Facts {
    Facts::of(&it.ticket_id)
        .flag("urged", it.urged)
        .time("handed_over_at", it.handed_over_at.as_ref())
        .time("receive_by", it.receive_by.as_ref())
        .time("promised_contact_by", it.promised_contact_by.as_ref())
}
