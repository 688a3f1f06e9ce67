//! Tables `parts_request` and `parts_line`: requests and their lines.

mod list;
mod rows;

use aftersales_kit::{
    Result, auth::BranchScope, db::Tx, etag, exec, fetch_all, fetch_optional, id::WorkOrderId, on_tx,
};
use sqlx::AssertSqlSafe;

pub use list::{RequestFilter, list};
use rows::{LineRow, RequestRow, assemble};

use super::{ledger::Turn, placeholders, texts};
use crate::domain::{
    ids::{LineId, PartsRequestId},
    line::Line,
    request::{PartsRequest, RequestState},
};

/// Columns of a request, and where they stand.
macro_rules! select_requests {
    ($tail:expr) => {
        concat!(
            "SELECT r.id, r.number, r.branch_id, r.work_order_id, w.number AS work_order_no, w.ticket_id, r.state, ",
            "r.requested_by, r.requested_at, r.issued_at, r.issued_by, r.issued_to, r.settled_at, r.cancelled_at, ",
            "r.cancelled_by, r.cancel_reason, r.version FROM parts_request r JOIN work_order w ON w.id = r.work_order_id ",
            $tail
        )
    };
}

/// Columns of a line, and where they stand.
macro_rules! select_lines {
    ($tail:literal) => {
        concat!(
            "SELECT l.id, l.request_id, l.part_no, p.name AS part_name, p.exchange_part, l.requested, l.reserved, ",
            "l.backordered, l.issued, l.consumed, l.returned_good, l.returned_defective, l.issued_serials, ",
            "l.returned_serials FROM parts_line l JOIN part p ON p.part_no = l.part_no ",
            $tail
        )
    };
}
use {select_lines, select_requests};

/// A request of the scope with its lines.
pub async fn find(tx: &mut Tx, scope: &BranchScope, id: PartsRequestId) -> Result<Option<PartsRequest>> {
    const REQUEST: &str = select_requests!("WHERE r.id = $1");
    const LINES: &str = select_lines!("WHERE l.request_id = $1 ORDER BY l.position");
    let found = fetch_optional!(tx, RequestRow, REQUEST, id)?.filter(|row| scope.contains(&row.branch_id));
    let Some(row) = found else {
        return Ok(None);
    };
    let lines = fetch_all!(tx, LineRow, LINES, id)?;
    Ok(assemble(vec![row], lines)?.pop())
}

/// The requests of a work order: id and state, oldest first.
pub async fn of_work_order(tx: &mut Tx, work_order: WorkOrderId) -> Result<Vec<(PartsRequestId, RequestState)>> {
    const SQL: &str = "
        SELECT id, state
        FROM parts_request
        WHERE work_order_id = $1
        ORDER BY id";
    fetch_all!(tx, (PartsRequestId, RequestState), SQL, work_order)
}

/// Writes a new request with its lines; `reissued` goes before others when pieces come.
pub async fn insert(tx: &mut Tx, turn: &Turn, request: &PartsRequest, reissued: bool) -> Result<()> {
    const SQL: &str = "
        INSERT INTO parts_request (
            id, number, branch_id, work_order_id, state, requested_by, requested_at, issued_by, issued_to,
            cancelled_by, cancel_reason, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', '', '', $8)";
    exec!(
        tx,
        SQL,
        request.id,
        &request.number,
        &request.branch,
        request.work_order_id,
        request.state,
        &request.requested.by,
        request.requested.at,
        request.version,
    )?;
    insert_lines(tx, turn, request, i64::from(!reissued)).await
}

async fn insert_lines(tx: &mut Tx, turn: &Turn, request: &PartsRequest, precedence: i64) -> Result<()> {
    const COLUMNS: usize = 6;
    let row = |row: usize| {
        let own = placeholders(5 + row * COLUMNS, COLUMNS);
        format!("($1, $2, $3, $4, 0, 0, 0, 0, '[]', '[]', {}", &own[1..])
    };
    let rows: Vec<String> = (0..request.lines.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO parts_line (
            request_id, branch_id, precedence, turn, issued, consumed, returned_good, returned_defective,
            issued_serials, returned_serials, id, position, part_no, requested, reserved, backordered
        ) VALUES {}",
        rows.join(", ")
    );
    on_tx!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(request.id).bind(&request.branch);
        query = query.bind(precedence).bind(turn.number);
        for (position, line) in (1_i64..).zip(&request.lines) {
            let counts = &line.counts;
            query = query.bind(line.id).bind(position).bind(&line.part_no);
            query = query.bind(counts.requested).bind(counts.reserved).bind(counts.backordered);
        }
        query.execute(c).await?;
    });
    Ok(())
}

/// Writes a request that was read in this version, and those of its lines that changed.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, request: &mut PartsRequest, changed: &[LineId]) -> Result<()> {
    const SQL: &str = "
        UPDATE parts_request
        SET
            state = $3,
            issued_at = $4,
            issued_by = $5,
            issued_to = $6,
            settled_at = $7,
            cancelled_at = $8,
            cancelled_by = $9,
            cancel_reason = $10,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let (issued, cancelled) = (request.issued.as_ref(), request.cancelled.as_ref());
    let rows = exec!(
        tx,
        SQL,
        request.id,
        request.version,
        request.state,
        issued.map(|act| act.at),
        issued.map_or("", |act| act.by.as_str()),
        &request.issued_to,
        request.settled_at,
        cancelled.map(|act| act.at),
        cancelled.map_or("", |act| act.by.as_str()),
        &request.cancel_reason,
    )?;
    etag::changed(rows)?;
    request.version += 1;
    for line in request.lines.iter().filter(|line| changed.contains(&line.id)) {
        update_line(tx, line).await?;
    }
    Ok(())
}

async fn update_line(tx: &mut Tx, line: &Line) -> Result<()> {
    const SQL: &str = "
        UPDATE parts_line
        SET
            reserved = $2,
            backordered = $3,
            issued = $4,
            consumed = $5,
            returned_good = $6,
            returned_defective = $7,
            issued_serials = $8,
            returned_serials = $9
        WHERE id = $1";
    let counts = &line.counts;
    let (issued, returned) = (texts(&line.issued_serials)?, texts(&line.returned_serials)?);
    let rows = exec!(
        tx,
        SQL,
        line.id,
        counts.reserved,
        counts.backordered,
        counts.issued,
        counts.consumed,
        counts.returned_good,
        counts.returned_defective,
        issued.as_str(),
        returned.as_str(),
    )?;
    etag::changed(rows)
}
