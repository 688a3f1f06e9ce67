//! Files a contract or letter that covers an asset or all of a customer's assets.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{AssetId, BranchId, CustomerId},
};

use super::archive_customer;
use crate::{
    domain::{
        asset::Agreement,
        dossier::{Coverage, CoverageId},
        dossier_reasons::COVERAGE_ENDS_BEFORE_IT_BEGINS,
        reasons::{ASSET_NOT_FOUND, CUSTOMER_NOT_FOUND},
    },
    events,
    store::{assets, coverages, customers},
};

/// What is filed.
pub struct Command {
    /// Customer.
    pub customer: CustomerId,
    /// The asset; `None` for all of the customer's.
    pub asset: Option<AssetId>,
    /// What was agreed.
    pub agreement: Agreement,
    /// Project; may be empty.
    pub project: String,
}

/// Files it, in place of the one of the same customer, asset and number. The same again changes nothing.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `ASSET_NOT_FOUND`, `CUSTOMER_ARCHIVED`, `COVERAGE_ENDS_BEFORE_IT_BEGINS`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<Coverage> {
    let branch = of_customer(tx, scope, command.customer, command.asset).await?;
    archive_customer::in_business(tx, scope, command.customer).await?;
    let agreement = command.agreement;
    if agreement.to < agreement.from {
        return Err(COVERAGE_ENDS_BEFORE_IT_BEGINS
            .field("valid_to", "must not be before valid_from")
            .into());
    }
    let before = coverages::find(tx, command.customer, command.asset, &agreement.reference).await?;
    let wanted = Coverage {
        id: before.as_ref().map_or_else(CoverageId::new, |before| before.id),
        branch,
        customer: command.customer,
        asset: command.asset,
        agreement,
        project: command.project,
        version: before.as_ref().map_or(0, |before| before.version),
    };
    if before.as_ref() == Some(&wanted) {
        return Ok(wanted);
    }
    let put = Coverage {
        version: wanted.version + 1,
        ..wanted
    };
    coverages::put(tx, &put).await?;
    tx.emit(events::dossier::coverage_changed(&put));
    Ok(put)
}

/// The branch of a customer, whose asset it is when one is named.
///
/// # Errors
/// `CUSTOMER_NOT_FOUND`, `ASSET_NOT_FOUND`.
pub async fn of_customer(
    tx: &mut Tx,
    scope: &BranchScope,
    customer: CustomerId,
    asset: Option<AssetId>,
) -> Result<BranchId> {
    let branch = customers::branch_of(tx, scope, customer).await?;
    let branch = branch.ok_or_else(|| Error::from(&CUSTOMER_NOT_FOUND))?;
    if let Some(id) = asset {
        let found = assets::find(tx, scope, id).await?;
        let own = found.filter(|asset| asset.customer == customer);
        own.ok_or_else(|| Error::from(&ASSET_NOT_FOUND))?;
    }
    Ok(branch)
}
