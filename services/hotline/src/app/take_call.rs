//! An agent answers a call for which the exchange's answer event is lost or late.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id, refdata::BranchBook, seal::Sealer};
use uuid::Uuid;

use super::{
    get_call::{self, CallView},
    report_call_event::{self, ReportCallEvent},
};
use crate::{
    domain::session::{CallEvent, EventKind},
    store::{call_events::EventName, call_legs},
};

/// Answers the call for an agent, as if the exchange had told it.
///
/// # Errors
/// `CALL_NOT_FOUND`, `CALL_TAKEN`, `CALL_ENDED`.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    book: &BranchBook,
    call: Uuid,
    agent: &str,
) -> Result<CallView> {
    let known = get_call::load(tx, scope, call).await?.call;
    known.admit_taking()?;
    let legs = call_legs::of_call(tx, call).await?;
    let ringing = legs
        .iter()
        .rev()
        .find(|leg| leg.agent_id == agent && leg.ended_at.is_none());
    let event = CallEvent {
        provider_call_id: ringing.map_or_else(
            || known.telephone.provider_call_id.clone(),
            |leg| leg.provider_call_id.clone(),
        ),
        leg_id: ringing.map(|leg| leg.leg_id.clone()).unwrap_or_default(),
        kind: EventKind::Answered,
        at: tx.now(),
        agent_id: agent.to_owned(),
        cause: None,
        ring_count: None,
        queued_at: None,
        rang_at: None,
        answered_at: None,
    };
    let cmd = ReportCallEvent {
        name: EventName {
            branch_id: book.id().clone(),
            provider: known.telephone.provider,
            event_id: format!("taken:{}", id::new_uuid()),
        },
        event,
        previous_call_id: String::new(),
        line_id: known.line_id,
        direction: known.telephone.direction,
        phone: String::new(),
        recording: None,
    };
    report_call_event::take(tx, sealer, book, cmd).await?;
    get_call::run(tx, sealer, scope, call).await
}
