//! Takes pieces back after the visit (归还备件): unused ones, or the replaced ones (PRT-05, PRT-25).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx};

use super::{allocate, open_request, settle};
use crate::{
    domain::{
        ids::{LineId, PartsRequestId},
        line::{Condition, LineState, Returned},
        movement::{MovementKind, NewMovement},
        part::{Part, serials_refusal},
        reasons::NOT_ISSUED,
        request::PartsRequest,
        serial::{SerialState, check_defective_return, check_good_return},
    },
    events,
    store::{
        ledger::{self, Turn},
        parts, requests, serials,
    },
};

/// What comes back.
pub struct Return {
    /// The request.
    pub request: PartsRequestId,
    /// The line.
    pub line: LineId,
    /// The pieces.
    pub pieces: Returned,
    /// Staff code of who takes it back.
    pub by: String,
    /// The etag that the caller knows; may be empty.
    pub etag: String,
}

/// The request after the return.
///
/// # Errors
/// `PARTS_REQUEST_NOT_FOUND`, `STALE_ETAG`, `PARTS_LINE_NOT_FOUND`, `NOT_ISSUED`, `SERIALS_COUNT`, `SERIAL_NOT_ISSUED`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, back: Return) -> Result<PartsRequest> {
    let (mut turn, mut request) = open_request::take(tx, scope, back.request, &back.etag).await?;
    let part_no = request.line(back.line)?.part_no.clone();
    let part = parts::find(tx, &part_no).await?;
    let part = part.ok_or_else(|| Error::internal("a line of a part that is not in the catalogue"))?;
    request.line_mut(back.line)?.take_back(&back.pieces)?;
    take_serials(tx, &turn, &back, &part).await?;
    let entry = NewMovement {
        part_no: part_no.clone(),
        kind: match back.pieces.condition {
            Condition::Good => MovementKind::ReturnGood,
            Condition::Defective => MovementKind::ReturnDefective,
        },
        quantity: back.pieces.quantity,
        serials: back.pieces.serials.clone(),
        purpose: Some(request.purpose()),
        by: back.by.clone(),
        note: String::new(),
    };
    let balance = ledger::post(tx, &mut turn, entry).await?.ok_or(&NOT_ISSUED)?;
    let request = finish(tx, request, &back).await?;
    if back.pieces.condition == Condition::Defective {
        return Ok(request);
    }
    let served = allocate::run(tx, &mut turn, &part_no, balance.available(), &back.by).await?;
    Ok(served
        .into_iter()
        .find(|served| served.id == request.id)
        .unwrap_or(request))
}

async fn finish(tx: &mut Tx, mut request: PartsRequest, back: &Return) -> Result<PartsRequest> {
    let now = tx.now();
    request.refresh(now);
    requests::update(tx, &mut request, &[back.line]).await?;
    let line = request.line(back.line)?;
    if line.state() == LineState::Settled {
        serials::settle(tx, back.line).await?;
    }
    tx.emit(events::returned(&request, line, &back.pieces, now));
    settle::tell(tx, &request).await?;
    Ok(request)
}

async fn take_serials(tx: &mut Tx, turn: &Turn, back: &Return, part: &Part) -> Result<()> {
    let Returned {
        condition,
        quantity,
        serials: named,
        ..
    } = &back.pieces;
    let fault = match condition {
        Condition::Good => part.serials_fault(*quantity, named),
        Condition::Defective => part.replaced_serials_fault(*quantity, named),
    };
    if let Some(fault) = fault {
        return Err(serials_refusal("serial_numbers", fault).into());
    }
    if !part.content.serialized {
        return Ok(());
    }
    let part_no = &part.content.part_no;
    let known = serials::find_many(tx, part_no, named).await?;
    let (state, line) = match condition {
        Condition::Good => {
            check_good_return(back.line, named, &known)?;
            (SerialState::InStock, None)
        }
        Condition::Defective => {
            check_defective_return(back.line, named, &known)?;
            (SerialState::Defective, Some(back.line))
        }
    };
    serials::put(tx, &turn.branch, part_no, named, state, line).await
}
