//! Ends a request before issue; its reservations are released, and go to whoever waits.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::PartNo};

use super::{allocate, open_request, settle};
use crate::{
    domain::{
        ids::PartsRequestId,
        movement::{MovementKind, NewMovement},
        request::{Act, PartsRequest},
    },
    events,
    store::{
        ledger::{self, Turn},
        requests,
    },
};

/// What is to be ended.
pub struct Cancellation {
    /// The request.
    pub request: PartsRequestId,
    /// Why.
    pub reason: String,
    /// Staff code.
    pub by: String,
    /// The etag that the caller knows; may be empty.
    pub etag: String,
}

/// The request afterwards.
///
/// # Errors
/// `PARTS_REQUEST_NOT_FOUND`, `STALE_ETAG`, `PARTS_REQUEST_STATE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, end: Cancellation) -> Result<PartsRequest> {
    let (mut turn, mut request) = open_request::take(tx, scope, end.request, &end.etag).await?;
    let act = Act {
        by: end.by,
        at: tx.now(),
    };
    let released = request.cancel(act.clone(), &end.reason)?;
    release(tx, &mut turn, request, released, &act).await
}

/// Writes down that a request gave up what it had not been issued, and shares out what it had reserved.
pub async fn release(
    tx: &mut Tx,
    turn: &mut Turn,
    mut request: PartsRequest,
    released: Vec<(PartNo, i64)>,
    act: &Act,
) -> Result<PartsRequest> {
    let changed: Vec<_> = request.lines.iter().map(|line| line.id).collect();
    requests::update(tx, &mut request, &changed).await?;
    tx.emit(events::cancelled(&request, act));
    settle::tell(tx, &request).await?;
    for (part_no, quantity) in released {
        let entry = NewMovement {
            part_no: part_no.clone(),
            kind: MovementKind::Release,
            quantity,
            serials: Vec::new(),
            purpose: Some(request.purpose()),
            by: act.by.clone(),
            note: String::new(),
        };
        let posted = ledger::post(tx, turn, entry).await?;
        let balance = posted.ok_or_else(|| Error::internal("reserved pieces that could not be released"))?;
        allocate::run(tx, turn, &part_no, balance.available(), &act.by).await?;
    }
    Ok(request)
}
