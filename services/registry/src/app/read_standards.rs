//! Inspections, indicators and trainings as they stand.

use aftersales_kit::{
    Result,
    auth::{BranchScope, Role},
    db::Tx,
    i18n::Locale,
    seal::Sealer,
    time::BusinessDate,
};

pub use crate::store::{checklists::Filter as Inspections, indicators::Filter as Trainings};
use crate::{
    domain::{
        checklist::Inspection,
        indicator::{Indicator, Training, in_force},
        reasons::BRANCH_NOT_FOUND,
        shipped,
    },
    store::{checklists, indicators},
};

/// Inspections of a branch, newest first.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn inspections(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    filter: &Inspections,
) -> Result<Vec<Inspection>> {
    scope.admit(&filter.branch, &BRANCH_NOT_FOUND)?;
    checklists::inspections(tx, sealer, filter).await
}

/// Trainings of a branch, newest first.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn trainings(tx: &mut Tx, scope: &BranchScope, filter: &Trainings) -> Result<Vec<Training>> {
    scope.admit(&filter.branch, &BRANCH_NOT_FOUND)?;
    indicators::trainings(tx, filter).await
}

/// Indicators that hold on a date, or every version of them, the shipped ones included.
///
/// # Errors
/// Those of the store.
pub async fn indicators(
    tx: &mut Tx,
    role: Option<Role>,
    on: Option<BusinessDate>,
    locale: Locale,
) -> Result<Vec<Indicator>> {
    let shipped = shipped::indicators(locale);
    let mut versions: Vec<Indicator> = shipped
        .into_iter()
        .filter(|shipped| role.is_none_or(|role| role == shipped.role))
        .collect();
    versions.extend(indicators::versions(tx, role).await?);
    versions.sort_by_key(Indicator::place);
    Ok(match on {
        Some(on) => in_force(versions, on),
        None => versions,
    })
}
