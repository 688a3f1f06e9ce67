//! Adds a version of a policy (T-8).

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::BranchId,
    policy::{PolicyKey, PolicyValue},
    time::Timestamp,
};

use super::change_reference::{Change, admit, announce};
use crate::{
    domain::{policy::PolicyVersion, reasons::BRANCH_NOT_FOUND},
    events,
    store::{branches, policies},
};

/// What to put.
pub struct Command {
    /// The policy.
    pub key: PolicyKey,
    /// The value, of the policy's kind.
    pub value: PolicyValue,
    /// Branch that it overrides; `None` for the company.
    pub branch: Option<BranchId>,
    /// First instant that it holds.
    pub effective_from: Timestamp,
}

/// Puts the version. The newest one put again stays as it is, without an event.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `COMPANY_SCOPE_REQUIRED`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<PolicyVersion> {
    admit(scope, command.branch.as_ref())?;
    let change = Change::begin(tx).await?;
    let branch = command.branch.as_ref();
    if let Some(id) = branch
        && !branches::exists(tx, id).await?
    {
        return Err(Error::from(BRANCH_NOT_FOUND.field("policy.branch_id", "is no branch")));
    }
    let put = policies::of_branch(tx, branch).await?;
    let newest = put
        .into_iter()
        .rfind(|put| put.key == command.key && put.branch == command.branch);
    let version = newest.as_ref().map_or(0, |put| put.version);
    if let Some(same) = newest.filter(|put| put.value == command.value && put.effective_from == command.effective_from)
    {
        return Ok(same);
    }
    let policy = PolicyVersion {
        key: command.key,
        branch: command.branch,
        value: command.value,
        effective_from: command.effective_from,
        version: version + 1,
    };
    policies::insert(tx, &policy).await?;
    let books = change.rewrite(tx, policy.branch.as_ref()).await?;
    tx.emit(events::policy_changed(&policy)?);
    announce(tx, books, &format!("policy {}", policy.key)).await?;
    Ok(policy)
}
