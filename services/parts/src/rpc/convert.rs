//! Domain types as the contract's messages, for one caller.

use aftersales_kit::{etag, rpc::Call};
use aftersales_proto::parts::v1 as proto;

use crate::{
    domain::{
        line::Line,
        movement::{Movement, MovementKind},
        part::Part,
        readonly::ReadOnly,
        request::{Act, PartsRequest, RequestState},
        stock::Stock,
    },
    events::{count, line_state, money, request_state},
};

const SERVICE: &str = "aftersales.parts.v1.PartsService";

/// What the caller may do with a record, and why nothing.
fn actions(call: &Call, possible: &[&str]) -> (Vec<String>, String) {
    let actions = call.available_actions(SERVICE, possible);
    let why = match (actions.is_empty(), possible.is_empty()) {
        (false, _) => "",
        (true, true) => ReadOnly::Ended.text(call.locale),
        (true, false) => ReadOnly::Role.text(call.locale),
    };
    (actions, why.to_owned())
}

/// A catalogue entry.
pub fn part(call: &Call, part: &Part) -> proto::Part {
    let content = &part.content;
    let possible: &[&str] = match content.discontinued {
        true => &["PutPart", "SetStockLimits", "ReceiveStock"],
        false => &["PutPart", "SetStockLimits", "ReceiveStock", "RequestParts"],
    };
    let (available_actions, readonly_reason) = actions(call, possible);
    proto::Part {
        part_no: content.part_no.to_string(),
        name: content.name.clone(),
        product_line: content.product_line.clone(),
        price: Some(money(&content.price)),
        serialized: content.serialized,
        exchange_part: content.exchange_part,
        discontinued: content.discontinued,
        etag: etag::of(part.version),
        available_actions,
        readonly_reason,
    }
}

/// Stock of a part at a place.
pub fn stock(stock: &Stock) -> proto::StockLevel {
    proto::StockLevel {
        branch_id: stock.branch.to_string(),
        part_no: stock.part_no.to_string(),
        on_hand: count(stock.on_hand),
        reserved: count(stock.reserved),
        available: count(stock.available()),
        issued_open: count(stock.issued_open),
        defective: count(stock.defective),
        backordered: count(stock.backordered),
        min_level: count(stock.min_level),
        max_level: count(stock.max_level),
        etag: etag::of(stock.version),
    }
}

/// A request.
pub fn parts_request(call: &Call, request: &PartsRequest) -> proto::PartsRequest {
    let (available_actions, readonly_reason) = actions(call, &request.possible());
    let issued = request.issued.as_ref();
    proto::PartsRequest {
        id: request.id.to_string(),
        number: request.number.clone(),
        branch_id: request.branch.to_string(),
        work_order_id: request.work_order_id.to_string(),
        work_order_no: request.work_order_no.clone(),
        ticket_id: request.ticket_id.to_string(),
        state: request_state(request.state).into(),
        lines: request.lines.iter().map(line).collect(),
        requested_by: request.requested.by.clone(),
        requested_at: Some(request.requested.at.to_proto()),
        issued_at: issued.map(|act| act.at.to_proto()),
        issued_by: issued.map_or_else(String::new, |act: &Act| act.by.clone()),
        issued_to: request.issued_to.clone(),
        settled_at: request.settled_at.map(|at| at.to_proto()),
        etag: etag::of(request.version),
        available_actions,
        readonly_reason,
    }
}

fn line(line: &Line) -> proto::PartsLine {
    proto::PartsLine {
        line_id: line.id.to_string(),
        part_no: line.part_no.to_string(),
        part_name: line.part_name.clone(),
        requested: count(line.counts.requested),
        reserved: count(line.counts.reserved),
        backordered: count(line.counts.backordered),
        issued: count(line.counts.issued),
        consumed: count(line.counts.consumed),
        returned_good: count(line.counts.returned_good),
        returned_defective: count(line.counts.returned_defective),
        open: count(line.counts.open()),
        issued_serial_numbers: line.issued_serials.clone(),
        returned_serial_numbers: line.returned_serials.clone(),
        state: line_state(line.state()).into(),
    }
}

/// A line of the ledger.
pub fn movement(movement: &Movement) -> proto::Movement {
    let (entry, purpose) = (&movement.entry, movement.entry.purpose.as_ref());
    proto::Movement {
        id: movement.id.to_string(),
        branch_id: movement.branch.to_string(),
        part_no: entry.part_no.to_string(),
        kind: kind(entry.kind).into(),
        quantity: count(entry.quantity),
        on_hand_after: count(movement.on_hand_after),
        reserved_after: count(movement.reserved_after),
        serial_numbers: entry.serials.clone(),
        parts_request_id: purpose.map(|purpose| purpose.request.to_string()).unwrap_or_default(),
        work_order_id: purpose
            .map(|purpose| purpose.work_order.to_string())
            .unwrap_or_default(),
        ticket_id: purpose.map(|purpose| purpose.ticket.to_string()).unwrap_or_default(),
        by: entry.by.clone(),
        at: Some(movement.at.to_proto()),
        note: entry.note.clone(),
    }
}

const fn kind(kind: MovementKind) -> proto::MovementKind {
    match kind {
        MovementKind::Receipt => proto::MovementKind::Receipt,
        MovementKind::Reserve => proto::MovementKind::Reserve,
        MovementKind::Release => proto::MovementKind::Release,
        MovementKind::Issue => proto::MovementKind::Issue,
        MovementKind::ReturnGood => proto::MovementKind::ReturnGood,
        MovementKind::ReturnDefective => proto::MovementKind::ReturnDefective,
        MovementKind::Consume => proto::MovementKind::Consume,
    }
}

/// The kind that a filter names; none for all.
pub fn kind_of(wanted: proto::MovementKind) -> Option<MovementKind> {
    MovementKind::ALL.iter().copied().find(|own| kind(*own) == wanted)
}

/// The state that a filter names.
pub fn state_of(wanted: proto::PartsRequestState) -> Option<RequestState> {
    RequestState::ALL
        .iter()
        .copied()
        .find(|own| request_state(*own) == wanted)
}
