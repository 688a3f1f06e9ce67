//! Somebody with one of the roles decides on a replacement.

use aftersales_kit::{Result, db::Tx};

use super::{Named, go_on, open};
use crate::{
    app::By,
    domain::{Appraisal, AppraisalState, Verdict},
    events,
    store::{appraisals, work_orders},
};

/// PENDING_APPROVAL to APPROVED, and the order goes on; or to REFUSED, and the customer is to be told.
///
/// # Errors
/// `APPRAISAL_NOT_FOUND`, `STALE_ETAG` and those of [`Appraisal::decide`].
pub async fn run(tx: &mut Tx, by: &By, named: &Named, verdict: &Verdict) -> Result<Appraisal> {
    let (mut appraisal, mut order) = open(tx, by, named).await?;
    appraisal.decide(&by.actor, verdict, tx.now())?;
    appraisals::save(tx, &mut appraisal).await?;
    tx.emit(events::replacement_decided(&order, &appraisal));
    if appraisal.state == AppraisalState::Approved {
        go_on(tx, by, &mut order, &appraisal).await?;
    } else if order.replacement_refused(appraisal.visit_number) {
        work_orders::save(tx, &mut order).await?;
    }
    Ok(appraisal)
}
