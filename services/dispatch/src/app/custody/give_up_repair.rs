//! There is no repair; the goods go back as they are (F-6).

use aftersales_kit::{Result, db::Tx, timers};

use super::{Held, open, order_of, register_goods_in::FINISH_TIMER};
use crate::{
    app::By,
    domain::{TakeBack, Unrepaired},
    events,
    store::take_backs,
};

/// IN_REPAIR to FINISHED without a repair; `minutes` were spent on it.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::give_up`].
pub async fn run(tx: &mut Tx, by: &By, held: &Held, why: (Unrepaired, String), minutes: i64) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let reason = why.0;
    taken.give_up(&by.actor, why, minutes, tx.now())?;
    take_backs::save(tx, &mut taken).await?;
    timers::cancel(tx, FINISH_TIMER, taken.id.uuid()).await?;
    let order = order_of(tx, &taken).await?;
    tx.emit(events::custody_repair_given_up(&order, &taken, reason));
    Ok(taken)
}
