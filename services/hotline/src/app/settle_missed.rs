//! Missed calls that resolve themselves: the same number was answered, or called and reached (HOT-29).

use aftersales_kit::{Result, db::Tx, id::BranchId, time::Timestamp};

use crate::{
    domain::{
        call::{Direction, PhoneCall},
        missed::MissedOutcome,
    },
    events,
    store::{calls::StoredPhone, missed_calls},
};

/// Resolves the missed calls of the number of a call in which somebody talked.
///
/// # Errors
/// Those of the store.
pub async fn of_number(tx: &mut Tx, call: &PhoneCall, phone: &StoredPhone) -> Result<()> {
    let Some(mac) = &phone.mac else {
        return Ok(());
    };
    let outcome = match call.telephone.direction {
        Direction::Inbound => MissedOutcome::CameAgain,
        Direction::Outbound => MissedOutcome::CalledBack,
    };
    settle(tx, &call.branch_id, mac, call.rang_at, outcome).await
}

/// Resolves all missed calls of a number until now.
///
/// # Errors
/// Those of the store.
pub async fn others(tx: &mut Tx, branch: &BranchId, mac: &[u8], outcome: MissedOutcome) -> Result<()> {
    let now = tx.now();
    settle(tx, branch, mac, now, outcome).await
}

async fn settle(tx: &mut Tx, branch: &BranchId, mac: &[u8], until: Timestamp, outcome: MissedOutcome) -> Result<()> {
    let now = tx.now();
    for id in missed_calls::resolve_of_number(tx, branch, mac, until, outcome, now).await? {
        tx.emit(events::telephone::missed_call_resolved(id, branch, outcome, "", now));
    }
    Ok(())
}
