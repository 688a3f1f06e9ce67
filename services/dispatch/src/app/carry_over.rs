//! A request that was not dispatched on its day is dispatched first on the next (DSP-36, HOT-47).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId};

use crate::{events, store::work_orders};

/// Marks the present order of a ticket as carried over for the `times`-th time. An order that a technician has got
/// meanwhile keeps its place.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, ticket: TicketId, times: i64) -> Result<()> {
    let Some(id) = work_orders::ids_of_ticket(tx, ticket).await?.pop() else {
        return Ok(());
    };
    let mut order = work_orders::lock(tx, &BranchScope::All, id).await?;
    if order.carry_over(times) {
        work_orders::save(tx, &mut order).await?;
        tx.emit(events::changed(&order, "aftersales.hotline.v1.RequestCarriedOver"));
    }
    Ok(())
}
