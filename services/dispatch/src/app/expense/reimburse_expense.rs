//! A claim is paid out.

use aftersales_kit::{Result, db::Tx};

use super::{Named, open};
use crate::{app::By, domain::Expense, events, store::expenses};

/// SUBMITTED or APPROVED to REIMBURSED.
///
/// # Errors
/// `EXPENSE_NOT_FOUND`, `STALE_ETAG` and those of [`Expense::reimburse`].
pub async fn run(tx: &mut Tx, by: &By, named: &Named, payment: String) -> Result<Expense> {
    let mut expense = open(tx, by, named).await?;
    expense.reimburse(&by.actor.code, payment, tx.now())?;
    expenses::save(tx, &mut expense).await?;
    tx.emit(events::expense_reimbursed(&expense));
    Ok(expense)
}
