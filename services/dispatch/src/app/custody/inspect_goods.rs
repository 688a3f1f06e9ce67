//! The manager inspects the goods (验讫, DSP-42).

use aftersales_kit::{Result, db::Tx};

use super::{Held, open, order_of, register_goods_in::arm};
use crate::{
    app::By,
    domain::{CustodyState, TakeBack},
    events,
    store::take_backs,
};

/// FINISHED to INSPECTED, or back to IN_REPAIR, where the planned finish counts again.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::inspect`].
pub async fn run(tx: &mut Tx, by: &By, held: &Held, passed: bool, note: String) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let now = tx.now();
    taken.inspect(&by.actor, passed, note, now)?;
    take_backs::save(tx, &mut taken).await?;
    if let Some(card) = taken.card.as_ref().filter(|_| taken.state == CustodyState::InRepair) {
        arm(tx, &taken, card.planned_finish).await?;
    }
    let order = order_of(tx, &taken).await?;
    tx.emit(events::goods_inspected(&order, &taken, &by.actor.code, now, passed));
    Ok(taken)
}
