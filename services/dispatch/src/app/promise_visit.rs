//! A visit is agreed with the customer (DSP-11, DSP-21, DSP-22).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, deadlines, follow_parts, open};
use crate::{
    domain::{Action, Beyond, Limits, Window, WorkOrder},
    events,
    store::{visits, work_orders},
};

/// Promises a visit; a new promise replaces the one before.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `WINDOW_EMPTY`,
/// `PROMISE_IN_PAST`, `PROMISE_IN_CLOSED_TIME`, `PROMISE_BEYOND_LIMIT`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, window: Window, beyond: Option<Beyond>) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    order.admit(Action::Promise)?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let limits: Limits = order.limits(window, &book)?;
    order.promise_visit(&by.actor, window, limits, beyond, tx.now())?;
    let Some(visit) = order.visit().cloned() else {
        return Ok(order);
    };
    visits::put(tx, order.id, &visit).await?;
    tx.emit(events::promised(&order, &visit.promise));
    deadlines::on_promise(tx, &book, &order, &visit.promise).await?;
    follow_parts::bring_in_line(tx, &mut order);
    work_orders::save(tx, &mut order).await?;
    Ok(order)
}
