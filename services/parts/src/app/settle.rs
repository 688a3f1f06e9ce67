//! Tells when no issued piece of a work order is open any more (DSP-09).

use aftersales_kit::{Result, db::Tx};

use crate::{
    domain::request::{PartsRequest, RequestState},
    events,
    store::requests,
};

/// Emits `PartsSettled` when `request`, as stored now, was the last one of its work order that was open.
pub async fn tell(tx: &mut Tx, request: &PartsRequest) -> Result<()> {
    if !request.state.is_ended() {
        return Ok(());
    }
    let all = requests::of_work_order(tx, request.work_order_id).await?;
    let ended = all.iter().all(|(_, state)| state.is_ended());
    let used = all.iter().any(|(_, state)| *state == RequestState::Settled);
    if ended && used {
        let now = tx.now();
        tx.emit(events::settled(request, now));
    }
    Ok(())
}
