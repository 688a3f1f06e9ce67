//! Requests parts for a work order (PRT-01): what stock has is reserved at once, the rest is backordered (PRT-07).

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{PartNo, TicketId, WorkOrderId},
    series,
};

use crate::{
    domain::{
        ids::{LineId, PartsRequestId},
        line::{Counts, Line},
        movement::{MovementKind, NewMovement},
        part::Part,
        reasons::{PART_DISCONTINUED, PART_NOT_FOUND, WORK_ORDER_NOT_FOUND},
        request::{Act, PartsRequest, RequestState, check_distinct},
        stock::Stock,
        work_order::WorkOrder,
    },
    events,
    store::{
        ledger::{self, Turn},
        parts, requests, stocks, work_orders,
    },
};

/// What is asked for.
pub struct Ask {
    /// Work order.
    pub work_order: WorkOrderId,
    /// Its ticket.
    pub ticket: TicketId,
    /// Parts and pieces, line by line.
    pub lines: Vec<(PartNo, i64)>,
    /// Staff code.
    pub by: String,
}

/// The request as made.
///
/// # Errors
/// `PART_TWICE`, `PART_NOT_FOUND`, `PART_DISCONTINUED`, `WORK_ORDER_NOT_FOUND`, `WORK_ORDER_CLOSED`, `INVALID_REQUEST`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, ask: Ask) -> Result<PartsRequest> {
    let numbers: Vec<PartNo> = ask.lines.iter().map(|(part_no, _)| part_no.clone()).collect();
    check_distinct(&numbers)?;
    let catalogue = wanted(tx, &numbers).await?;
    let mut turn = ledger::take_turn_of_work_order(tx, ask.work_order)
        .await?
        .ok_or(&WORK_ORDER_NOT_FOUND)?;
    let order = work_orders::find(tx, scope, ask.work_order)
        .await?
        .ok_or(&WORK_ORDER_NOT_FOUND)?;
    order.admit_request(ask.ticket)?;
    let mut request = draft(tx, &ask, &order);
    let stocks = stocks::ensure(tx, &order.branch, &numbers).await?;
    for ((_, quantity), part) in ask.lines.iter().zip(&catalogue) {
        request.lines.push(line(part, &stocks, *quantity));
    }
    reserve(tx, &mut turn, &request).await?;
    request.refresh(request.requested.at);
    request.number = series::printed(
        &order.branch,
        "P",
        series::next(tx, &order.branch, "PARTS_REQUEST").await?,
    );
    requests::insert(tx, &turn, &request, order.reissued).await?;
    tx.emit(events::requested(&request));
    Ok(request)
}

/// The parts of these numbers, in their order.
async fn wanted(tx: &mut Tx, numbers: &[PartNo]) -> Result<Vec<Part>> {
    let known = parts::find_many(tx, numbers).await?;
    let (mut missing, mut gone) = (PART_NOT_FOUND.refuse(), PART_DISCONTINUED.refuse());
    let mut wanted = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let field = format!("lines[{index}].part_no");
        match known.iter().find(|part| part.content.part_no == *number) {
            None => missing = missing.field(field, "is not in the catalogue"),
            Some(part) if part.content.discontinued => gone = gone.field(field, "is no longer supplied"),
            Some(part) => wanted.push(part.clone()),
        }
    }
    match [missing, gone]
        .into_iter()
        .find(|refusal| !refusal.violations.is_empty())
    {
        Some(refusal) => Err(refusal.into()),
        None => Ok(wanted),
    }
}

fn draft(tx: &Tx, ask: &Ask, order: &WorkOrder) -> PartsRequest {
    PartsRequest {
        id: PartsRequestId::new(),
        number: String::new(),
        branch: order.branch.clone(),
        work_order_id: order.id,
        work_order_no: order.number.clone(),
        ticket_id: order.ticket_id,
        state: RequestState::Reserved,
        lines: Vec::with_capacity(ask.lines.len()),
        requested: Act {
            by: ask.by.clone(),
            at: tx.now(),
        },
        issued: None,
        issued_to: String::new(),
        settled_at: None,
        cancelled: None,
        cancel_reason: String::new(),
        version: 1,
    }
}

/// A line that takes what is available, as far as needed. Whoever waits has left nothing available, so nobody is
/// overtaken.
fn line(part: &Part, stocks: &[Stock], quantity: i64) -> Line {
    let part_no = &part.content.part_no;
    let stock = stocks.iter().find(|stock| stock.part_no == *part_no);
    let reserved = stock.map_or(0, Stock::available).min(quantity);
    Line {
        id: LineId::new(),
        part_no: part_no.clone(),
        part_name: part.content.name.clone(),
        exchange_part: part.content.exchange_part,
        counts: Counts {
            requested: quantity,
            reserved,
            backordered: quantity - reserved,
            ..Counts::default()
        },
        issued_serials: Vec::new(),
        returned_serials: Vec::new(),
    }
}

async fn reserve(tx: &mut Tx, turn: &mut Turn, request: &PartsRequest) -> Result<()> {
    let entry = |line: &Line| NewMovement {
        part_no: line.part_no.clone(),
        kind: MovementKind::Reserve,
        quantity: line.counts.reserved,
        serials: Vec::new(),
        purpose: Some(request.purpose()),
        by: request.requested.by.clone(),
        note: String::new(),
    };
    let reserved = request.lines.iter().filter(|line| line.counts.reserved > 0);
    let entries: Vec<NewMovement> = reserved.map(entry).collect();
    let posted = ledger::post_all(tx, turn, &entries).await?;
    posted
        .map(|_| ())
        .ok_or_else(|| Error::internal("available pieces that could not be reserved"))
}
