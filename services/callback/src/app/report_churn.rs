//! Customers who stay away, by loyalty (X-05, CBK-33, CBK-34).

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::BranchId,
    policy::{
        PolicyKey,
        catalogue::{CALLBACK_DORMANT, CALLBACK_LOST},
    },
    reasons::{BRANCH_UNKNOWN, INSTANT_NOT_RECKONABLE},
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};

use super::Desk;
use crate::{
    domain::loyalty::{Away, Churn},
    store,
};

/// The customers of a branch who stayed away for long at an instant, the most loyal class first, then longest away.
///
/// # Errors
/// `BRANCH_UNKNOWN`; those of the calendar.
pub async fn run(
    tx: &mut Tx,
    desk: &Desk,
    scope: &BranchScope,
    branch: &BranchId,
    now: Timestamp,
) -> Result<Vec<Away>> {
    scope.admit(branch, &BRANCH_UNKNOWN)?;
    let book = desk.branches.branch_in(tx, branch).await?;
    let today = book.date_of(now)?;
    let seen = store::churn::last_seen_before(tx, branch, today).await?;
    let mut away = Vec::new();
    for customer in seen {
        let over = |key| is_over(&book, key, customer.last_visit, today);
        let churn = match (over(CALLBACK_LOST)?, over(CALLBACK_DORMANT)?) {
            (true, _) => Churn::Lost,
            (false, true) => Churn::Dormant,
            (false, false) => continue,
        };
        away.push(Away {
            customer_id: customer.customer_id,
            last_visit: customer.last_visit,
            loyalty: customer.loyalty,
            percent: customer.percent,
            churn,
        });
    }
    away.sort_by_key(|customer| (customer.rank(), customer.last_visit, customer.customer_id));
    Ok(away)
}

/// Whether the policy's time since a visit is over on a day.
fn is_over(book: &BranchBook, key: PolicyKey, visit: BusinessDate, today: BusinessDate) -> Result<bool> {
    let start = book.calendar().zone().instant(visit, 0);
    let due = book.reckon(key, start.map_err(|_| Error::from(&INSTANT_NOT_RECKONABLE))?)?;
    Ok(due.due_date.is_some_and(|date| date < today))
}
