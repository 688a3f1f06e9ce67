//! What the service tells the others: facts as protobuf events.

use aftersales_kit::{id::BranchId, outbox::NewEvent, time::Timestamp};
use aftersales_proto::{
    common::v1::{Money as ProtoMoney, PartCondition},
    parts::v1::{self as proto, PartsEvent, parts_event::Event},
};

use crate::domain::{
    line::{Condition, Line, LineState, Returned},
    money::Money,
    movement::NewMovement,
    part::{Part, PartContent},
    request::{Act, IssueLine, PartsRequest, RequestState},
};

/// What was issued of a line.
pub struct IssuedItem {
    /// The line, with pieces and serial numbers.
    pub line: IssueLine,
    /// The part.
    pub part: PartContent,
    /// Good stock after it.
    pub on_hand: i64,
}

/// A count of the contract.
pub fn count(pieces: i64) -> i32 {
    i32::try_from(pieces).unwrap_or(i32::MAX)
}

/// An amount of the contract.
pub fn money(money: &Money) -> ProtoMoney {
    ProtoMoney {
        currency_code: money.currency.clone(),
        minor_units: money.minor,
    }
}

/// A request's state in the contract.
pub const fn request_state(state: RequestState) -> proto::PartsRequestState {
    match state {
        RequestState::Reserved => proto::PartsRequestState::Reserved,
        RequestState::Backordered => proto::PartsRequestState::Backordered,
        RequestState::Issued => proto::PartsRequestState::Issued,
        RequestState::Settled => proto::PartsRequestState::Settled,
        RequestState::Cancelled => proto::PartsRequestState::Cancelled,
    }
}

/// A line's state in the contract.
pub const fn line_state(state: LineState) -> proto::PartsLineState {
    match state {
        LineState::Reserved => proto::PartsLineState::Reserved,
        LineState::Backordered => proto::PartsLineState::Backordered,
        LineState::Issued => proto::PartsLineState::Issued,
        LineState::Settled => proto::PartsLineState::Settled,
        LineState::Cancelled => proto::PartsLineState::Cancelled,
    }
}

fn line_facts(line: &Line) -> proto::PartsLineFacts {
    proto::PartsLineFacts {
        line_id: line.id.to_string(),
        part_no: line.part_no.to_string(),
        requested: count(line.counts.requested),
        reserved: count(line.counts.reserved),
        backordered: count(line.counts.backordered),
        issued: count(line.counts.issued),
        consumed: count(line.counts.consumed),
        returned_good: count(line.counts.returned_good),
        returned_defective: count(line.counts.returned_defective),
        state: line_state(line.state()).into(),
    }
}

fn facts(request: &PartsRequest) -> Option<proto::PartsRequestFacts> {
    Some(proto::PartsRequestFacts {
        parts_request_id: request.id.to_string(),
        number: request.number.clone(),
        work_order_id: request.work_order_id.to_string(),
        ticket_id: request.ticket_id.to_string(),
        branch_id: request.branch.to_string(),
        state: request_state(request.state).into(),
        lines: request.lines.iter().map(line_facts).collect(),
    })
}

fn of_request(request: &PartsRequest, name: &str, event: Event) -> NewEvent {
    let payload = PartsEvent { event: Some(event) };
    NewEvent::new(request.ticket_id, request.branch.clone(), name, &payload)
}

/// A catalogue entry was created or changed; it belongs to the company.
pub fn part_put(part: &Part) -> NewEvent {
    let fact = proto::PartPut {
        part_no: part.content.part_no.to_string(),
        name: part.content.name.clone(),
        price: Some(money(&part.content.price)),
        serialized: part.content.serialized,
        version: part.version,
    };
    let payload = PartsEvent {
        event: Some(Event::PartPut(fact)),
    };
    NewEvent::new(&part.content.part_no, None, "PartPut", &payload)
}

