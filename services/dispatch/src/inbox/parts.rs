//! Parts: every event of a request tells all its lines as they are after it.

use aftersales_kit::{Result, inbox::Effect, outbox::Event};
use aftersales_proto::parts::v1::{PartsEvent, PartsLineFacts, PartsRequestFacts, parts_event::Event as Fact};
use uuid::Uuid;

use super::{incomplete, order_id, read};
use crate::{app::follow_parts, domain::PartLine, wire::Wire};

pub(super) fn plan(event: &Event) -> Result<Effect> {
    let request = match read::<PartsEvent>(event)?.event {
        Some(Fact::PartsRequested(fact)) => fact.request,
        Some(Fact::PartsReserved(fact)) => fact.request,
        Some(Fact::PartsIssued(fact)) => fact.request,
        Some(Fact::PartReturned(fact)) => fact.request,
        Some(Fact::PartConsumed(fact)) => fact.request,
        Some(Fact::PartsRequestCancelled(fact)) => fact.request,
        Some(Fact::PartsSettled(fact)) => {
            let order = order_id(event, &fact.work_order_id)?;
            return Ok(Effect::new(move |tx| Box::pin(follow_parts::settled(tx, order))));
        }
        _ => return Ok(Effect::none()),
    };
    let request = request.ok_or_else(|| incomplete(event, "its request"))?;
    if request.work_order_id.is_empty() {
        return Ok(Effect::none());
    }
    let order = order_id(event, &request.work_order_id)?;
    let lines = request
        .lines
        .iter()
        .map(|facts| line(event, &request, facts))
        .collect::<Result<Vec<_>>>()?;
    Ok(Effect::new(move |tx| Box::pin(follow_parts::lines(tx, order, lines))))
}

fn line(event: &Event, request: &PartsRequestFacts, facts: &PartsLineFacts) -> Result<PartLine> {
    let uuid = |text: &str| Uuid::try_parse(text).map_err(|_| incomplete(event, "the id of a line"));
    let state = Wire::from_wire(facts.state()).ok_or_else(|| incomplete(event, "the state of a line"))?;
    let (issued, consumed) = (i64::from(facts.issued), i64::from(facts.consumed));
    let returned_good = i64::from(facts.returned_good);
    Ok(PartLine {
        line_id: uuid(&facts.line_id)?,
        parts_request_id: uuid(&request.parts_request_id)?,
        visit_number: 1,
        part_no: facts.part_no.clone(),
        requested: i64::from(facts.requested),
        backordered: i64::from(facts.backordered),
        issued,
        consumed,
        returned_good,
        returned_defective: i64::from(facts.returned_defective),
        state,
        settled: PartLine::is_settled(state, issued, consumed, returned_good),
    })
}
