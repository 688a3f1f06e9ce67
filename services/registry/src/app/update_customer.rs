//! Replaces a customer's contact data.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, etag, id::CustomerId, seal::Sealer};

use crate::{
    domain::{
        customer::{Contact, Customer, Update},
        dossier_reasons::CUSTOMER_ARCHIVED,
        reasons::CUSTOMER_NOT_FOUND,
    },
    events,
    store::customers,
};

/// What to replace.
pub struct Command {
    /// Customer.
    pub id: CustomerId,
    /// How to reach the customer, tidied.
    pub contact: Contact,
    /// The customer confirmed the data now.
    pub confirmed: bool,
    /// Etag that must be the current one; may be empty.
    pub etag: String,
}

/// Replaces it. The same data again change nothing.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, command: Command) -> Result<Customer> {
    let found = customers::find(tx, sealer, scope, command.id).await?;
    let mut customer = found.ok_or_else(|| Error::from(&CUSTOMER_NOT_FOUND))?;
    etag::check(&command.etag, customer.version)?;
    if customer.archived_at.is_some() {
        return Err(CUSTOMER_ARCHIVED.refuse().with("customer_id", customer.id).into());
    }
    let contact_changed = match customer.update(command.contact, command.confirmed, tx.now()) {
        Update::Nothing => return Ok(customer),
        Update::Confirmed => false,
        Update::ContactChanged => true,
    };
    customers::update(tx, sealer, &customer).await?;
    tx.emit(events::customer_changed(&customer, contact_changed));
    Ok(customer)
}
