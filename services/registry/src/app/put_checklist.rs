//! Adds a version of a role's checklist.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::change_reference::admit;
use crate::{
    domain::checklist::Checklist,
    events,
    store::{checklists, reference},
};

/// Puts the checklist; its version is ignored. The newest one put again stays as it is.
///
/// # Errors
/// `COMPANY_SCOPE_REQUIRED`, `CHECKLIST_STEPS_INVALID`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, wanted: Checklist) -> Result<Checklist> {
    admit(scope, None)?;
    wanted.check()?;
    reference::next(tx).await?;
    let newest = checklists::versions(tx, Some(wanted.role), &wanted.topic).await?.pop();
    let version = newest.as_ref().map_or(0, |newest| newest.version);
    if let Some(same) = newest.filter(|newest| newest.same(&wanted)) {
        return Ok(same);
    }
    let now = tx.now();
    let put = Checklist {
        version: version + 1,
        put_at: Some(now),
        ..wanted
    };
    checklists::insert(tx, &put, now).await?;
    tx.emit(events::governance::checklist_changed(&put)?);
    Ok(put)
}