/// Stock came in.
pub fn stock_received(branch: &BranchId, receipt: &NewMovement, on_hand: i64, at: Timestamp) -> NewEvent {
    let fact = proto::StockReceived {
        branch_id: branch.to_string(),
        part_no: receipt.part_no.to_string(),
        quantity: count(receipt.quantity),
        on_hand: count(on_hand),
        received_by: receipt.by.clone(),
        received_at: Some(at.to_proto()),
    };
    let payload = PartsEvent {
        event: Some(Event::StockReceived(fact)),
    };
    NewEvent::new(&receipt.part_no, branch.clone(), "StockReceived", &payload)
}

/// Parts were requested and reserved as far as stock goes.
pub fn requested(request: &PartsRequest) -> NewEvent {
    let fact = proto::PartsRequested {
        request: facts(request),
        requested_by: request.requested.by.clone(),
        requested_at: Some(request.requested.at.to_proto()),
        all_reserved: request.all_reserved(),
    };
    of_request(request, "PartsRequested", Event::PartsRequested(fact))
}

/// Backordered pieces were reserved.
pub fn reserved(request: &PartsRequest, at: Timestamp) -> NewEvent {
    let fact = proto::PartsReserved {
        request: facts(request),
        reserved_at: Some(at.to_proto()),
        all_reserved: request.all_reserved(),
    };
    of_request(request, "PartsReserved", Event::PartsReserved(fact))
}

/// Parts were issued.
pub fn issued(request: &PartsRequest, items: &[IssuedItem]) -> NewEvent {
    let item = |item: &IssuedItem| proto::IssuedItem {
        line_id: item.line.line.to_string(),
        part_no: item.part.part_no.to_string(),
        quantity: count(item.line.quantity),
        serial_numbers: item.line.serials.clone(),
        on_hand: count(item.on_hand),
        unit_price: Some(money(&item.part.price)),
    };
    let fact = proto::PartsIssued {
        request: facts(request),
        issued_by: request.issued.as_ref().map(|act| act.by.clone()).unwrap_or_default(),
        issued_to: request.issued_to.clone(),
        issued_at: request.issued.as_ref().map(|act| act.at.to_proto()),
        items: items.iter().map(item).collect(),
        all_issued: request.all_issued(),
    };
    of_request(request, "PartsIssued", Event::PartsIssued(fact))
}

/// Pieces came back.
pub fn returned(request: &PartsRequest, line: &Line, pieces: &Returned, at: Timestamp) -> NewEvent {
    let condition = match pieces.condition {
        Condition::Good => PartCondition::Good,
        Condition::Defective => PartCondition::Defective,
    };
    let fact = proto::PartReturned {
        request: facts(request),
        line_id: line.id.to_string(),
        part_no: line.part_no.to_string(),
        condition: condition.into(),
        quantity: count(pieces.quantity),
        serial_numbers: pieces.serials.clone(),
        returned_by: pieces.by.clone(),
        returned_at: Some(at.to_proto()),
    };
    of_request(request, "PartReturned", Event::PartReturned(fact))
}

/// Pieces were used up with nothing to hand in.
pub fn consumed(request: &PartsRequest, line: &Line, quantity: i64, act: &Act) -> NewEvent {
    let fact = proto::PartConsumed {
        request: facts(request),
        line_id: line.id.to_string(),
        part_no: line.part_no.to_string(),
        quantity: count(quantity),
        declared_by: act.by.clone(),
        at: Some(act.at.to_proto()),
    };
    of_request(request, "PartConsumed", Event::PartConsumed(fact))
}

/// A request gave up what it had not been issued.
pub fn cancelled(request: &PartsRequest, act: &Act) -> NewEvent {
    let fact = proto::PartsRequestCancelled {
        request: facts(request),
        cancelled_by: act.by.clone(),
        cancelled_at: Some(act.at.to_proto()),
    };
    of_request(request, "PartsRequestCancelled", Event::PartsRequestCancelled(fact))
}

/// No issued piece of the work order is open any more.
pub fn settled(request: &PartsRequest, at: Timestamp) -> NewEvent {
    let fact = proto::PartsSettled {
        work_order_id: request.work_order_id.to_string(),
        ticket_id: request.ticket_id.to_string(),
        branch_id: request.branch.to_string(),
        settled_at: Some(at.to_proto()),
    };
    of_request(request, "PartsSettled", Event::PartsSettled(fact))
}
