//! The repair is done; time and parts stand on the card (DSP-41).

use aftersales_kit::{Result, db::Tx, timers};

use super::{Held, open, order_of, register_goods_in::FINISH_TIMER};
use crate::{
    app::By,
    domain::{Finish, TakeBack},
    events,
    store::take_backs,
};

/// IN_REPAIR to FINISHED.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::finish`].
pub async fn run(tx: &mut Tx, by: &By, held: &Held, told: Finish) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    taken.finish(&by.actor, told, tx.now())?;
    take_backs::save(tx, &mut taken).await?;
    timers::cancel(tx, FINISH_TIMER, taken.id.uuid()).await?;
    let order = order_of(tx, &taken).await?;
    tx.emit(events::custody_repair_finished(&order, &taken));
    Ok(taken)
}
