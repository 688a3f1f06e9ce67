//! A customer's dossier bag (客户资料袋) with all that is filed in it.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{AssetId, BranchId, CustomerId},
    time::Timestamp,
};

use super::{check_entitlement, load_book::Book, load_terms, put_coverage};
use crate::{
    domain::{
        archive::Entry,
        asset::{Asset, Claims},
        dossier::{Coverage, Document, Exchange, Lifecycle, Voucher},
    },
    store::{archives, assets, coverages, documents},
};

/// Most assets that a dossier shows; ListAssets pages through more.
const LIMIT: i64 = 200;

/// A piece of equipment.
pub struct Equipment {
    /// The asset as it is registered.
    pub asset: Asset,
    /// Its periods.
    pub claims: Claims,
    /// Where it stands in the cycle.
    pub lifecycle: Lifecycle,
}

/// A dossier.
pub struct Dossier {
    /// Equipment, newest invoice first.
    pub equipment: Vec<Equipment>,
    /// Contracts and letters, newest first.
    pub coverages: Vec<Coverage>,
    /// Documents, newest first.
    pub documents: Vec<Document>,
    /// Vouchers, oldest first.
    pub vouchers: Vec<Voucher>,
    /// Exchanges, oldest first.
    pub exchanges: Vec<Exchange>,
    /// Archivings and reopenings, oldest first.
    pub archive: Vec<Entry>,
}

impl Dossier {
    /// Whether customer, equipment and coverage are all filed: every asset has a period or an agreement.
    pub fn complete(&self) -> bool {
        let covered = |one: &Equipment| {
            let periods = one.claims.whole.is_some() || !one.claims.parts.is_empty();
            let filed = |coverage: &Coverage| coverage.asset.is_none_or(|of| of == one.asset.id);
            periods || !one.asset.product.agreements.is_empty() || self.coverages.iter().any(filed)
        };
        !self.equipment.is_empty() && self.equipment.iter().all(covered)
    }
}

/// The branch whose book a dossier needs.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`.
pub async fn branch(tx: &mut Tx, scope: &BranchScope, customer: CustomerId) -> Result<BranchId> {
    put_coverage::of_customer(tx, scope, customer, None).await
}

/// Opens the dossier of a customer of the scope, as it stands at an instant.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE`.
pub async fn run(tx: &mut Tx, book: &Book, customer: CustomerId, at: Timestamp) -> Result<Dossier> {
    let on = book.reckoning.date_of(at)?;
    let owned = assets::of_customer(tx, customer, None, LIMIT).await?;
    let ids: Vec<AssetId> = owned.iter().map(|asset| asset.id).collect();
    let terms = load_terms::many(tx, book, &owned, at).await?;
    let documents = documents::of_customer(tx, customer).await?;
    let coverages = coverages::of_customer(tx, customer).await?;
    let mut equipment = Vec::with_capacity(owned.len());
    for (asset, terms) in owned.into_iter().zip(&terms) {
        let claims = check_entitlement::claims(&asset, book, terms)?;
        let mut agreements = asset.product.agreements.clone();
        let filed = coverages
            .iter()
            .filter(|coverage| coverage.asset.is_none_or(|of| of == asset.id));
        agreements.extend(filed.map(|coverage| coverage.agreement.clone()));
        let of_asset: Vec<&Document> = documents
            .iter()
            .filter(|document| document.speaks_of(asset.id))
            .collect();
        equipment.push(Equipment {
            lifecycle: Lifecycle::of(asset.product.invoice_date, &claims, &agreements, &of_asset, on),
            asset,
            claims,
        });
    }
    Ok(Dossier {
        equipment,
        coverages,
        vouchers: documents::vouchers(tx, &ids).await?,
        exchanges: coverages::exchanges(tx, &ids).await?,
        archive: archives::of_customer(tx, customer).await?,
        documents,
    })
}
