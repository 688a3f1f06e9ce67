//! A customer's contact changed: copies of the old one go, the next look at a task fetches the new one.

use aftersales_kit::{Result, db::Tx, id::CustomerId, seal::Sealer};

use crate::{events, store};

/// Drops the copies.
pub async fn run(tx: &mut Tx, sealer: &Sealer, customer: CustomerId) -> Result<()> {
    let dropped = store::task::drop_contacts(tx, sealer, customer).await?;
    for task in &dropped {
        tx.emit(events::changed(task));
    }
    tracing::debug!(%customer, dropped = dropped.len(), "copies of a contact were dropped");
    Ok(())
}
