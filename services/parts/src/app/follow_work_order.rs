//! Keeps up with dispatch: which work orders there are, and what an ended one had reserved.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx};

use super::cancel_parts_request;
use crate::{
    domain::{request::Act, work_order::WorkOrder},
    store::{ledger, requests, work_orders},
};

/// A work order was made.
pub async fn created(tx: &mut Tx, order: WorkOrder) -> Result<()> {
    work_orders::insert(tx, &order).await
}

/// A work order was cancelled or closed: whatever its requests have not been issued is given up. Pieces that are out
/// stay open until they are returned.
pub async fn ended(tx: &mut Tx, order: WorkOrder) -> Result<()> {
    let mut turn = ledger::take_turn(tx, &order.branch).await?;
    // unknown: the end is written down first, so that a late beginning changes nothing
    work_orders::insert(tx, &order).await?;
    let act = Act {
        by: "system".to_owned(),
        at: tx.now(),
    };
    if !work_orders::end(tx, order.id, act.at).await? {
        return Ok(());
    }
    for (id, state) in requests::of_work_order(tx, order.id).await? {
        if state.is_ended() {
            continue;
        }
        let found = requests::find(tx, &BranchScope::All, id).await?;
        let mut request = found.ok_or_else(|| Error::internal("a request vanished"))?;
        if request
            .lines
            .iter()
            .all(|line| line.counts.reserved + line.counts.backordered == 0)
        {
            continue;
        }
        let released = request.give_up(act.clone(), "the work order has ended");
        cancel_parts_request::release(tx, &mut turn, request, released, &act).await?;
    }
    Ok(())
}
