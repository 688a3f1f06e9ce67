//! Archives a finished customer, or reopens one.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag,
    id::{BranchId, CustomerId},
    seal::Sealer,
};

use super::load_book;
use crate::{
    domain::{
        archive::{Entry, Open},
        customer::Customer,
        dossier_reasons::CUSTOMER_ARCHIVED,
        reasons::CUSTOMER_NOT_FOUND,
    },
    events,
    store::{archives, assets, coverages, customers, repairs},
};

/// What is decided.
pub struct Command {
    /// Customer.
    pub customer: CustomerId,
    /// True archives, false reopens.
    pub archive: bool,
    /// Why.
    pub reason: String,
    /// Who decides.
    pub by: String,
    /// Etag that must be the current one; may be empty.
    pub etag: String,
}

/// Decides.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `CUSTOMER_NOT_ARCHIVED`, `CUSTOMER_NOT_FINISHED`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, command: Command) -> Result<Customer> {
    let found = customers::find(tx, sealer, scope, command.customer).await?;
    let mut customer = found.ok_or_else(|| Error::from(&CUSTOMER_NOT_FOUND))?;
    etag::check(&command.etag, customer.version)?;
    let entry = Entry {
        archived: command.archive,
        reason: command.reason,
        by: command.by,
        at: tx.now(),
    };
    let owned = assets::ids_of_customer(tx, customer.id).await?;
    let open = Open {
        repairs: &repairs::of_assets(tx, &owned).await?,
        coverages: &coverages::of_customer(tx, customer.id).await?,
        on: load_book::stored(tx, &customer.branch)
            .await?
            .reckoning
            .date_of(entry.at)?,
    };
    customer.decide(&entry, &open)?;
    archives::put(tx, &customer, &entry).await?;
    tx.emit(events::dossier::archive_decided(&customer, &entry));
    Ok(customer)
}

/// The branch of a customer of the scope who is not archived.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `CUSTOMER_ARCHIVED`.
pub async fn in_business(tx: &mut Tx, scope: &BranchScope, id: CustomerId) -> Result<BranchId> {
    let found = customers::standing(tx, id).await?;
    match found.filter(|(branch, _)| scope.contains(branch)) {
        Some((branch, None)) => Ok(branch),
        Some(_) => Err(CUSTOMER_ARCHIVED.refuse().with("customer_id", id).into()),
        None => Err(Error::from(&CUSTOMER_NOT_FOUND)),
    }
}
