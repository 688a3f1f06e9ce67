//! Takes an event of a call from the exchange: stores it and reckons the call anew (HOT-03, HOT-29).

use std::sync::Arc;

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{self, StaffId},
    policy::catalogue::HOTLINE_EVENT_SKEW,
    refdata::BranchBook,
    seal::Sealer,
    time::Timestamp,
};
use uuid::Uuid;

use super::{follow_call, forget_people, keep_calls, read_policy, seal_texts};
use crate::{
    domain::{
        call::{CallState, Direction, PhoneCall, Recording, Telephone},
        reasons::TIME_IN_FUTURE,
        session::{self, CallEvent, Session, Stage},
        telephone_reasons::CALL_EVENT_OF_OTHER_BRANCH,
    },
    events,
    store::{
        call_events::{self, EventName},
        calls,
    },
};

/// An event as the exchange reports it.
pub struct ReportCallEvent {
    /// The exchange's name of it.
    pub name: EventName,
    /// What happened.
    pub event: CallEvent,
    /// The call out of which this one came; empty for none.
    pub previous_call_id: String,
    /// Line that was called.
    pub line_id: String,
    /// Direction.
    pub direction: Direction,
    /// The customer's number; empty when withheld.
    pub phone: String,
    /// A recording.
    pub recording: Option<Recording>,
}

/// Which call an event belongs to, and when it was taken for the first time.
pub type Taken = (Uuid, Timestamp);

/// Takes the event at the branch of `book`.
///
/// # Errors
/// `TIME_IN_FUTURE`, `CALL_EVENT_OF_OTHER_BRANCH`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, book: &Arc<BranchBook>, cmd: ReportCallEvent) -> Result<Taken> {
    if let Some(taken) = call_events::known(tx, &cmd.name).await? {
        return Ok(taken);
    }
    check(book, &cmd, tx.now())?;
    take(tx, sealer, book, cmd).await
}

/// Stores an event that was checked, and lets its call follow.
///
/// # Errors
/// Those of the store.
pub async fn take(tx: &mut Tx, sealer: &Sealer, book: &BranchBook, cmd: ReportCallEvent) -> Result<Taken> {
    let now = tx.now();
    let id = the_call(tx, &cmd).await?;
    calls::hold(tx, id).await?;
    let stored = calls::by_id(tx, &BranchScope::of([book.id().clone()]), id).await?;
    if stored.is_some() && call_events::of_call(tx, id).await?.is_empty() {
        // too late to correct it: what it was reckoned from is deleted
        return Ok((id, now));
    }
    if !call_events::insert(tx, &cmd.name, id, &cmd.event, now).await? {
        // the same event, told twice at one time
        return Ok(call_events::known(tx, &cmd.name).await?.unwrap_or((id, now)));
    }
    let events = call_events::of_call(tx, id).await?;
    let Some(session) = session::reckon(&events) else {
        return Ok((id, now));
    };
    let phone = seal_texts::phone(sealer, &cmd.phone, id)?;
    let (before, known) = match stored {
        Some(stored) => (Some(stored.call), stored.phone.is_some()),
        None => (None, false),
    };
    let rule = read_policy::ring_rule(book, session.began)?;
    let mut call = before.clone().unwrap_or_else(|| unheard(id, book, &cmd, &session));
    call.follow(&session, rule);
    if before.is_some() {
        calls::update(tx, &mut call).await?;
        if !known && phone.sealed.is_some() {
            calls::put_phone(tx, id, &phone).await?;
        }
    } else {
        calls::insert(tx, &call, &phone).await?;
        keep_calls::events(tx, book, id).await?;
    }
    // whatever becomes of the call, its caller is forgotten when the matter is past
    if before.is_none() || (call.state == CallState::Ended && phone.sealed.is_some()) {
        forget_people::later(tx, book, forget_people::CALL, id, now).await?;
    }
    if let Some(recording) = &cmd.recording {
        keep_calls::recording(tx, book, id, recording).await?;
    }
    let told = tx.events_waiting();
    follow_call::run(tx, before.as_ref(), &call, &session, &phone).await?;
    if call.telephone.missed.is_some() && tx.events_waiting() == told {
        tx.emit(events::telephone::call_changed(id, book.id()));
    }
    Ok((id, now))
}

fn check(book: &BranchBook, cmd: &ReportCallEvent, now: Timestamp) -> Result<()> {
    let event = &cmd.event;
    let latest = book.reckon(HOTLINE_EVENT_SKEW, now)?.due_at;
    let times = [
        ("occurred_at", Some(event.at)),
        ("queued_at", event.queued_at),
        ("rang_at", event.rang_at),
        ("answered_at", event.answered_at),
        ("recording.started_at", cmd.recording.as_ref().map(|it| it.started_at)),
    ];
    let late = times.into_iter().filter(|(_, at)| at.is_some_and(|at| at > latest));
    let late: Vec<&str> = late.map(|(field, _)| field).collect();
    if !late.is_empty() {
        let refusal = late.into_iter().fold(TIME_IN_FUTURE.refuse(), |refusal, field| {
            refusal.field(field, "must not be later than now")
        });
        return Err(refusal.with("now", now).into());
    }
    if !event.agent_id.is_empty() && !works_here(book, &event.agent_id) {
        let refusal = CALL_EVENT_OF_OTHER_BRANCH.field("agent_id", "is no member of staff of this branch");
        return Err(refusal
            .with("agent_id", &event.agent_id)
            .with("branch_id", book.id())
            .into());
    }
    Ok(())
}

/// Whether somebody is a member of the branch's staff.
pub fn works_here(book: &BranchBook, agent: &str) -> bool {
    let code = StaffId::parse(agent).ok();
    code.is_some_and(|code| book.staff(&code).is_some_and(|member| !member.left))
}

/// The call that the exchange means: the one of that name, or of the name that it had before it was passed on.
async fn the_call(tx: &mut Tx, cmd: &ReportCallEvent) -> Result<Uuid> {
    let mut id = id::new_uuid();
    if !cmd.previous_call_id.is_empty() {
        id = call_events::call_named(tx, &cmd.name, &cmd.previous_call_id, id).await?;
    }
    call_events::call_named(tx, &cmd.name, &cmd.event.provider_call_id, id).await
}

fn unheard(id: Uuid, book: &BranchBook, cmd: &ReportCallEvent, session: &Session) -> PhoneCall {
    let provider_call_id = if cmd.previous_call_id.is_empty() {
        &cmd.event.provider_call_id
    } else {
        &cmd.previous_call_id
    };
    PhoneCall {
        id,
        branch_id: book.id().clone(),
        line_id: cmd.line_id.clone(),
        state: match session.stage {
            Stage::Queued => CallState::Queued,
            _ => CallState::Ringing,
        },
        ring_count: 0,
        within_rings: false,
        rang_at: session.began,
        answered_at: None,
        agent_id: String::new(),
        ended_at: None,
        wrap_up: None,
        telephone: Telephone::named(cmd.name.provider.clone(), provider_call_id.clone(), cmd.direction),
        version: 1,
    }
}
