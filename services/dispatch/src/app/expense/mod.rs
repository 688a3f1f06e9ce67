//! Claims of reimbursement, step by step.

pub mod decide_expense;
pub mod reimburse_expense;
pub mod submit_expense;

use aftersales_kit::{Result, db::Tx, etag};

use super::By;
use crate::{
    domain::{Expense, ExpenseId},
    store::expenses,
};

/// The claim that a command names, and the etag that its sender saw.
#[derive(Debug, Clone)]
pub struct Named {
    /// The claim.
    pub id: ExpenseId,
    /// The etag; empty when the sender does not care.
    pub etag: String,
}

/// The claim of a command, kept from others until the transaction ends.
async fn open(tx: &mut Tx, by: &By, named: &Named) -> Result<Expense> {
    let expense = expenses::lock(tx, &by.scope, named.id).await?;
    etag::check(&named.etag, expense.version)?;
    Ok(expense)
}
