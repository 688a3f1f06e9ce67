//! Missed calls that resolve themselves: the same number was answered, or called and reached (HOT-29).

use aftersales_kit::{Result, db::Tx};

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
    let now = tx.now();
    let outcome = match call.telephone.direction {
        Direction::Inbound => MissedOutcome::CameAgain,
        Direction::Outbound => MissedOutcome::CalledBack,
    };
    for id in missed_calls::resolve_of_number(tx, &call.branch_id, mac, call.rang_at, outcome, now).await? {
        tx.emit(events::telephone::missed_call_resolved(
            id,
            &call.branch_id,
            outcome,
            "",
            now,
        ));
    }
    Ok(())
}
