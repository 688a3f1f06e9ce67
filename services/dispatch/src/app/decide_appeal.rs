//! The manager decides an appeal before the month is closed (DSP-57).

use aftersales_kit::{Result, db::Tx, etag};

use super::{By, Target, open};
use crate::{
    domain::{
        appeal::{Appeal, AppealId},
        score_reasons::APPEAL_TOO_LATE,
    },
    events,
    store::{appeals, score_orders},
};

/// The manager's decision.
pub struct Decision {
    /// Which appeal.
    pub id: AppealId,
    /// The order does not count.
    pub excludes: bool,
    /// Why.
    pub reason: String,
    /// The etag that the caller saw; may be empty.
    pub etag: String,
}

/// Decides an appeal.
///
/// # Errors
/// `APPEAL_NOT_FOUND`, `STALE_ETAG`, `APPEAL_DECIDED`, `APPEAL_OWN`, `APPEAL_TOO_LATE`.
pub async fn run(tx: &mut Tx, by: &By, decision: Decision) -> Result<Appeal> {
    let mut appeal = appeals::get(tx, &by.scope, decision.id).await?;
    etag::check(&decision.etag, appeal.version)?;
    let now = tx.now();
    appeal.decide(decision.excludes, decision.reason, &by.actor.code, now)?;
    if let Some(month) = score_orders::closed_month(tx, appeal.work_order_id).await? {
        return Err(APPEAL_TOO_LATE.refuse().with("month", month).into());
    }
    appeals::update(tx, &mut appeal).await?;
    let target = Target {
        id: appeal.work_order_id,
        etag: String::new(),
    };
    let order = open(tx, by, &target).await?;
    tx.emit(events::appeal_decided(&order, &appeal, now));
    Ok(appeal)
}
