//! What follows from a call that the exchange told more of: events for the screens, agents' states, missed calls.

use aftersales_kit::{Result, db::Tx};

use super::{move_agent, settle_missed, tell_timeline};
use crate::{
    domain::{
        agent::Pull,
        call::{CallState, PhoneCall},
        session::{Leg, Session, Stage},
    },
    events,
    store::{
        call_legs::{self, KnownLeg},
        calls::StoredPhone,
    },
};

/// Tells what is new in `call` since `before`, and stores its telephones.
///
/// # Errors
/// Those of the store.
pub async fn run(
    tx: &mut Tx,
    before: Option<&PhoneCall>,
    call: &PhoneCall,
    session: &Session,
    phone: &StoredPhone,
) -> Result<()> {
    let known = call_legs::of_call(tx, call.id).await?;
    call_legs::put(tx, call.id, &session.legs).await?;
    let of_agents = session.legs.iter().filter(|leg| !leg.agent_id.is_empty());
    let mut news: Vec<(&Leg, News)> = of_agents.map(|leg| (leg, News::of(leg, &known))).collect();
    for (leg, is_new) in &news {
        tell(tx, call, leg, is_new);
    }
    // calls that pull the same agents hold them in the same order
    news.sort_by(|(one, _), (other, _)| one.agent_id.cmp(&other.agent_id));
    for (leg, is_new) in &news {
        pull(tx, call, session, leg, is_new).await?;
    }
    tell_call(tx, before, call);
    if call.telephone.reached && before.is_none_or(|before| !before.telephone.reached) {
        settle_missed::of_number(tx, call, phone).await?;
    }
    tell_timeline::own(tx).await
}

/// What was not known of a telephone.
struct News {
    rang: bool,
    answered: bool,
    ended: bool,
}

impl News {
    fn of(leg: &Leg, known: &[KnownLeg]) -> Self {
        let old = known.iter().find(|old| old.is(leg));
        Self {
            rang: leg.rang_at.is_some() && old.is_none_or(|old| old.rang_at.is_none()),
            answered: leg.answered_at.is_some() && old.is_none_or(|old| old.answered_at.is_none()),
            ended: leg.ended_at.is_some() && old.is_none_or(|old| old.ended_at.is_none()),
        }
    }
}

/// A ring that is over when it is heard of pops up nowhere.
fn tell(tx: &mut Tx, call: &PhoneCall, leg: &Leg, is_new: &News) {
    if is_new.rang && leg.answered_at.is_none() && leg.ended_at.is_none() {
        tx.emit(events::telephone::call_rang(call, leg));
    }
    if is_new.answered {
        tx.emit(events::telephone::call_answered(call, leg));
    }
    if is_new.ended {
        tx.emit(events::telephone::call_leg_ended(call, leg));
    }
}

/// The newest of the news moves the agent.
async fn pull(tx: &mut Tx, call: &PhoneCall, session: &Session, leg: &Leg, is_new: &News) -> Result<()> {
    let owes_wrap_up = call.state == CallState::WrapUp && call.agent_id == leg.agent_id;
    let moved = match (leg.ended_at, leg.answered_at, leg.rang_at) {
        (Some(at), Some(_), _) if is_new.ended && session.stage == Stage::Over && owes_wrap_up => {
            Some((Pull::HangsUp, at))
        }
        (Some(at), ..) if is_new.ended => Some((Pull::LetsGo, at)),
        (None, Some(at), _) if is_new.answered => Some((Pull::Talks, at)),
        (None, None, Some(at)) if is_new.rang => Some((Pull::Rings, at)),
        _ => None,
    };
    if let Some((pull, at)) = moved {
        move_agent::run(tx, &call.branch_id, &leg.agent_id, call.id, pull, at).await?;
    }
    Ok(())
}

/// A call is told once it is answered or over; what changes later is a correction.
fn tell_call(tx: &mut Tx, before: Option<&PhoneCall>, call: &PhoneCall) {
    let settled = |call: &PhoneCall| !matches!(call.state, CallState::Queued | CallState::Ringing);
    let ended = |call: &PhoneCall| call.state == CallState::Ended && !call.telephone.reached;
    let was_settled = before.is_some_and(settled);
    if settled(call) && !was_settled {
        tx.emit(events::call_recorded(call));
    }
    if ended(call) && !before.is_some_and(ended) {
        tx.emit(events::call_ended(call, None));
    }
    if let Some(before) = before.filter(|_| was_settled) {
        let times = |call: &PhoneCall| (call.rang_at, call.answered_at, call.telephone.queued_at);
        let end = |call: &PhoneCall| (call.telephone.hung_up_at, call.telephone.cause);
        let hung_up = before.telephone.hung_up_at.is_some();
        if times(before) != times(call) || (hung_up && end(before) != end(call)) {
            tx.emit(events::telephone::call_corrected(call));
        }
    }
}
