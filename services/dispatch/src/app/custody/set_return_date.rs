//! The return date is entered in the register (DSP-42).

use aftersales_kit::{Result, db::Tx, time::BusinessDate};

use super::{Held, open, order_of};
use crate::{app::By, domain::TakeBack, events, store::take_backs};

/// INSPECTED to RETURN_DATED.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG` and those of [`TakeBack::date_return`].
pub async fn run(tx: &mut Tx, by: &By, held: &Held, date: BusinessDate) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let book = by.refs.branch_in(tx, &taken.branch_id).await?;
    taken.date_return(date, book.date_of(tx.now())?)?;
    take_backs::save(tx, &mut taken).await?;
    let order = order_of(tx, &taken).await?;
    tx.emit(events::goods_return_dated(&order, &taken, &by.actor.code));
    Ok(taken)
}
