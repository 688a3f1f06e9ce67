//! Wraps a call up (F-1).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, refdata::BranchBook, seal::Sealer};
use uuid::Uuid;

use super::{
    forget_people,
    get_call::{self, CallView},
    move_agent, seal_texts, tell_timeline,
};
use crate::{
    domain::{agent::Pull, call::WrapUp, need},
    events,
    store::calls,
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
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Wraps up a call of the branch of `book`.
///
/// # Errors
/// `CALL_NOT_FOUND`, `CALL_NOT_ANSWERED`, `CALL_ENDED`, `WRAP_UP_NEEDS_TICKET`, `WRAP_UP_NEEDS_CONSULTATION`,
/// `NEED_NOT_SERVED`, `STALE_ETAG`.
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
    let need = seal_texts::seal(sealer, &cmd.need, seal_texts::of_call(cmd.id, "need"))?.unwrap_or_default();
    calls::update(tx, &mut view.call).await?;
    calls::put_need(tx, cmd.id, &need).await?;
    view.need = cmd.need;
    forget_people::later(tx, book, forget_people::CALL, cmd.id, now).await?;
    tx.emit(events::call_ended(&view.call, ticket));
    let (branch, agent) = (&view.call.branch_id, &view.call.agent_id);
    move_agent::run(tx, branch, agent, cmd.id, Pull::WrapsUp, now).await?;
    tell_timeline::own(tx).await?;
    Ok(view)
}
