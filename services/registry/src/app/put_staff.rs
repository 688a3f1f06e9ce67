//! Creates or replaces a member of staff.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, etag, seal::Sealer};

use super::change_reference::{Change, announce};
use crate::{
    domain::{
        book::BookMember,
        reasons::{BRANCH_NOT_FOUND, STAFF_OF_OTHER_BRANCH},
        staff::Member,
    },
    events,
    store::{branches, staff},
};

/// Puts the member; `wanted.version` is ignored. One that is the same already stays as it is, without an event.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_OF_OTHER_BRANCH`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, wanted: Member, etag: &str) -> Result<Member> {
    scope.admit(&wanted.branch, &BRANCH_NOT_FOUND)?;
    let change = Change::begin(tx).await?;
    if !branches::exists(tx, &wanted.branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    let before = staff::find(tx, sealer, &BranchScope::All, &wanted.id).await?;
    if before.as_ref().is_some_and(|member| member.branch != wanted.branch) {
        return Err(STAFF_OF_OTHER_BRANCH.refuse().with("staff_id", &wanted.id).into());
    }
    let version = before.as_ref().map_or(0, |member| member.version);
    etag::check(etag, version)?;
    let member = Member {
        version: version + 1,
        ..wanted
    };
    match before {
        Some(same) if same.person == member.person && same.post == member.post => return Ok(same),
        Some(_) => staff::update(tx, sealer, &member).await?,
        None => staff::insert(tx, sealer, &member).await?,
    }
    let books = change.rewrite(tx, Some(&member.branch)).await?;
    let known = BookMember {
        id: member.id.clone(),
        branch: member.branch.clone(),
        post: member.post.clone(),
    };
    tx.emit(events::staff_changed(&known, member.version));
    announce(tx, books, &format!("staff {}", member.id)).await?;
    Ok(member)
}
