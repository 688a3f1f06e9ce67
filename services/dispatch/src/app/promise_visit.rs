//! A visit is agreed with the customer (DSP-11, DSP-21, DSP-22).

use aftersales_kit::{Result, db::Tx, time::Timestamp};

use super::{By, Target, book_crew, deadlines, follow_parts, open, told};
use crate::{
    domain::{Action, Beyond, Limits, Window, WorkOrder},
    events,
    store::{visits, work_orders},
};

/// What is agreed.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// When it was agreed; now if not said.
    pub at: Option<Timestamp>,
    /// The window.
    pub window: Window,
    /// Why later than the zone's limit.
    pub beyond: Option<Beyond>,
    /// Why although somebody of the crew is not available.
    pub override_reason: String,
}

/// Promises a visit; a new promise replaces the one before. The crew, when there is one, is free over the whole window.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `WINDOW_EMPTY`,
/// `PROMISE_IN_PAST`, `PROMISE_IN_CLOSED_TIME`, `PROMISE_BEYOND_LIMIT`, `TECHNICIAN_NOT_AVAILABLE`,
/// `OVERRIDE_NOT_YOURS`, `TIME_IN_FUTURE`, `TIME_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, agreed: Agreed) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    order.admit(Action::Promise)?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let limits: Limits = order.limits(agreed.window, &book)?;
    let told = told(tx, by, &order, agreed.at).await?;
    order.promise_visit(&by.actor, agreed.window, limits, agreed.beyond, told, tx.now())?;
    let overridden = book_crew::run(tx, &by.actor, &book, &order, &agreed.override_reason).await?;
    order.override_availability(overridden)?;
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
