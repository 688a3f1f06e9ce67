//! Reads the catalogue.

use aftersales_kit::{Result, db::Tx, id::PartNo};

pub use crate::store::parts::PartFilter;
use crate::{
    domain::{part::Part, reasons::PART_NOT_FOUND},
    store::parts,
};

/// A part.
///
/// # Errors
/// `PART_NOT_FOUND`.
pub async fn one(tx: &mut Tx, part_no: &PartNo) -> Result<Part> {
    Ok(parts::find(tx, part_no).await?.ok_or(&PART_NOT_FOUND)?)
}

/// A page of parts.
pub async fn page(tx: &mut Tx, filter: &PartFilter<'_>) -> Result<Vec<Part>> {
    parts::list(tx, filter).await
}
