//! Creates or replaces a branch (X-11, REC-11).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::BranchId, seal::Sealer};

use super::change_reference::{Change, admit, announce};
use crate::{
    domain::branch::{Branch, Profile},
    events,
    store::branches,
};

/// What to put.
pub struct Command {
    /// Code.
    pub id: BranchId,
    /// Everything told about it, checked.
    pub profile: Profile,
    /// Etag that must be the current one; may be empty.
    pub etag: String,
}

/// Puts the branch. One that is the same already stays as it is, without an event.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, command: Command) -> Result<Branch> {
    admit(scope, Some(&command.id))?;
    let change = Change::begin(tx).await?;
    let before = branches::find(tx, sealer, &command.id).await?;
    etag::check(&command.etag, before.as_ref().map_or(0, |branch| branch.version))?;
    let branch = match before {
        Some(branch) if branch.profile == command.profile => return Ok(branch),
        Some(branch) => replaced(branch, command.profile),
        None => Branch {
            id: command.id,
            profile: command.profile,
            calendar_version: 1,
            version: 1,
        },
    };
    if branch.version == 1 {
        branches::insert(tx, sealer, &branch).await?;
    } else {
        branches::update(tx, sealer, &branch).await?;
    }
    let books = change.rewrite(tx, Some(&branch.id)).await?;
    for (id, book) in &books {
        branches::keep(tx, id, book.version).await?;
    }
    tx.emit(events::branch_changed(&branch));
    announce(tx, books, &format!("branch {}", branch.id)).await?;
    Ok(branch)
}

fn replaced(mut branch: Branch, profile: Profile) -> Branch {
    branch.calendar_version += i64::from(!branch.profile.same_time(&profile));
    branch.profile = profile;
    branch.version += 1;
    branch
}
