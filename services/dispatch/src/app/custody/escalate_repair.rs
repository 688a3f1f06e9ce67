//! A repair is late: the department manager is asked for help at once, and says what he does (DSP-43).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, time::Timestamp, timers::Timer};

use super::{Held, open, order_of, register_goods_in::arm};
use crate::{
    app::By,
    domain::{Escalation, TakeBack, TakeBackId},
    events,
    store::{custody_escalations, take_backs},
};

/// The planned finish passed.
pub async fn overdue(tx: &mut Tx, timer: &Timer) -> Result<()> {
    let id = TakeBackId::from_uuid(timer.subject);
    let mut taken = take_backs::lock(tx, &BranchScope::All, id).await?;
    match taken.overdue(tx.now()) {
        Some(escalation) => raised(tx, &mut taken, &escalation).await,
        None => Ok(()),
    }
}

/// The technician sees that it will be late.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::predict`].
pub async fn predict(tx: &mut Tx, by: &By, held: &Held, finish: Timestamp, reason: String) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let escalation = taken.predict(&by.actor, finish, reason, tx.now())?;
    raised(tx, &mut taken, &escalation).await?;
    Ok(taken)
}

async fn raised(tx: &mut Tx, taken: &mut TakeBack, escalation: &Escalation) -> Result<()> {
    custody_escalations::put(tx, taken.id, escalation).await?;
    take_backs::save(tx, taken).await?;
    let order = order_of(tx, taken).await?;
    tx.emit(events::custody_escalated(&order, taken, escalation));
    Ok(())
}

/// The manager's action; the repair has a new planned finish.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::act`].
pub async fn act(tx: &mut Tx, by: &By, held: &Held, action: String, finish: Timestamp) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let answered = taken.act(&by.actor, action, finish, tx.now())?;
    custody_escalations::put(tx, taken.id, &answered).await?;
    take_backs::save(tx, &mut taken).await?;
    arm(tx, &taken, finish).await?;
    let order = order_of(tx, &taken).await?;
    tx.emit(events::custody_action_recorded(&order, &taken, &answered));
    Ok(taken)
}
