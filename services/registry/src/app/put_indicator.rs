//! Adds a version of an indicator.

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::change_reference::admit;
use crate::{
    domain::indicator::Indicator,
    store::{indicators, reference},
};

/// Puts the indicator; its version is ignored. The newest one put again stays as it is.
///
/// # Errors
/// `COMPANY_SCOPE_REQUIRED`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, wanted: Indicator) -> Result<Indicator> {
    admit(scope, None)?;
    reference::next(tx).await?;
    let put = indicators::versions(tx, Some(wanted.role)).await?;
    let newest = put.into_iter().rfind(|put| put.code == wanted.code);
    let version = newest.as_ref().map_or(0, |newest| newest.version);
    let wanted = Indicator { version, ..wanted };
    if newest.as_ref() == Some(&wanted) {
        return Ok(wanted);
    }
    let put = Indicator {
        version: version + 1,
        ..wanted
    };
    indicators::insert(tx, &put).await?;
    Ok(put)
}
