//! What was found on a product (DSP-50).

use aftersales_kit::{Result, db::Tx};

use crate::{
    app::{By, Target, open},
    domain::{Appraisal, Finding},
    events,
    store::appraisals,
};

/// What the technician tells.
#[derive(Debug, Clone)]
pub struct Found {
    /// Finding.
    pub finding: Finding,
    /// Evidence in words.
    pub evidence: String,
    /// References of photographs and documents.
    pub references: Vec<String>,
}

/// Records the appraisal of the order's last visit.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG` and those of [`Appraisal::record`].
pub async fn run(tx: &mut Tx, by: &By, target: &Target, found: Found) -> Result<Appraisal> {
    let order = open(tx, by, target).await?;
    let now = tx.now();
    let mut appraisal = Appraisal::record(&order, &by.actor, found.finding, found.evidence, found.references, now)?;
    appraisals::insert(tx, &mut appraisal).await?;
    tx.emit(events::appraisal_recorded(&order, &appraisal));
    Ok(appraisal)
}
