//! Records what the customer of a call needs, and whether it is a repair (F-1, HOT-05, HOT-11).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, seal::Sealer};
use uuid::Uuid;

use super::{
    get_call::{self, CallView},
    seal_texts, tell_timeline,
};
use crate::{
    domain::need::Need,
    events,
    store::{call_needs, calls},
};

/// A need as it was understood.
#[derive(Debug)]
pub struct RecordNeed {
    /// Call.
    pub id: Uuid,
    /// In the customer's words.
    pub text: String,
    /// What it is. When it was recorded, and what the call had by then, is filled in here.
    pub need: Need,
    /// What was asked of the registry: customer and entitlement exist, or why they do not.
    pub found: Result<()>,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Records it; a need that was recorded before is judged anew.
///
/// # Errors
/// `CALL_NOT_FOUND`, `CALL_NOT_ANSWERED`, `CALL_ENDED`, `STALE_ETAG`, `DETAILS_MISSING`; those of `found`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, cmd: RecordNeed) -> Result<CallView> {
    let mut call = get_call::load(tx, scope, cmd.id).await?.call;
    etag::check(&cmd.etag, call.version)?;
    call.admit_work()?;
    cmd.need.check()?;
    cmd.found?;
    let need = Need {
        records: call_needs::served(tx, cmd.id).await?.records,
        recorded_at: tx.now(),
        ..cmd.need
    };
    call_needs::put(tx, cmd.id, &need).await?;
    let text = seal_texts::seal(sealer, &cmd.text, seal_texts::of_call(cmd.id, "need"))?.unwrap_or_default();
    calls::update(tx, &mut call).await?;
    calls::put_need(tx, cmd.id, &text).await?;
    tx.emit(events::telephone::need_recorded(&call, &need));
    tell_timeline::own(tx).await?;
    get_call::run(tx, sealer, scope, cmd.id).await
}
