//! An attempt to reach the customer (DSP-02, DSP-03, DSP-20).

use aftersales_kit::{Error, Result, db::Tx, time::Timestamp};

use super::{By, Target, deadlines, open, set_presence::anybody_in, told};
use crate::{
    domain::{ContactResult, NewAttempt, State, WorkOrder},
    events,
    store::{contact_attempts, work_orders},
};

/// Logs an attempt.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `ENGINEER_IN_STATION`,
/// `TIME_IN_FUTURE`, `TIME_ORDER`, `INVALID_REQUEST`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>, new: NewAttempt) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let engineer_in = order.state == State::Received && {
        let book = by.refs.branch_in(tx, &order.branch_id).await?;
        anybody_in(tx, &order.branch_id, &book).await?
    };
    let told = told(tx, by, &order, at).await?;
    let first = order.log_contact(&by.actor, new, told, engineer_in, tx.now())?;
    let attempt = order
        .contacts
        .last()
        .cloned()
        .ok_or_else(|| Error::internal("an attempt that was not logged"))?;
    contact_attempts::insert(tx, order.id, &attempt).await?;
    work_orders::save(tx, &mut order).await?;
    if attempt.result == ContactResult::Reached {
        tx.emit(events::contacted(&order, &attempt.by, attempt.at, first));
        deadlines::on_contact(tx, &mut order, attempt.at).await?;
    } else {
        tx.emit(events::contact_attempted(&order, &attempt.by, attempt.at));
    }
    Ok(order)
}
