//! Creates or replaces a team (作业组, X-16).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::BranchId};

use super::put_staff_day;
use crate::{
    domain::{governance_reasons::TEAM_OF_OTHER_BRANCH, reasons::BRANCH_NOT_FOUND, team::Team},
    events,
    store::teams,
};

/// Puts the team; `wanted.version` is ignored. One that is the same already stays as it is.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, `TEAM_OF_OTHER_BRANCH`, `TEAM_LEAD_NOT_MEMBER`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, wanted: Team, etag: &str) -> Result<Team> {
    scope.admit(&wanted.branch, &BRANCH_NOT_FOUND)?;
    wanted.check()?;
    let before = teams::find(tx, &wanted.id).await?;
    if before.as_ref().is_some_and(|team| team.branch != wanted.branch) {
        return Err(TEAM_OF_OTHER_BRANCH.refuse().with("team_id", &wanted.id).into());
    }
    if !wanted.dissolved {
        for member in &wanted.members {
            put_staff_day::working(tx, &wanted.branch, member).await?;
        }
    }
    let version = before.as_ref().map_or(0, |team| team.version);
    etag::check(etag, version)?;
    let wanted = Team { version, ..wanted };
    if before.as_ref() == Some(&wanted) {
        return Ok(wanted);
    }
    let team = Team {
        version: version + 1,
        ..wanted
    };
    match before {
        Some(_) => teams::update(tx, &team).await?,
        None => teams::insert(tx, &team).await?,
    }
    tx.emit(events::governance::team_changed(&team));
    Ok(team)
}

/// Teams of a branch by code.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn list(
    tx: &mut Tx,
    scope: &BranchScope,
    branch: &BranchId,
    include_dissolved: bool,
    (after, limit): (&str, i64),
) -> Result<Vec<Team>> {
    scope.admit(branch, &BRANCH_NOT_FOUND)?;
    teams::of_branch(tx, branch, include_dissolved, after, limit).await
}
