//! Records a call, answered or not (HOT-03, HOT-29).

use aftersales_kit::{Result, db::Tx, id, refdata::BranchBook, seal::Sealer};

use super::{
    forget_people, get_call::CallView, read_policy, report_call_event::works_here, seal_texts, settle_missed,
    tell_timeline,
};
use crate::{
    domain::{
        call::{CallState, PhoneCall, Ringing, Telephone, WrapUp},
        telephone_reasons::AGENT_NOT_HERE,
    },
    events,
    store::calls,
};

/// A call as the softphone or the agent reports it.
#[derive(Debug)]
pub struct RecordCall {
    /// Line that rang.
    pub line_id: String,
    /// Caller's number; empty when withheld.
    pub phone: String,
    /// Rings.
    pub ring_count: i64,
    /// Its times.
    pub ringing: Ringing,
    /// Who answered.
    pub agent_id: String,
    /// Somebody else reports it.
    pub is_of_other: bool,
}

/// Records the call at the branch of `book`. A call that nobody answered is over at once.
///
/// # Errors
/// `AGENT_NOT_HERE`, `TIME_IN_FUTURE`, `TIME_ORDER`, `INVALID_REQUEST`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, book: &BranchBook, cmd: RecordCall) -> Result<CallView> {
    let now = tx.now();
    if cmd.is_of_other && !works_here(book, &cmd.agent_id) {
        let refusal = AGENT_NOT_HERE.field("agent_id", "is no member of staff of this branch");
        return Err(refusal
            .with("agent_id", &cmd.agent_id)
            .with("branch_id", book.id())
            .into());
    }
    let (rang_at, answered_at) = cmd.ringing.times(now)?;
    let answered = answered_at.is_some();
    let call = PhoneCall {
        id: id::new_uuid(),
        branch_id: book.id().clone(),
        line_id: cmd.line_id,
        state: if answered {
            CallState::Answered
        } else {
            CallState::Ended
        },
        ring_count: cmd.ring_count,
        within_rings: answered && cmd.ring_count <= read_policy::ring_rule(book, rang_at)?.rings,
        rang_at,
        answered_at,
        agent_id: if answered { cmd.agent_id } else { String::new() },
        ended_at: (!answered).then_some(now),
        wrap_up: (!answered).then_some(WrapUp::Abandoned),
        telephone: Telephone::by_hand(rang_at, answered_at, now),
        version: 1,
    };
    let phone = seal_texts::phone(sealer, &cmd.phone, call.id)?;
    calls::insert(tx, &call, &phone).await?;
    tx.emit(events::call_recorded(&call));
    if !answered {
        tx.emit(events::call_ended(&call, None));
        forget_people::later(tx, book, forget_people::CALL, call.id, now).await?;
    } else {
        settle_missed::of_number(tx, &call, &phone).await?;
    }
    tell_timeline::own(tx).await?;
    Ok(CallView::new(call, cmd.phone))
}
