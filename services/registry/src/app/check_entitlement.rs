//! What an asset is entitled to at an instant, with all that shows it (X-26, X-27, HOT-11, HOT-26, LAW-01 to LAW-06, LAW-12).

use aftersales_kit::{
    Error, Result,
    calendar::CalendarError,
    db::Tx,
    reasons::INSTANT_NOT_RECKONABLE,
    time::{BusinessDate, Timestamp},
};

use super::{load_book::Book, load_terms};
use crate::{
    domain::{
        asset::{Asset, Claims, Terms},
        dossier::{Document, Lifecycle},
        entitlement::{Entitlement, FaultKind},
        evidence::{Evidence, Ground},
        reasons::AT_BEFORE_ASSET,
        rights::{Question, Right},
    },
    store::{coverages, documents},
};

/// What was found.
pub struct Checked {
    /// What the asset is entitled to.
    pub entitlement: Entitlement,
    /// Its periods.
    pub claims: Claims,
    /// What they rest on.
    pub terms: Terms,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// What the customer may choose by law.
    pub rights: Vec<Right>,
    /// Where the asset stands in the cycle.
    pub lifecycle: Lifecycle,
    /// The local date.
    pub on: BusinessDate,
}

/// Decides by the date that `at` has at the asset's branch, whose book is given. Contracts of the dossier cover like those
/// that were registered with the asset.
///
/// # Errors
/// `AT_BEFORE_ASSET`; `INSTANT_NOT_RECKONABLE` for an instant after 2199.
pub async fn run(
    tx: &mut Tx,
    mut asset: Asset,
    book: &Book,
    at: Timestamp,
    fault: Option<FaultKind>,
) -> Result<Checked> {
    let invoice = asset.product.invoice_date;
    let on = date(invoice, book, at)?;
    let filed = documents::of_customer(tx, asset.customer).await?;
    let filed: Vec<&Document> = filed.iter().filter(|document| document.speaks_of(asset.id)).collect();
    agree(tx, &mut asset).await?;
    let terms = load_terms::one(tx, book, &asset, at).await?;
    let claims = claims(&asset, book, &terms)?;
    let (product, calendar) = (&asset.product, book.reckoning.calendar());
    let ground = Ground {
        product,
        terms: &terms,
        claims: &claims,
        documents: &filed,
        at,
        on,
    };
    let question = Question {
        product,
        terms: &terms,
        claims: &claims,
        calendar,
        at,
        on,
        fault,
    };
    Ok(Checked {
        entitlement: Entitlement::of(product, &claims, on, fault),
        evidence: ground.gathered(calendar.zone()).map_err(unreckonable)?,
        rights: question.rights().map_err(unreckonable)?,
        lifecycle: Lifecycle::of(invoice, &claims, &product.agreements, &filed, on),
        claims,
        terms,
        on,
    })
}

/// The date of an instant, which must not be before the invoice.
fn date(invoice: BusinessDate, book: &Book, at: Timestamp) -> Result<BusinessDate> {
    let before = || {
        Error::from(
            AT_BEFORE_ASSET
                .field("at", "is before the invoice")
                .with("invoice_date", invoice),
        )
    };
    match book.reckoning.date_of(at) {
        Ok(on) if on < invoice => Err(before()),
        Ok(on) => Ok(on),
        Err(_) if at.micros() < 0 => Err(before()),
        Err(error) => Err(error),
    }
}

/// Adds the contracts and letters of the dossier to those of the asset.
///
/// # Errors
/// Those of the store.
pub async fn agree(tx: &mut Tx, asset: &mut Asset) -> Result<()> {
    for coverage in coverages::of_customer(tx, asset.customer).await? {
        if coverage.asset.is_none_or(|of| of == asset.id) {
            asset.product.agreements.push(coverage.agreement);
        }
    }
    Ok(())
}

/// The periods of an asset.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE` for a period that ends after 2199.
pub fn claims(asset: &Asset, book: &Book, terms: &Terms) -> Result<Claims> {
    Claims::of(&asset.product, book.reckoning.calendar(), terms).map_err(unreckonable)
}

/// What the caller learns when the calendar has no answer.
pub fn unreckonable(error: CalendarError) -> Error {
    INSTANT_NOT_RECKONABLE.refuse().with("calendar", error).into()
}
