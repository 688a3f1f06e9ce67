//! A customer's contact changed: copies of the old one go, the next look at a task fetches the new one.

use aftersales_kit::{Result, db::Tx, id::CustomerId};

use crate::store;

/// Drops the copies.
pub async fn run(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    let dropped = store::task::drop_contacts(tx, customer).await?;
    tracing::debug!(%customer, dropped, "copies of a contact were dropped");
    Ok(())
}
