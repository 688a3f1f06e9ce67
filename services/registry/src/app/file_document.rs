//! Files documents, and issues service vouchers by the branch's gap-free series.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{AssetId, CustomerId},
    series,
    time::BusinessDate,
};

use super::{archive_customer, load_book, put_coverage};
use crate::{
    domain::{
        dossier::{Document, DocumentId, DocumentKind, Voucher},
        dossier_reasons::{DOCUMENT_FILED, DOCUMENT_IN_FUTURE, DOCUMENT_NOT_FOUND},
        reasons::ASSET_NOT_FOUND,
    },
    store::{assets, documents},
};

/// Name and letters of the series of service vouchers (服务凭证).
const SERIES: (&str, &str) = ("DOSSIER_VOUCHER", "SV");

/// What is filed.
pub struct Wanted {
    /// Customer.
    pub customer: CustomerId,
    /// Asset that it is about; `None` for the customer.
    pub asset: Option<AssetId>,
    /// Kind.
    pub kind: DocumentKind,
    /// Number on it.
    pub number: String,
    /// Date on it.
    pub date: BusinessDate,
    /// Project; may be empty.
    pub project: String,
    /// Where the file lies; may be empty.
    pub file_reference: String,
    /// The document that it corrects; all that may still be added to an archived dossier.
    pub amends: Option<DocumentId>,
    /// Who files it.
    pub added_by: String,
}

/// Files a document at the customer's branch.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `ASSET_NOT_FOUND`, `DOCUMENT_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `DOCUMENT_FILED`,
/// `DOCUMENT_IN_FUTURE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, wanted: Wanted) -> Result<Document> {
    let branch = put_coverage::of_customer(tx, scope, wanted.customer, wanted.asset).await?;
    match wanted.amends {
        Some(id) if !documents::has(tx, wanted.customer, id).await? => return Err(Error::from(&DOCUMENT_NOT_FOUND)),
        Some(_) => {}
        None => {
            archive_customer::in_business(tx, scope, wanted.customer).await?;
        }
    }
    let now = tx.now();
    let today = load_book::stored(tx, &branch).await?.reckoning.date_of(now)?;
    if wanted.date > today {
        return Err(DOCUMENT_IN_FUTURE
            .field("date", format!("must not be after {today}"))
            .into());
    }
    let document = Document {
        id: DocumentId::new(),
        branch,
        customer: wanted.customer,
        asset: wanted.asset,
        kind: wanted.kind,
        number: wanted.number,
        date: wanted.date,
        project: wanted.project,
        file_reference: wanted.file_reference,
        amends: wanted.amends,
        added_by: wanted.added_by,
        added_at: now,
    };
    if !documents::insert(tx, &document).await? {
        return Err(DOCUMENT_FILED.field("number", "is filed already").into());
    }
    Ok(document)
}

/// Issues the next voucher of the asset's branch and binds it to the asset.
///
/// # Errors
/// `ASSET_NOT_FOUND`, `CUSTOMER_ARCHIVED`.
pub async fn issue_voucher(tx: &mut Tx, scope: &BranchScope, asset: AssetId, by: String) -> Result<Voucher> {
    let found = assets::find(tx, scope, asset).await?;
    let owner = found.ok_or_else(|| Error::from(&ASSET_NOT_FOUND))?.customer;
    let branch = archive_customer::in_business(tx, scope, owner).await?;
    let number = series::next(tx, &branch, SERIES.0).await?;
    let voucher = Voucher {
        number: series::printed(&branch, SERIES.1, number),
        branch,
        asset,
        issued_at: tx.now(),
        issued_by: by,
    };
    documents::insert_voucher(tx, &voucher).await?;
    Ok(voucher)
}
