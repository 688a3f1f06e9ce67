//! Creates a customer.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, CustomerId},
    seal::Sealer,
};

use crate::{
    domain::{
        customer::{Contact, Customer, PartyKind},
        reasons::BRANCH_NOT_FOUND,
    },
    events,
    store::{branches, customers},
};

/// Who is created.
pub struct Command {
    /// Owning branch.
    pub branch: BranchId,
    /// Kind of party.
    pub kind: PartyKind,
    /// How to reach the customer, tidied.
    pub contact: Contact,
}

/// Creates the customer; the data count as confirmed, since they were just taken down.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, command: Command) -> Result<Customer> {
    scope.admit(&command.branch, &BRANCH_NOT_FOUND)?;
    if !branches::exists(tx, &command.branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    let now = tx.now();
    let customer = Customer {
        id: CustomerId::new(),
        branch: command.branch,
        kind: command.kind,
        contact: command.contact,
        confirmed_at: now,
        created_at: now,
        updated_at: now,
        archived_at: None,
        version: 1,
    };
    customers::insert(tx, sealer, &customer).await?;
    tx.emit(events::customer_changed(&customer, true));
    Ok(customer)
}
