//! A replacement is asked for; the approval matrix was asked before (DSP-50, X-17).

use aftersales_kit::{Result, db::Tx};

use super::{Named, go_on, open};
use crate::{
    app::By,
    domain::{Appraisal, AppraisalState, Approval, Replacement},
    events,
    store::appraisals,
};

/// What replaces the product, and who must approve it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What replaces the product.
    pub product: String,
    /// Value in fen.
    pub value: i64,
    /// Why.
    pub reason: String,
    /// What the matrix said.
    pub approval: Approval,
}

/// RECORDED to PENDING_APPROVAL, or APPROVED when nobody must approve.
///
/// # Errors
/// `APPRAISAL_NOT_FOUND`, `STALE_ETAG` and those of [`Appraisal::request`].
pub async fn run(tx: &mut Tx, by: &By, named: &Named, asked: Asked) -> Result<Appraisal> {
    let (mut appraisal, mut order) = open(tx, by, named).await?;
    order.owned_by(&by.actor)?;
    appraisal.request(Replacement {
        product: asked.product,
        value: asked.value,
        reason: asked.reason,
        requested: (tx.now(), by.actor.code.clone()),
        approval: asked.approval,
    })?;
    appraisals::save(tx, &mut appraisal).await?;
    tx.emit(events::replacement_requested(&order, &appraisal));
    if appraisal.state == AppraisalState::Approved {
        tx.emit(events::replacement_decided(&order, &appraisal));
        go_on(tx, by, &mut order, &appraisal).await?;
    }
    Ok(appraisal)
}
