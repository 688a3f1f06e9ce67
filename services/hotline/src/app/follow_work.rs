//! Lets a ticket follow what the other services do with it.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, sla, time::Timestamp};

use super::{tell_customer, tell_timeline};
use crate::{
    domain::ticket::{CancelReason, HAND_OVER, Ticket, TicketState, WorkOrderRef},
    events,
    store::{carry_overs, contacts, tickets},
};

/// What another service did with a ticket.
#[derive(Debug, Clone)]
pub struct News {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Work order that it is about; news of an order that is not the ticket's present one moves nothing.
    pub work_order: Option<WorkOrderRef>,
    /// What was done.
    pub step: Step,
    /// Type of the event that tells it.
    pub cause: String,
}

/// What was done with a ticket.
#[derive(Debug, Clone)]
pub enum Step {
    /// Dispatch made a work order, which is the ticket's present one from now on.
    OrderCreated,
    /// The coordinator received it (HOT-45).
    Received {
        /// When.
        at: Timestamp,
    },
    /// The work came to another state.
    Work(TicketState),
    /// A technician has the order; the ticket's state beside it.
    Assigned {
        /// The technician.
        technician: String,
        /// When.
        at: Timestamp,
        /// What the order's state means for the ticket.
        state: Option<TicketState>,
    },
    /// The repair sheet was confirmed.
    Confirmed {
        /// By whom.
        by: String,
        /// When.
        at: Timestamp,
        /// The signed voucher is back (HOT-25).
        voucher_signed: bool,
    },
    /// The work was cancelled.
    Cancelled(CancelReason),
    /// The work was closed after the callback.
    WorkClosed,
    /// The callback was closed and nothing follows from it.
    CallbackClosed {
        /// The customer is satisfied; otherwise the ticket closes only once its repair sheet is confirmed.
        satisfied: bool,
    },
    /// The customer who was guided to the branch is there.
    Arrived,
}

/// Applies the news. A ticket that is not known here is another service's; its timeline alone grows.
///
/// # Errors
/// Those of the store; `STALE_ETAG` when somebody changes the ticket at the same time, to be tried again.
pub async fn run(tx: &mut Tx, news: News) -> Result<()> {
    let Some(stored) = tickets::by_id(tx, &BranchScope::All, news.ticket_id).await? else {
        return Ok(());
    };
    let (before, mut ticket) = (stored.ticket.clone(), stored.ticket);
    if !adopt_order(&mut ticket, &news) {
        return Ok(());
    }
    let (now, told) = (tx.now(), tx.events_waiting());
    apply(tx, &mut ticket, &news, now).await?;
    let changed = ticket != before;
    if changed {
        tickets::update(tx, &mut ticket).await?;
    }
    if ticket.state != before.state && !ticket.is_over() {
        tx.emit(events::ticket_state_changed(&ticket, before.state, &news.cause));
    }
    if ticket.is_over() && !before.is_over() {
        finish(tx, &ticket, &news.cause).await?;
    }
    if changed && tx.events_waiting() == told {
        tx.emit(events::ticket_changed(&ticket, &news.cause));
    }
    tell_timeline::own(tx).await
}

/// Whether the news is about the ticket's present work order, which is set when there is none yet.
fn adopt_order(ticket: &mut Ticket, news: &News) -> bool {
    let Some(order) = &news.work_order else {
        return true;
    };
    let known = ticket.work_order.as_ref();
    if matches!(news.step, Step::OrderCreated) || known.is_none() {
        ticket.work_order = Some(order.clone());
        return true;
    }
    known.is_some_and(|known| known.id == order.id)
}

async fn apply(tx: &mut Tx, ticket: &mut Ticket, news: &News, now: Timestamp) -> Result<()> {
    match &news.step {
        Step::OrderCreated => {
            carry_overs::unassign(tx, ticket.id).await?;
            ticket.follow(TicketState::HandedOver);
        }
        Step::Received { at } => {
            ticket.follow(TicketState::Received);
            ticket.register.dispatched_at.get_or_insert(*at);
            sla::meet(tx, HAND_OVER, ticket.id.uuid(), *at).await?;
        }
        Step::Work(state) => {
            ticket.follow(*state);
        }
        Step::Assigned { technician, at, state } => {
            if carry_overs::assign(tx, ticket.id, technician, *at).await? {
                // the request waits no longer, whatever becomes of the ticket's state
                tx.emit(events::ticket_changed(ticket, &news.cause));
            }
            state.map(|state| ticket.follow(state));
        }
        Step::Confirmed { by, at, voucher_signed } => {
            ticket.follow(TicketState::Confirmed);
            if *voucher_signed && ticket.clear_register(by, *at, now) {
                tx.emit(events::register_row_cleared(ticket));
            }
        }
        Step::Cancelled(reason) => {
            // work that is done is not undone by a late cancellation of its order
            let _ = ticket.cancel(*reason, now);
        }
        Step::WorkClosed => {
            ticket.close(now);
        }
        Step::CallbackClosed { satisfied } => {
            if *satisfied || ticket.state == TicketState::Confirmed {
                ticket.close(now);
            }
        }
        Step::Arrived => {
            if ticket.state == TicketState::GuidedToBranch {
                ticket.follow(TicketState::InService);
            }
        }
    }
    Ok(())
}

/// A ticket that is over keeps no contact, nothing to tell and no running deadline.
async fn finish(tx: &mut Tx, ticket: &Ticket, cause: &str) -> Result<()> {
    contacts::delete(tx, ticket.id).await?;
    tell_customer::close_of_ticket(tx, ticket).await?;
    match ticket.state {
        TicketState::Cancelled => tx.emit(events::ticket_cancelled(ticket, "system")),
        _ => tx.emit(events::ticket_closed(ticket)),
    }
    sla::cancel_all(tx, ticket.id.uuid(), cause).await?;
    Ok(())
}
