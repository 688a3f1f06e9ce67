//! Records a call, answered or not (HOT-03, HOT-29).

use aftersales_kit::{
    Result,
    db::Tx,
    id,
    policy::{PolicyValue, catalogue::HOTLINE_ANSWER_RINGS},
    refdata::BranchBook,
    seal::Sealer,
    time::Timestamp,
};

use super::{
    forget_people,
    get_call::CallView,
    seal_texts::{self, Place},
    tell_timeline,
};
use crate::{
    domain::call::{CallState, PhoneCall, Ringing, WrapUp},
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
}

/// Records the call at the branch of `book`. A call that nobody answered is over at once.
///
/// # Errors
/// `TIME_IN_FUTURE`, `TIME_ORDER`, `INVALID_REQUEST`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, book: &BranchBook, cmd: RecordCall) -> Result<CallView> {
    let now = tx.now();
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
        within_rings: answered && cmd.ring_count <= most_rings(book, rang_at)?,
        rang_at,
        answered_at,
        agent_id: if answered { cmd.agent_id } else { String::new() },
        ended_at: (!answered).then_some(now),
        wrap_up: (!answered).then_some(WrapUp::Abandoned),
        version: 1,
    };
    let place = Place {
        record: "call",
        id: call.id,
        field: "phone",
    };
    let phone = seal_texts::seal(sealer, &cmd.phone, place)?;
    calls::insert(tx, &call, phone.as_deref()).await?;
    tx.emit(events::call_recorded(&call));
    if !answered {
        tx.emit(events::call_ended(&call, None));
        forget_people::later(tx, book, forget_people::CALL, call.id, now).await?;
    }
    tell_timeline::own(tx).await?;
    Ok(CallView {
        call,
        phone: cmd.phone,
        need: String::new(),
        ticket_ids: Vec::new(),
        consultation_ids: Vec::new(),
    })
}

fn most_rings(book: &BranchBook, at: Timestamp) -> Result<i64> {
    Ok(match book.policy(HOTLINE_ANSWER_RINGS, at)?.value {
        PolicyValue::Int(rings) => rings,
        _ => 0,
    })
}
