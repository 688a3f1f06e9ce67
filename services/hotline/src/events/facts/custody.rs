//! Facts of dispatch's events about goods in custody, appraisals and replacements.

use aftersales_proto::dispatch::v1::{AppraisalFacts, TakeBackFacts, dispatch_event::Event};

use super::{Facts, dispatch::of};

pub(super) fn facts(event: Event) -> Option<Facts> {
    Some(match event {
        Event::GoodsTakenBack(it) => goods(it.take_back.as_ref())?
            .text("by", &it.taken_by)
            .time("taken_at", it.taken_at.as_ref())
            .text("promised_return", &it.promised_return),
        Event::GoodsRegisteredIn(it) => goods(it.take_back.as_ref())?
            .text("by", &it.registered_by)
            .text("repairer", &it.technician_id)
            .time("planned_finish", it.planned_finish.as_ref()),
        Event::CustodyEscalated(it) => goods(it.take_back.as_ref())?
            .text("by", &it.raised_by)
            .word("cause", it.cause().as_str_name(), "ESCALATION_CAUSE_")
            .time("planned_finish", it.planned_finish.as_ref())
            .time("predicted_finish", it.predicted_finish.as_ref()),
        Event::CustodyActionRecorded(it) => goods(it.take_back.as_ref())?
            .text("by", &it.acted_by)
            .time("planned_finish", it.new_planned_finish.as_ref()),
        Event::CustodyRepairFinished(it) => goods(it.take_back.as_ref())?
            .text("by", &it.finished_by)
            .count("repair_minutes", it.repair_minutes)
            .count("replaced_parts", it.replaced_parts),
        Event::CustodyRepairGivenUp(it) => goods(it.take_back.as_ref())?.text("by", &it.given_up_by).word(
            "reason",
            it.reason().as_str_name(),
            "UNREPAIRED_REASON_",
        ),
        Event::GoodsInspected(it) => goods(it.take_back.as_ref())?
            .text("by", &it.inspected_by)
            .flag("passed", it.passed),
        Event::GoodsReturnDated(it) => goods(it.take_back.as_ref())?
            .text("by", &it.set_by)
            .text("return_date", &it.return_date),
        Event::GoodsDelivered(it) => goods(it.take_back.as_ref())?
            .text("by", &it.delivered_by)
            .flag("receipt_lost", it.receipt_lost)
            .time("invoice_due_at", it.invoice_due_at.as_ref()),
        Event::CustodyVoucherArchived(it) => goods(it.take_back.as_ref())?.text("by", &it.archived_by),
        Event::CustodyInvoiceRequested(it) => goods(it.take_back.as_ref())?
            .text("by", &it.requested_by)
            .text("voucher_no", &it.voucher_no)
            .flag("same_day", it.same_day),
        Event::CustodyInvoiceOverdue(it) => goods(it.take_back.as_ref())?.time("due_at", it.due_at.as_ref()),
        event => return appraised(event),
    })
}

fn goods(take_back: Option<&TakeBackFacts>) -> Option<Facts> {
    let it = take_back?;
    Some(
        of(it.order.as_ref())?
            .text("take_back_id", &it.take_back_id)
            .text("receipt_no", &it.receipt_no)
            .text("card_no", &it.card_no),
    )
}

fn appraised(event: Event) -> Option<Facts> {
    Some(match event {
        Event::AppraisalRecorded(it) => appraisal(it.appraisal.as_ref())?.text("by", &it.appraised_by),
        Event::ReplacementRequested(it) => appraisal(it.appraisal.as_ref())?.text("by", &it.requested_by),
        Event::ReplacementDecided(it) => appraisal(it.appraisal.as_ref())?
            .text("by", &it.decided_by)
            .flag("approved", it.approved),
        Event::RefusedReplacementSettled(it) => appraisal(it.appraisal.as_ref())?
            .text("by", &it.settled_by)
            .time("customer_informed_at", it.customer_informed_at.as_ref())
            .word("plan", it.other_plan().as_str_name(), "NOT_REPAIRED_PLAN_"),
        _ => return None,
    })
}

fn appraisal(facts: Option<&AppraisalFacts>) -> Option<Facts> {
    let it = facts?;
    Some(of(it.order.as_ref())?.text("appraisal_id", &it.appraisal_id).word(
        "finding",
        it.finding().as_str_name(),
        "APPRAISAL_FINDING_",
    ))
}
