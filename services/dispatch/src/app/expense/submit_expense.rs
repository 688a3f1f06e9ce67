//! A technician claims what he paid himself; the approval matrix was asked before.

use aftersales_kit::{Result, db::Tx, refdata::BranchBook, series};

use crate::{
    app::By,
    domain::{Approval, Expense, Spent, approval_reasons::EXPENSE_RECEIPT_USED},
    events,
    store::{expenses, work_orders},
};

/// Name of the series of claims.
const SERIES: &str = "EXPENSE";

/// Submits a claim at a branch.
///
/// # Errors
/// `EXPENSE_RECEIPT_USED`, `WORK_ORDER_NOT_FOUND` and those of [`Expense::submit`].
pub async fn run(tx: &mut Tx, by: &By, book: &BranchBook, spent: Spent, approval: Approval) -> Result<Expense> {
    let (branch, now) = (book.id(), tx.now());
    if let Some(order) = spent.work_order_id {
        work_orders::get(tx, &by.scope, order).await?;
    }
    if let Some(number) = expenses::with_receipt(tx, branch, &spent.receipt).await? {
        let refusal = EXPENSE_RECEIPT_USED.field("receipt_reference", "was claimed already");
        return Err(refusal.with("expense_no", number).into());
    }
    let claimed = (now, by.actor.code.as_str());
    let mut expense = Expense::submit(branch.clone(), claimed, spent, approval, book.date_of(now)?)?;
    let number = series::next(tx, branch, SERIES).await?;
    expense.number = series::printed(branch, "EX", number);
    expenses::insert(tx, &mut expense).await?;
    tx.emit(events::expense_claimed(&expense));
    Ok(expense)
}
