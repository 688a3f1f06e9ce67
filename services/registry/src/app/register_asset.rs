//! Registers an asset of a customer.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{AssetId, CustomerId},
};

use super::{archive_customer, check_entitlement::unreckonable, load_book::Book};
use crate::{
    domain::{
        asset::{Asset, Claims, Product, Terms},
        law::Law,
        reasons::SERIAL_NUMBER_TAKEN,
    },
    events,
    store::{assets, law_rules},
};

/// Registers the product at the customer's branch, whose book is given.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `INVOICE_DATE_IN_FUTURE`, `INVALID_REQUEST`, `SERIAL_NUMBER_TAKEN`.
pub async fn run(
    tx: &mut Tx,
    scope: &BranchScope,
    book: &Book,
    customer: CustomerId,
    product: Product,
) -> Result<(Asset, Claims)> {
    let branch = archive_customer::in_business(tx, scope, customer).await?;
    let now = tx.now();
    product.check(book.reckoning.date_of(now)?)?;
    let terms = Terms {
        law: Law::of(
            &law_rules::versions(tx).await?,
            &product.product_line,
            book.reckoning.date_of(now)?,
        ),
        ..Terms::default()
    };
    let claims = Claims::of(&product, book.reckoning.calendar(), &terms).map_err(unreckonable)?;
    let asset = Asset {
        id: AssetId::new(),
        customer,
        branch,
        product,
        archived: false,
        created_at: now,
        version: 1,
    };
    if !assets::insert(tx, &asset).await? {
        return Err(taken(tx, scope, &asset).await?);
    }
    tx.emit(events::asset_registered(&asset, &claims));
    Ok((asset, claims))
}

async fn taken(tx: &mut Tx, scope: &BranchScope, asset: &Asset) -> Result<Error> {
    let refusal = SERIAL_NUMBER_TAKEN.field("serial_number", "is registered already");
    let other = assets::id_by_serial(tx, scope, &asset.product.serial_key()).await?;
    Ok(match other {
        Some(id) => refusal.with("asset_id", id).into(),
        None => refusal.into(),
    })
}
