//! What the parts service says of an order (DSP-04, DSP-05, DSP-09).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::WorkOrderId};

use crate::{
    domain::{LineState, PartLine, State, WorkOrder, reasons::WORK_ORDER_NOT_FOUND},
    events,
    store::{part_lines, work_orders},
};

/// Keeps the lines of a request as they are now, and brings the order in line. The lines are kept even when the order
/// is not there: a store that was restored catches up in any order.
pub async fn lines(tx: &mut Tx, id: WorkOrderId, mut lines: Vec<PartLine>) -> Result<()> {
    let order = find(tx, id).await?;
    let visit_number = order.as_ref().map_or(1, |order| order.visit_number);
    for line in &mut lines {
        line.visit_number = visit_number;
        part_lines::put(tx, id, line).await?;
    }
    follow(tx, order).await
}

/// No issued piece of the order is open any more.
pub async fn settled(tx: &mut Tx, id: WorkOrderId) -> Result<()> {
    part_lines::settle(tx, id).await?;
    let order = find(tx, id).await?;
    follow(tx, order).await
}

async fn find(tx: &mut Tx, id: WorkOrderId) -> Result<Option<WorkOrder>> {
    match work_orders::lock(tx, &BranchScope::All, id).await {
        Ok(order) => Ok(Some(order)),
        Err(error) if error.reason() == Some(WORK_ORDER_NOT_FOUND.name) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn follow(tx: &mut Tx, order: Option<WorkOrder>) -> Result<()> {
    let Some(mut order) = order else {
        tracing::warn!("parts of a work order that is not here are kept");
        return Ok(());
    };
    order.parts = part_lines::of_orders(tx, &[order.id.uuid()])
        .await?
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    let told = tx.events_waiting();
    bring_in_line(tx, &mut order);
    if tx.events_waiting() == told {
        tx.emit(events::changed(&order, "aftersales.parts.v1.PartsEvent"));
    }
    work_orders::save(tx, &mut order).await
}

/// Moves the order as its parts stand and says so. The caller saves it.
pub(super) fn bring_in_line(tx: &mut Tx, order: &mut WorkOrder) {
    if !order.follow_parts() {
        return;
    }
    let now = tx.now();
    match order.state {
        State::Ready => tx.emit(events::ready(order, now)),
        State::PartsPending | State::PartsOnOrder => tx.emit(events::parts_waiting(order, waited_for(order))),
        State::PartsSettled => tx.emit(events::parts_settled(order, now)),
        _ => {}
    }
}

fn waited_for(order: &WorkOrder) -> String {
    let waits = |line: &&PartLine| matches!(line.state, LineState::Reserved | LineState::Backordered);
    order
        .parts
        .iter()
        .find(waits)
        .map(|line| line.parts_request_id.to_string())
        .unwrap_or_default()
}
