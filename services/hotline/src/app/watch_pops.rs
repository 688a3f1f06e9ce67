//! What pops up at an agent: how things stand, and what an event of the log means for him.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::BranchId, outbox::Event, seal::Sealer, time::Timestamp};
use uuid::Uuid;

use super::{get_call, seal_texts};
use crate::{
    domain::{
        call::Cause,
        pop::{Pop, PopKind},
    },
    events::telephone::leg_news,
    store::call_legs,
};

/// Telephones of one agent that are shown when a stream begins.
const OPEN: i64 = 50;

/// What rings or is talked about at an agent now.
///
/// # Errors
/// Those of the store.
pub async fn standing(tx: &mut Tx, sealer: &Sealer, branch: &BranchId, agent: &str) -> Result<Vec<Pop>> {
    let mut pops = Vec::new();
    for leg in call_legs::open_of_agent(tx, branch, agent, OPEN).await? {
        let (kind, at) = match (leg.answered_at, leg.rang_at) {
            (Some(at), _) => (PopKind::Answered, at),
            (None, Some(at)) => (PopKind::Ringing, at),
            (None, None) => continue,
        };
        pops.push(Pop {
            call_id: leg.call_id,
            leg_id: leg.leg_id,
            branch_id: branch.clone(),
            line_id: leg.line_id,
            kind,
            at,
            cause: None,
            phone: phone(tx, sealer, branch, leg.call_id).await?,
            is_snapshot: true,
        });
    }
    Ok(pops)
}

/// What an event of the hotline's log means for an agent; none when it is not about a telephone of his.
///
/// # Errors
/// `Internal` for a payload that is not of its type; those of the store.
pub async fn pop(tx: &mut Tx, sealer: &Sealer, branch: &BranchId, agent: &str, event: &Event) -> Result<Option<Pop>> {
    if event.branch_id != branch.as_str() {
        return Ok(None);
    }
    let Some(news) = leg_news(event)?.filter(|news| news.agent_id == agent) else {
        return Ok(None);
    };
    let Ok(call_id) = Uuid::try_parse(&news.call_id) else {
        return Ok(None);
    };
    let kind = match news.cause {
        Some(Cause::Transferred) => PopKind::Transferred,
        _ => news.kind,
    };
    Ok(Some(Pop {
        call_id,
        leg_id: news.leg_id,
        branch_id: branch.clone(),
        line_id: news.line_id,
        kind,
        at: news.at.unwrap_or(Timestamp::MIN),
        cause: news.cause,
        phone: phone(tx, sealer, branch, call_id).await?,
        is_snapshot: false,
    }))
}

async fn phone(tx: &mut Tx, sealer: &Sealer, branch: &BranchId, call: Uuid) -> Result<String> {
    let stored = get_call::load(tx, &BranchScope::of([branch.clone()]), call).await?;
    seal_texts::open(sealer, stored.phone.as_deref(), seal_texts::of_call(call, "phone"))
}
