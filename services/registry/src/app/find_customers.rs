//! Customers by id, phone or name (HOT-21).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::CustomerId, seal::Sealer};

pub use crate::store::customers::Filter;
use crate::{
    domain::{customer::Customer, reasons::CUSTOMER_NOT_FOUND},
    store::customers,
};

/// One customer.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`.
pub async fn get(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: CustomerId) -> Result<Customer> {
    customers::find(tx, sealer, scope, id)
        .await?
        .ok_or_else(|| Error::from(&CUSTOMER_NOT_FOUND))
}

/// Customers by phone, name or both, newest first.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Customer>> {
    customers::search(tx, sealer, filter).await
}
