//! Somebody with one of the roles decides on a claim.

use aftersales_kit::{Result, db::Tx};

use super::{Named, open};
use crate::{
    app::By,
    domain::{Expense, Verdict},
    events,
    store::expenses,
};

/// PENDING_APPROVAL to APPROVED or REFUSED.
///
/// # Errors
/// `EXPENSE_NOT_FOUND`, `STALE_ETAG` and those of [`Expense::decide`].
pub async fn run(tx: &mut Tx, by: &By, named: &Named, verdict: &Verdict) -> Result<Expense> {
    let mut expense = open(tx, by, named).await?;
    expense.decide(&by.actor, verdict, tx.now())?;
    expenses::save(tx, &mut expense).await?;
    tx.emit(events::expense_decided(&expense, verdict.approved));
    Ok(expense)
}
