//! Records that an asset was exchanged; its warranty starts anew (LAW-04).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, etag, id::AssetId, time::BusinessDate};

use super::{archive_customer, check_entitlement, load_book, load_terms};
use crate::{
    domain::{
        asset::{Asset, Claims},
        dossier::Exchange,
        dossier_reasons::EXCHANGE_DATE_INVALID,
        reasons::{ASSET_NOT_FOUND, SERIAL_NUMBER_TAKEN},
    },
    events,
    store::{assets, coverages},
};

/// What is recorded.
pub struct Command {
    /// Asset.
    pub asset: AssetId,
    /// Local date.
    pub date: BusinessDate,
    /// Serial number of what the customer has now.
    pub new_serial: String,
    /// Rule it rests on.
    pub reason: String,
    /// Who records it.
    pub by: String,
    /// Etag that must be the current one; may be empty.
    pub etag: String,
}

/// Records it.
///
/// # Errors
/// `ASSET_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `EXCHANGE_DATE_INVALID`, `SERIAL_NUMBER_TAKEN`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<(Asset, Claims)> {
    let found = assets::find(tx, scope, command.asset).await?;
    let mut asset = found.ok_or_else(|| Error::from(&ASSET_NOT_FOUND))?;
    etag::check(&command.etag, asset.version)?;
    archive_customer::in_business(tx, scope, asset.customer).await?;
    let book = load_book::stored(tx, &asset.branch).await?;
    let now = tx.now();
    let today = book.reckoning.date_of(now)?;
    let last = coverages::exchanges(tx, &[asset.id]).await?.pop();
    let after_last = last.is_none_or(|last| last.date < command.date);
    if command.date < asset.product.invoice_date || command.date > today || !after_last {
        return Err(EXCHANGE_DATE_INVALID
            .field(
                "date",
                "must lie after the invoice and the last exchange, and not in the future",
            )
            .into());
    }
    let old_serial = std::mem::replace(&mut asset.product.serial_number, command.new_serial);
    let taken = assets::id_by_serial(tx, &BranchScope::All, &asset.product.serial_key()).await?;
    if taken.is_some_and(|other| other != asset.id) {
        return Err(SERIAL_NUMBER_TAKEN
            .field("new_serial_number", "is registered already")
            .into());
    }
    asset.version += 1;
    assets::exchange(tx, &asset).await?;
    let exchange = Exchange {
        asset: asset.id,
        date: command.date,
        old_serial,
        new_serial: asset.product.serial_number.clone(),
        reason: command.reason,
        recorded_by: command.by,
        recorded_at: now,
    };
    coverages::insert_exchange(tx, &exchange).await?;
    let terms = load_terms::one(tx, &book, &asset, now).await?;
    let claims = check_entitlement::claims(&asset, &book, &terms)?;
    tx.emit(events::dossier::asset_exchanged(&exchange, &asset.branch, &claims));
    tx.emit(events::asset_registered(&asset, &claims));
    Ok((asset, claims))
}
