//! Says what became of a missed call (HOT-29).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, refdata::BranchBook, seal::Sealer};
use uuid::Uuid;

use super::{
    get_call,
    list_missed_calls::{self, MissedView},
    settle_missed,
};
use crate::{domain::missed::MissedOutcome, events, store::calls};

/// What became of a missed call.
#[derive(Debug)]
pub struct ResolveMissedCall {
    /// Call.
    pub id: Uuid,
    /// What.
    pub outcome: MissedOutcome,
    /// Who says it.
    pub by: String,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Resolves a missed call of the branch of `book`.
///
/// # Errors
/// `CALL_NOT_FOUND`, `CALL_NOT_MISSED`, `MISSED_CALL_RESOLVED`, `STALE_ETAG`.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    book: &BranchBook,
    cmd: ResolveMissedCall,
) -> Result<MissedView> {
    let now = tx.now();
    let mut view = get_call::run(tx, sealer, scope, cmd.id).await?;
    etag::check(&cmd.etag, view.call.version)?;
    view.call.resolve_missed(cmd.outcome, &cmd.by, now)?;
    calls::update(tx, &mut view.call).await?;
    tx.emit(events::telephone::missed_call_resolved(
        cmd.id,
        &view.call.branch_id,
        cmd.outcome,
        &cmd.by,
        now,
    ));
    if let (MissedOutcome::CalledBack, Some(mac)) = (cmd.outcome, sealer.phone_mac(&view.phone)) {
        // whoever was reached need not be called again for an earlier or later try
        settle_missed::others(tx, &view.call.branch_id, &mac, cmd.outcome).await?;
    }
    list_missed_calls::of_call(book, view)
}
