//! The signed voucher of delivered goods goes into the archive (DSP-42).

use aftersales_kit::{Result, db::Tx};

use super::{Held, open, order_of};
use crate::{app::By, domain::TakeBack, events, store::take_backs};

/// DELIVERED to ARCHIVED.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG`, `CUSTODY_STATE`.
pub async fn run(tx: &mut Tx, by: &By, held: &Held, reference: String) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let now = tx.now();
    taken.archive(&by.actor, reference, now)?;
    take_backs::save(tx, &mut taken).await?;
    let order = order_of(tx, &taken).await?;
    tx.emit(events::custody_voucher_archived(&order, &taken, &by.actor.code, now));
    Ok(taken)
}
