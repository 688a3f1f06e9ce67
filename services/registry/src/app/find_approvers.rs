//! Who must approve, and the rules that say so.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::BranchId,
    time::{BusinessDate, Timestamp},
};

use super::load_book::Book;
use crate::{
    domain::{
        approval::{self, Action, ApprovalRule, Resolved},
        reasons::BRANCH_NOT_FOUND,
    },
    store::approvals,
};

/// Who must approve an action of an amount at a branch, whose book is given, now.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn run(
    tx: &mut Tx,
    scope: &BranchScope,
    book: &Book,
    action: Action,
    amount: i64,
    now: Timestamp,
) -> Result<Resolved> {
    let branch = book.reckoning.id();
    scope.admit(branch, &BRANCH_NOT_FOUND)?;
    let rules = approvals::of_branch(tx, Some(branch)).await?;
    Ok(approval::resolve(
        &rules,
        branch,
        action,
        amount,
        book.reckoning.date_of(now)?,
    ))
}

/// The rules that hold on a date, or every version of them.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn list(
    tx: &mut Tx,
    scope: &BranchScope,
    branch: Option<&BranchId>,
    on: Option<BusinessDate>,
) -> Result<Vec<ApprovalRule>> {
    if let Some(branch) = branch {
        scope.admit(branch, &BRANCH_NOT_FOUND)?;
    }
    let rules = approvals::of_branch(tx, branch).await?;
    Ok(match on {
        Some(on) => approval::in_force(&rules, branch, on),
        None => rules,
    })
}
