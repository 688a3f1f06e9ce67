//! Wraps a call up (F-1).

use aftersales_kit::{
    Result, auth::BranchScope, db::Tx, etag, id::TicketId, policy::catalogue::HOTLINE_REPEAT_CALL,
    reasons::INVALID_REQUEST, refdata::BranchBook, seal::Sealer,
};
use uuid::Uuid;

use super::{
    forget_people,
    get_call::{self, CallView},
    move_agent, seal_texts, tell_timeline,
};
use crate::{
    domain::{agent::Pull, call::WrapUp, need, reasons::TICKET_NOT_FOUND, ticket::Ticket},
    events,
    store::{call_inquiries, calls, tickets},
};

/// How a call is wrapped up.
#[derive(Debug)]
pub struct EndCall {
    /// Call.
    pub id: Uuid,
    /// How it ended.
    pub wrap_up: WrapUp,
    /// What the customer needed (HOT-05).
    pub need: String,
    /// Ticket that the customer asked about.
    pub inquired: Option<TicketId>,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Keeps which ticket the customer asked about; gives it when the call repeats its matter (HOT-08).
async fn inquiry(
    tx: &mut Tx,
    scope: &BranchScope,
    book: &BranchBook,
    view: &CallView,
    inquired: TicketId,
) -> Result<Option<Ticket>> {
    if !matches!(view.call.wrap_up, Some(WrapUp::TicketInquiry | WrapUp::Complaint)) {
        return Err(INVALID_REQUEST
            .field("ticket_id", "is for TICKET_INQUIRY and COMPLAINT")
            .into());
    }
    let now = tx.now();
    let ticket = tickets::by_id(tx, scope, inquired)
        .await?
        .ok_or(&TICKET_NOT_FOUND)?
        .ticket;
    let in_time = now <= book.reckon(HOTLINE_REPEAT_CALL, ticket.opened_at)?.due_at;
    let repeated = in_time && ticket.is_reported() && ticket.call_id != Some(view.call.id);
    let again = repeated.then_some(ticket);
    call_inquiries::insert(tx, view.call.id, inquired, again.is_some(), now).await?;
    Ok(again)
}

/// Wraps up a call of the branch of `book`.
///
/// # Errors
/// `CALL_NOT_FOUND`, `CALL_NOT_ANSWERED`, `CALL_ENDED`, `WRAP_UP_NEEDS_TICKET`, `WRAP_UP_NEEDS_CONSULTATION`,
/// `NEED_NOT_SERVED`, `TICKET_NOT_FOUND`, `STALE_ETAG`.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    book: &BranchBook,
    cmd: EndCall,
) -> Result<CallView> {
    let now = tx.now();
    let mut view = get_call::run(tx, sealer, scope, cmd.id).await?;
    etag::check(&cmd.etag, view.call.version)?;
    let (ticket, consulted) = (view.ticket_ids.last().copied(), !view.consultation_ids.is_empty());
    view.call.admit_work()?;
    need::admit_end(view.stage()).map_err(|refusal| refusal.with("call_id", cmd.id))?;
    view.call.end(cmd.wrap_up, ticket.is_some(), consulted, now)?;
    let asked = match cmd.inquired {
        Some(inquired) => Some(inquiry(tx, scope, book, &view, inquired).await?),
        None => None,
    };
    view.inquired = cmd.inquired;
    let need = seal_texts::seal(sealer, &cmd.need, seal_texts::of_call(cmd.id, "need"))?.unwrap_or_default();
    calls::update(tx, &mut view.call).await?;
    calls::put_need(tx, cmd.id, &need).await?;
    view.need = cmd.need;
    forget_people::later(tx, book, forget_people::CALL, cmd.id, now).await?;
    tx.emit(events::call_ended(&view.call, cmd.inquired.or(ticket)));
    if let Some(again) = asked.flatten() {
        tx.emit(events::repeat_call_flagged(&again, again.id, &again.opened_by));
    }
    let (branch, agent) = (&view.call.branch_id, &view.call.agent_id);
    move_agent::run(tx, branch, agent, cmd.id, Pull::WrapsUp, now).await?;
    tell_timeline::own(tx).await?;
    Ok(view)
}
