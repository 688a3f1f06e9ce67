//! Bands and bonus bases are put as data (DSP-58, DSP-60).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::BranchId, reasons::BRANCH_UNKNOWN};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    domain::{
        score::{Bands, BonusRow, Month, check_rows},
        score_reasons::COMPANY_SCOPE_NEEDED,
    },
    store::score_documents::{self, Table, TableKind},
};

/// For whom a table is put, and from when on.
pub struct Place {
    /// Branch; `None` for the company.
    pub branch: Option<BranchId>,
    /// First month in which it holds.
    pub from: Month,
}

/// Puts a band table.
///
/// # Errors
/// `BANDS_INCOMPLETE`, `COMPANY_SCOPE_NEEDED`, `BRANCH_UNKNOWN`.
pub async fn bands(tx: &mut Tx, scope: &BranchScope, place: &Place, bands: Bands, by: &str) -> Result<Table<Bands>> {
    admit(scope, place)?;
    bands.check()?;
    put(tx, TableKind::Bands, place, bands, by).await
}

/// Puts a bonus table.
///
/// # Errors
/// `BONUS_ROWS_INVALID`, `COMPANY_SCOPE_NEEDED`, `BRANCH_UNKNOWN`.
pub async fn bonus(
    tx: &mut Tx,
    scope: &BranchScope,
    place: &Place,
    rows: Vec<BonusRow>,
    by: &str,
) -> Result<Table<Vec<BonusRow>>> {
    admit(scope, place)?;
    check_rows(&rows)?;
    put(tx, TableKind::Bonus, place, rows, by).await
}

fn admit(scope: &BranchScope, place: &Place) -> Result<()> {
    match &place.branch {
        Some(branch) => scope.admit(branch, &BRANCH_UNKNOWN),
        None if *scope == BranchScope::All => Ok(()),
        None => Err((&COMPANY_SCOPE_NEEDED).into()),
    }
}

async fn put<T>(tx: &mut Tx, kind: TableKind, place: &Place, content: T, by: &str) -> Result<Table<T>>
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let branch_id = place.branch.as_ref().map(ToString::to_string).unwrap_or_default();
    let from_month = place.from.to_string();
    let before = score_documents::table::<T>(tx, kind, &branch_id, &from_month).await?;
    let before = before.filter(|put| put.branch_id == branch_id && put.from_month == from_month);
    let version = before.as_ref().map_or(0, |put| put.version);
    if let Some(same) = before.filter(|put| put.content == content) {
        return Ok(same);
    }
    let table = Table {
        branch_id,
        from_month,
        version: version + 1,
        content,
        put_by: by.to_owned(),
        put_at: tx.now(),
    };
    score_documents::insert_table(tx, kind, &table).await?;
    Ok(table)
}
