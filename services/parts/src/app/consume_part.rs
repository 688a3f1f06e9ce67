//! Declares issued pieces used up with nothing to hand in (PRT-11).

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::{open_request, settle};
use crate::{
    domain::{
        ids::{LineId, PartsRequestId},
        line::LineState,
        movement::{MovementKind, NewMovement},
        reasons::NOT_ISSUED,
        request::{Act, PartsRequest},
    },
    events,
    store::{ledger, requests, serials},
};

/// What is used up.
pub struct Consumption {
    /// The request.
    pub request: PartsRequestId,
    /// The line.
    pub line: LineId,
    /// Pieces.
    pub quantity: i64,
    /// Why nothing is handed in.
    pub reason: String,
    /// Staff code.
    pub by: String,
    /// The etag that the caller knows; may be empty.
    pub etag: String,
}

/// The request afterwards.
///
/// # Errors
/// `PARTS_REQUEST_NOT_FOUND`, `STALE_ETAG`, `PARTS_LINE_NOT_FOUND`, `NOT_ISSUED`, `DEFECTIVE_OWED`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, used: Consumption) -> Result<PartsRequest> {
    let (mut turn, mut request) = open_request::take(tx, scope, used.request, &used.etag).await?;
    let line = request.line_mut(used.line)?;
    line.consume(used.quantity)?;
    let entry = NewMovement {
        part_no: line.part_no.clone(),
        kind: MovementKind::Consume,
        quantity: used.quantity,
        serials: Vec::new(),
        purpose: Some(request.purpose()),
        by: used.by.clone(),
        note: used.reason,
    };
    ledger::post(tx, &mut turn, entry).await?.ok_or(&NOT_ISSUED)?;
    let act = Act {
        by: used.by,
        at: tx.now(),
    };
    request.refresh(act.at);
    requests::update(tx, &mut request, &[used.line]).await?;
    let line = request.line(used.line)?;
    if line.state() == LineState::Settled {
        serials::settle(tx, used.line).await?;
    }
    tx.emit(events::consumed(&request, line, used.quantity, &act));
    settle::tell(tx, &request).await?;
    Ok(request)
}
