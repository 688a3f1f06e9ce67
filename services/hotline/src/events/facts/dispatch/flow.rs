//! Facts of crews, re-issued orders, late facts and paid visits.

use aftersales_proto::dispatch::v1::dispatch_event::Event;

use super::{
    super::{Facts, custody},
    of,
};

pub(super) fn facts(event: Event) -> Option<Facts> {
    Some(match event {
        Event::MissedServiceRevoked(it) => of(it.order.as_ref())?
            .text("missed_service_id", &it.missed_service_id)
            .word("kind", it.kind().as_str_name(), "MISSED_SERVICE_KIND_")
            .time("happened_at", it.happened_at.as_ref()),
        Event::CrewAssigned(it) => of(it.order.as_ref())?
            .text("by", &it.assigned_by)
            .text("members", &it.members.join(", "))
            .flag("overridden", it.overridden),
        Event::WorkOrderReissued(it) => of(it.order.as_ref())?
            .text("original_work_order_no", &it.original_work_order_no)
            .time("found_at", it.found_at.as_ref())
            .flag("same_day", it.same_day),
        Event::WorkOrderAmended(it) => of(it.order.as_ref())?.text("by", &it.amended_by).word(
            "subject",
            it.subject().as_str_name(),
            "AMENDMENT_SUBJECT_",
        ),
        Event::SameDayInsisted(it) => of(it.order.as_ref())?.text("by", &it.recorded_by),
        Event::ExtraConsentRecorded(it) => of(it.order.as_ref())?
            .text("by", &it.recorded_by)
            .money("amount", it.amount.as_ref())
            .money("agreed_total", it.agreed_total.as_ref()),
        Event::FeeCollected(it) => of(it.order.as_ref())?
            .text("by", &it.collected_by)
            .money("amount", it.amount.as_ref())
            .word("method", it.method().as_str_name(), "PAYMENT_METHOD_"),
        Event::BonusExcluded(it) => of(it.order.as_ref())?
            .text("reason", &it.reason)
            .count("report_delay_days", it.report_delay_days),
        Event::ManualRead(it) => of(it.order.as_ref())?.text("by", &it.read_by),
        Event::ResolvedByPhone(it) => of(it.order.as_ref())?
            .text("by", &it.resolved_by)
            .time("resolved_at", it.resolved_at.as_ref()),
        event => return custody::facts(event),
    })
}
