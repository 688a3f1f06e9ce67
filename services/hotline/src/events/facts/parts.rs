//! Facts of parts' events.

use aftersales_proto::parts::v1::{PartsIssued, PartsRequestFacts, parts_event::Event};

use super::Facts;

pub(super) fn facts(event: Event) -> Option<Facts> {
    Some(match event {
        Event::PartPut(_) | Event::StockReceived(_) => return None,
        Event::PartsRequested(it) => of(it.request.as_ref())?
            .text("by", &it.requested_by)
            .flag("all_reserved", it.all_reserved),
        Event::PartsReserved(it) => of(it.request.as_ref())?.flag("all_reserved", it.all_reserved),
        Event::PartsIssued(it) => issued(&it)?,
        Event::PartReturned(it) => of(it.request.as_ref())?
            .text("part_no", &it.part_no)
            .count("quantity", it.quantity)
            .word("condition", it.condition().as_str_name(), "PART_CONDITION_")
            .text("serial_numbers", &it.serial_numbers.join(", "))
            .text("by", &it.returned_by)
            .time("returned_at", it.returned_at.as_ref()),
        Event::PartConsumed(it) => of(it.request.as_ref())?
            .text("part_no", &it.part_no)
            .count("quantity", it.quantity)
            .text("by", &it.declared_by),
        Event::PartsRequestCancelled(it) => of(it.request.as_ref())?.text("by", &it.cancelled_by),
        Event::PartsSettled(it) => Facts::of(&it.ticket_id)
            .text("work_order_id", &it.work_order_id)
            .time("settled_at", it.settled_at.as_ref()),
    })
}

/// What every event says about its request.
fn of(request: Option<&PartsRequestFacts>) -> Option<Facts> {
    let request = request?;
    let lines = request
        .lines
        .iter()
        .map(|line| format!("{} × {}", line.part_no, line.requested));
    let facts = Facts::of(&request.ticket_id)
        .text("parts_request_id", &request.parts_request_id)
        .text("number", &request.number)
        .text("work_order_id", &request.work_order_id)
        .word("state", request.state().as_str_name(), "PARTS_REQUEST_STATE_");
    Some(facts.text("lines", &lines.collect::<Vec<_>>().join(", ")))
}

fn issued(it: &PartsIssued) -> Option<Facts> {
    let items = it
        .items
        .iter()
        .map(|item| format!("{} × {}", item.part_no, item.quantity));
    let facts = of(it.request.as_ref())?
        .text("by", &it.issued_by)
        .text("issued_to", &it.issued_to)
        .time("issued_at", it.issued_at.as_ref())
        .text("items", &items.collect::<Vec<_>>().join(", "));
    Some(facts.flag("all_issued", it.all_issued))
}
