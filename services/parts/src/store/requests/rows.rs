//! Rows of requests and lines.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    id::{BranchId, PartNo, TicketId, WorkOrderId},
    time::Timestamp,
};

use crate::{
    domain::{
        ids::{LineId, PartsRequestId},
        line::{Counts, Line},
        request::{Act, PartsRequest, RequestState},
    },
    store::read_texts,
};

#[derive(sqlx::FromRow)]
pub struct RequestRow {
    pub id: PartsRequestId,
    pub number: String,
    pub branch_id: BranchId,
    pub work_order_id: WorkOrderId,
    pub work_order_no: String,
    pub ticket_id: TicketId,
    pub state: RequestState,
    pub requested_by: String,
    pub requested_at: Timestamp,
    pub issued_at: Option<Timestamp>,
    pub issued_by: String,
    pub issued_to: String,
    pub settled_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub cancelled_by: String,
    pub cancel_reason: String,
    pub version: i64,
}

#[derive(sqlx::FromRow)]
pub struct LineRow {
    pub id: LineId,
    pub request_id: PartsRequestId,
    pub part_no: PartNo,
    pub part_name: String,
    pub exchange_part: bool,
    pub requested: i64,
    pub reserved: i64,
    pub backordered: i64,
    pub issued: i64,
    pub consumed: i64,
    pub returned_good: i64,
    pub returned_defective: i64,
    pub issued_serials: String,
    pub returned_serials: String,
}

/// Puts requests and their lines together; both keep their order.
pub fn assemble(requests: Vec<RequestRow>, lines: Vec<LineRow>) -> Result<Vec<PartsRequest>> {
    let mut by_request: HashMap<PartsRequestId, Vec<Line>> = HashMap::new();
    for row in lines {
        by_request.entry(row.request_id).or_default().push(line(row)?);
    }
    let whole = |row: RequestRow| {
        let lines = by_request.remove(&row.id).unwrap_or_default();
        request(row, lines)
    };
    Ok(requests.into_iter().map(whole).collect())
}

fn line(row: LineRow) -> Result<Line> {
    Ok(Line {
        id: row.id,
        part_no: row.part_no,
        part_name: row.part_name,
        exchange_part: row.exchange_part,
        counts: Counts {
            requested: row.requested,
            reserved: row.reserved,
            backordered: row.backordered,
            issued: row.issued,
            consumed: row.consumed,
            returned_good: row.returned_good,
            returned_defective: row.returned_defective,
        },
        issued_serials: read_texts(&row.issued_serials)?,
        returned_serials: read_texts(&row.returned_serials)?,
    })
}

fn request(row: RequestRow, lines: Vec<Line>) -> PartsRequest {
    let act = |by: String, at: Option<Timestamp>| at.map(|at| Act { by, at });
    PartsRequest {
        id: row.id,
        number: row.number,
        branch: row.branch_id,
        work_order_id: row.work_order_id,
        work_order_no: row.work_order_no,
        ticket_id: row.ticket_id,
        state: row.state,
        lines,
        requested: Act {
            by: row.requested_by,
            at: row.requested_at,
        },
        issued: act(row.issued_by, row.issued_at),
        issued_to: row.issued_to,
        settled_at: row.settled_at,
        cancelled: act(row.cancelled_by, row.cancelled_at),
        cancel_reason: row.cancel_reason,
        version: row.version,
    }
}
