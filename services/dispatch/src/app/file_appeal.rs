//! Somebody appeals before the month is closed (DSP-57).

use aftersales_kit::{Result, db::Tx};

use super::{By, Target, open};
use crate::{
    domain::{
        appeal::{Appeal, AppealCause, AppealId, AppealState},
        score::Month,
        score_reasons::{APPEAL_FILED, APPEAL_GROUNDLESS, APPEAL_TOO_LATE},
    },
    events,
    store::{appeals, score_documents, score_orders},
};

/// Files an appeal about an order.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `NOT_YOUR_WORK_ORDER`, `APPEAL_GROUNDLESS`, `APPEAL_FILED`, `APPEAL_TOO_LATE`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, cause: AppealCause, reason: String) -> Result<Appeal> {
    let order = open(tx, by, target).await?;
    order.owned_by(&by.actor)?;
    let facts = score_orders::of_order(tx, order.id).await?;
    let facts = facts.ok_or(&APPEAL_GROUNDLESS)?;
    Appeal::grounds(&facts)?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let month = Month::of(book.date_of(facts.visited_at)?).to_string();
    let frozen = score_orders::closed_month(tx, order.id).await?;
    if frozen.is_some() || score_documents::is_closed(tx, &order.branch_id, &month).await? {
        let closed = frozen.unwrap_or(month);
        return Err(APPEAL_TOO_LATE.refuse().with("month", closed).into());
    }
    let appeal = Appeal {
        id: AppealId::new(),
        branch_id: order.branch_id.clone(),
        work_order_id: order.id,
        work_order_no: order.number.clone(),
        ticket_id: order.request.ticket_id,
        technician_id: facts.technician_id,
        month,
        cause,
        reason,
        state: AppealState::Filed,
        filed_by: by.actor.code.clone(),
        filed_at: tx.now(),
        decision_reason: String::new(),
        decided_by: String::new(),
        decided_at: None,
        version: 1,
    };
    if !appeals::insert(tx, &appeal).await? {
        let known = appeals::of_order(tx, order.id).await?;
        let id = known.map(|known| known.id.to_string()).unwrap_or_default();
        return Err(APPEAL_FILED.refuse().with("appeal_id", id).into());
    }
    tx.emit(events::appeal_filed(&order, &appeal));
    Ok(appeal)
}
