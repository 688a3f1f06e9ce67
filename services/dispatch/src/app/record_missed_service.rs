//! A service was missed (DSP-26, DSP-28, DSP-34).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id, id::WorkOrderId, sla::Deadline, time::Timestamp};

use super::deadlines::{COMPLETION_REPORT, REPLY};
use crate::{
    domain::{MissedKind, MissedService, State, WorkOrder},
    events,
    store::{missed_services, work_orders},
};

/// Records a missed service once per evidence; `true` when it is new. The caller saves the order.
pub async fn run(tx: &mut Tx, order: &mut WorkOrder, kind: MissedKind, evidence: String) -> Result<bool> {
    let missed = MissedService {
        id: id::new_uuid(),
        kind,
        evidence,
        recorded_at: tx.now(),
        revoked_at: None,
    };
    let new = missed_services::insert(tx, order, &missed).await?;
    if new {
        tx.emit(events::missed(order, &missed));
        order.missed.push(missed);
    }
    Ok(new)
}

/// A fact that was received late shows that a missed service was none. The caller saves the order.
pub async fn revoke(tx: &mut Tx, order: &mut WorkOrder, evidence: &str, happened_at: Timestamp) -> Result<()> {
    let now = tx.now();
    if let Some(missed) = order.revoke_missed(evidence, now) {
        missed_services::revoke(tx, missed.id, now).await?;
        tx.emit(events::missed_revoked(order, &missed, happened_at, now));
    }
    Ok(())
}

/// A deadline of an order passed: no reply within two working days is a missed service (DSP-26), and so is completion
/// that was not reported the same day (DSP-25). The state stays as it is.
pub async fn on_missed_deadline(tx: &mut Tx, deadline: &Deadline) -> Result<()> {
    let kind = match deadline.kind.as_str() {
        REPLY => MissedKind::NoReply,
        COMPLETION_REPORT => MissedKind::LateReport,
        _ => return Ok(()),
    };
    let mut order = work_orders::lock(tx, &BranchScope::All, WorkOrderId::from_uuid(deadline.subject)).await?;
    let excused = kind == MissedKind::LateReport && order.state != State::DoneOnsite;
    if !excused && run(tx, &mut order, kind, deadline.id.to_string()).await? {
        work_orders::save(tx, &mut order).await?;
    }
    Ok(())
}
