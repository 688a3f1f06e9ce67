//! What the callback found (DSP-28, DSP-29, DSP-32).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::WorkOrderId, refdata::RefData, time::Timestamp};

use super::{deadlines, record_missed_service, reissue_work_order};
use crate::{
    domain::{CallbackEnd, MissedKind, State, WorkOrder},
    events,
    personal::Copies,
    store::{coverages, personal_copies, revisits, work_orders},
};

/// The customer says that the technician did not come at the agreed time: a missed service (DSP-28), and the order is
/// issued again at once, whatever the callback still has to do (DSP-29).
pub async fn not_on_time(
    tx: &mut Tx,
    refs: &RefData,
    copies: &Copies,
    id: WorkOrderId,
    task: String,
    found_at: Timestamp,
) -> Result<()> {
    let mut order = work_orders::lock(tx, &BranchScope::All, id).await?;
    if !record_missed_service::run(tx, &mut order, MissedKind::NoShow, task).await? {
        return Ok(());
    }
    work_orders::save(tx, &mut order).await?;
    if order.state == State::Confirmed {
        reissue_work_order::follow(tx, refs, copies, &order, found_at).await?;
    }
    Ok(())
}

/// Another visit is needed: CONFIRMED to CONTACTED, visit n+1 (DSP-32). Elsewhere it is on its way already.
pub async fn revisit(tx: &mut Tx, refs: &RefData, id: WorkOrderId, at: Timestamp) -> Result<()> {
    let mut order = work_orders::lock(tx, &BranchScope::All, id).await?;
    if !order.revisit(at) {
        return Ok(());
    }
    work_orders::save(tx, &mut order).await?;
    revisits::insert(tx, &order, at).await?;
    tx.emit(events::reopened(&order, "callback", tx.now()));
    let book = refs.branch_in(tx, &order.branch_id).await?;
    deadlines::on_reopened(tx, &book, &order).await
}

/// The callback of an order ended in some way (DSP-56).
pub async fn ended(tx: &mut Tx, id: WorkOrderId, end: CallbackEnd, at: Timestamp) -> Result<()> {
    coverages::ended(tx, id, end, at).await
}

/// The callback ended: CONFIRMED to CLOSED.
pub async fn closed(tx: &mut Tx, id: WorkOrderId) -> Result<()> {
    let mut order = work_orders::lock(tx, &BranchScope::All, id).await?;
    close(tx, &mut order).await
}

/// The callback ended and the order was issued again when the miss was found (重发, DSP-29).
pub async fn reissued(tx: &mut Tx, refs: &RefData, copies: &Copies, id: WorkOrderId, at: Timestamp) -> Result<()> {
    let mut order = work_orders::lock(tx, &BranchScope::All, id).await?;
    if order.state != State::Confirmed {
        return Ok(());
    }
    reissue_work_order::follow(tx, refs, copies, &order, at).await?;
    close(tx, &mut order).await
}

async fn close(tx: &mut Tx, order: &mut WorkOrder) -> Result<()> {
    if !order.close() {
        return Ok(());
    }
    work_orders::save(tx, order).await?;
    personal_copies::delete(tx, order.id).await?;
    tx.emit(events::closed(order, tx.now()));
    deadlines::on_ended(tx, order, "the order was closed").await
}
