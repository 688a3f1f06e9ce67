//! Adds a version of a rule of the approval matrix.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx};

use super::change_reference::admit;
use crate::{
    domain::{approval::ApprovalRule, reasons::BRANCH_NOT_FOUND},
    events,
    store::{approvals, branches, reference},
};

/// Puts the rule; its version is ignored. The newest one put again stays as it is.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `COMPANY_SCOPE_REQUIRED`, those of [`ApprovalRule::check`].
pub async fn run(tx: &mut Tx, scope: &BranchScope, rule: ApprovalRule) -> Result<ApprovalRule> {
    admit(scope, rule.branch.as_ref())?;
    rule.check()?;
    reference::next(tx).await?;
    if let Some(branch) = &rule.branch
        && !branches::exists(tx, branch).await?
    {
        return Err(Error::from(BRANCH_NOT_FOUND.field("rule.branch_id", "is no branch")));
    }
    let put = approvals::of_branch(tx, rule.branch.as_ref()).await?;
    let newest = put
        .into_iter()
        .rfind(|put| put.action == rule.action && put.branch == rule.branch);
    let version = newest.as_ref().map_or(0, |put| put.version);
    if let Some(same) = newest.filter(|put| put.steps == rule.steps && put.effective_from == rule.effective_from) {
        return Ok(same);
    }
    let rule = ApprovalRule {
        version: version + 1,
        ..rule
    };
    let now = tx.now();
    approvals::insert(tx, &rule, now).await?;
    tx.emit(events::governance::approval_rule_changed(&rule)?);
    Ok(rule)
}
