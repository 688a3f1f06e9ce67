//! An order goes back because the customer cannot be reached (DSP-24).

use aftersales_kit::{
    Error, Result, db::Tx, policy::catalogue::DISPATCH_UNREACHABLE_DAYS, refdata::BranchBook, sla::DeadlineState,
    time::Timestamp,
};

use super::{By, Target, deadlines, open, record_missed_service, told};
use crate::{
    domain::{MissedKind, WorkOrder},
    events,
    store::work_orders,
};

/// To UNREACHABLE_RETURNED. The return is the reply, and no missed service when it comes in time.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `ATTEMPTS_MISSING`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>, reason: String) -> Result<WorkOrder> {
    let mut order = open(tx, by, target).await?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let (told, now) = (told(tx, by, &order, at).await?, tx.now());
    let days = days(&book, now)?;
    let at = order.return_unreachable(&by.actor, told, reason, days, &book, now)?;
    tx.emit(events::returned(&order, &by.actor.code, at));
    let reply = deadlines::replied(tx, &mut order, at).await?;
    if let Some(late) = reply.filter(|reply| reply.state == DeadlineState::Missed) {
        record_missed_service::run(tx, &mut order, MissedKind::NoReply, late.id.to_string()).await?;
    }
    deadlines::on_ended(tx, &order, "the customer could not be reached").await?;
    work_orders::save(tx, &mut order).await?;
    Ok(order)
}

fn days(book: &BranchBook, now: Timestamp) -> Result<i64> {
    let policy = book.policies().int(DISPATCH_UNREACHABLE_DAYS, book.date_of(now)?);
    let policy = policy.map_err(|source| Error::internal_from("a number of days that is none", source))?;
    Ok(policy.value)
}
