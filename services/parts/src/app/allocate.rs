//! Pieces that became available go to whoever waits for them (PRT-03): re-issued work orders first, then the oldest.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::PartNo};

use crate::{
    domain::{
        ids::{LineId, PartsRequestId},
        movement::{MovementKind, NewMovement},
        request::PartsRequest,
        stock::{Waiting, share_out},
    },
    events,
    store::{
        ledger::{self, Turn},
        requests, waiting,
    },
};

/// Shares out `available` pieces of a part; gives the requests that got some, in their order.
pub async fn run(
    tx: &mut Tx,
    turn: &mut Turn,
    part_no: &PartNo,
    available: i64,
    by: &str,
) -> Result<Vec<PartsRequest>> {
    if available <= 0 {
        return Ok(Vec::new());
    }
    // each line that gets something gets at least one piece
    let first = waiting::first(tx, &turn.branch, part_no, available).await?;
    let lines: Vec<Waiting> = first.iter().map(|(_, line)| *line).collect();
    let mut served = Vec::new();
    for ((request, _), (line, share)) in first.iter().zip(share_out(available, &lines)) {
        served.push(reserve(tx, turn, *request, (line, share), by).await?);
    }
    Ok(served)
}

async fn reserve(
    tx: &mut Tx,
    turn: &mut Turn,
    id: PartsRequestId,
    share: (LineId, i64),
    by: &str,
) -> Result<PartsRequest> {
    let found = requests::find(tx, &BranchScope::All, id).await?;
    let mut request = found.ok_or_else(|| Error::internal("a waiting line without its request"))?;
    let (now, (line, share)) = (tx.now(), share);
    let waiting = request.line_mut(line)?;
    waiting.reserve(share);
    let entry = NewMovement {
        part_no: waiting.part_no.clone(),
        kind: MovementKind::Reserve,
        quantity: share,
        serials: Vec::new(),
        purpose: Some(request.purpose()),
        by: by.to_owned(),
        note: String::new(),
    };
    let posted = ledger::post(tx, turn, entry).await?;
    posted.ok_or_else(|| Error::internal("available pieces that could not be reserved"))?;
    request.refresh(now);
    requests::update(tx, &mut request, &[line]).await?;
    tx.emit(events::reserved(&request, now));
    Ok(request)
}
