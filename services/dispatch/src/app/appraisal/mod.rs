//! Appraisal and replacement, step by step (DSP-50).

pub mod decide_replacement;
pub mod record_appraisal;
pub mod request_replacement;
pub mod settle_refused_replacement;

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag};

use super::{By, deadlines};
use crate::{
    domain::{Appraisal, AppraisalId, WorkOrder},
    events,
    store::{appraisals, work_orders},
};

/// The appraisal that a command names, and the etag that its sender saw.
#[derive(Debug, Clone)]
pub struct Named {
    /// The appraisal.
    pub id: AppraisalId,
    /// The etag; empty when the sender does not care.
    pub etag: String,
}

/// The appraisal of a command with its order, both kept from others until the transaction ends. The order comes
/// first, as in every other use case.
async fn open(tx: &mut Tx, by: &By, named: &Named) -> Result<(Appraisal, WorkOrder)> {
    let seen = appraisals::get(tx, &by.scope, named.id).await?;
    let order = work_orders::lock(tx, &BranchScope::All, seen.work_order_id).await?;
    let appraisal = appraisals::lock(tx, &by.scope, named.id).await?;
    etag::check(&named.etag, appraisal.version)?;
    Ok((appraisal, order))
}

/// An approved replacement lets the order go on to visit n+1.
async fn go_on(tx: &mut Tx, by: &By, order: &mut WorkOrder, appraisal: &Appraisal) -> Result<()> {
    let now = tx.now();
    if order.replacement_approved(appraisal.visit_number, now) {
        work_orders::save(tx, order).await?;
        let book = by.refs.branch_in(tx, &order.branch_id).await?;
        deadlines::on_next_visit(tx, &book, order).await?;
        tx.emit(events::reopened(order, &by.actor.code, now));
    }
    Ok(())
}
