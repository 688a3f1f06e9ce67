//! What an asset is entitled to at an instant (X-26, X-27, HOT-11, HOT-26).

use aftersales_kit::{Error, Result, calendar::CalendarError, reasons::INSTANT_NOT_RECKONABLE, time::Timestamp};

use super::load_book::Book;
use crate::domain::{
    asset::{Asset, Claims},
    entitlement::{Entitlement, FaultKind},
    reasons::AT_BEFORE_ASSET,
};

/// Decides by the date that `at` has at the asset's branch, whose book is given.
///
/// # Errors
/// `AT_BEFORE_ASSET`; `INSTANT_NOT_RECKONABLE` for an instant after 2199.
pub fn run(asset: &Asset, book: &Book, at: Timestamp, fault: Option<FaultKind>) -> Result<(Entitlement, Claims)> {
    let invoice = asset.product.invoice_date;
    let before = || {
        Error::from(
            AT_BEFORE_ASSET
                .field("at", "is before the invoice")
                .with("invoice_date", invoice),
        )
    };
    let on = match book.reckoning.date_of(at) {
        Ok(on) if on < invoice => return Err(before()),
        Ok(on) => on,
        Err(_) if at.micros() < 0 => return Err(before()),
        Err(error) => return Err(error),
    };
    let claims = claims(asset, book)?;
    Ok((Entitlement::of(&asset.product, &claims, on, fault), claims))
}

/// The periods of an asset.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE` for a period that ends after 2199.
pub fn claims(asset: &Asset, book: &Book) -> Result<Claims> {
    Claims::of(&asset.product, book.reckoning.calendar()).map_err(unreckonable)
}

/// What the caller learns when the calendar has no answer.
pub fn unreckonable(error: CalendarError) -> Error {
    INSTANT_NOT_RECKONABLE.refuse().with("calendar", error).into()
}
