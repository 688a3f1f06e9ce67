//! What the hotline says of a ticket.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, time::Timestamp};

use super::cancel_work_order;
use crate::{
    domain::State,
    events,
    store::{personal_copies, work_orders},
};

/// The ticket has its numbers. An order that was there before it (self-received or planned work, HOT-23) learns them; its
/// version stays, for nobody decides by them.
pub async fn registered(tx: &mut Tx, ticket: TicketId, register_no: &str, voucher_no: &str) -> Result<()> {
    for id in work_orders::number(tx, ticket, register_no, voucher_no).await? {
        let order = work_orders::get(tx, &BranchScope::All, id).await?;
        tx.emit(events::changed(&order, "aftersales.hotline.v1.TicketOpened"));
    }
    Ok(())
}

/// The ticket was cancelled: orders whose work is not done end, others keep the fact.
pub async fn cancelled(tx: &mut Tx, ticket: TicketId, by: &str, at: Timestamp) -> Result<()> {
    for id in work_orders::ids_of_ticket(tx, ticket).await? {
        let mut order = work_orders::lock(tx, &BranchScope::All, id).await?;
        if matches!(order.state, State::Cancelled | State::Closed) {
            continue;
        }
        if order.follow_ticket_cancelled(at) {
            cancel_work_order::end(tx, &mut order, by).await?;
        } else {
            work_orders::save(tx, &mut order).await?;
            tx.emit(events::changed(&order, "aftersales.hotline.v1.TicketCancelled"));
        }
    }
    Ok(())
}

/// The ticket was closed: orders that went back unfinished need nobody's contact any more.
pub async fn closed(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    for id in work_orders::ids_of_ticket(tx, ticket).await? {
        let order = work_orders::lock(tx, &BranchScope::All, id).await?;
        if !order.state.is_open() {
            personal_copies::delete(tx, id).await?;
            tx.emit(events::changed(&order, "aftersales.hotline.v1.TicketClosed"));
        }
    }
    Ok(())
}
