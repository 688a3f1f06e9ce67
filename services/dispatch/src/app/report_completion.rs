//! The end of a visit is reported (DSP-25, DSP-33).

use aftersales_kit::{
    Result,
    db::Tx,
    policy::catalogue::DISPATCH_SELF_REPORT_LIMIT,
    sla::DeadlineState,
    time::{BusinessDate, Timestamp},
};

use super::{By, Target, deadlines, follow_parts, open, record_missed_service, told};
use crate::{
    domain::{MissedKind, Outcome, ReportLimits, Visit, WorkOrder},
    events,
    store::{take_backs, visits, work_orders},
};

/// Reports completion or absence; gives the order and whether it was on the day of the completion. Reporting again
/// changes nothing. Completion that is reported late is a missed service; a late report of an absence only misses its
/// deadline.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`.
pub async fn run(tx: &mut Tx, by: &By, target: &Target, at: Option<Timestamp>) -> Result<(WorkOrder, bool)> {
    let mut order = open(tx, by, target).await?;
    let told = told(tx, by, &order, at).await?;
    let Some(visit) = order.report_completion(&by.actor, told, tx.now())? else {
        let same_day = match order.visit().cloned() {
            Some(visit) => same_day(tx, by, &order, &visit).await?,
            None => false,
        };
        return Ok((order, same_day));
    };
    let same_day = same_day(tx, by, &order, &visit).await?;
    visits::put(tx, order.id, &visit).await?;
    let excluded = judge_delay(tx, by, &mut order, &visit).await?;
    let reported_at = visit.reported.as_ref().map_or(tx.now(), |(at, _)| *at);
    tx.emit(events::completion_reported(
        &order,
        &by.actor.code,
        reported_at,
        same_day,
    ));
    if let Some(date) = excluded {
        tx.emit(events::callback_excluded(&order, date));
        tx.emit(events::bonus_excluded(&order));
    }
    settle_deadlines(tx, &mut order, &visit, reported_at).await?;
    follow_parts::bring_in_line(tx, &mut order);
    work_orders::save(tx, &mut order).await?;
    Ok((order, same_day))
}

async fn same_day(tx: &mut Tx, by: &By, order: &WorkOrder, visit: &Visit) -> Result<bool> {
    // goods that were taken back are done when the customer has them again
    let delivered = take_backs::delivered_at(tx, order.id, visit.number).await?;
    let done_at = delivered.or(visit.completed_at);
    let Some(((reported_at, _), completed_at)) = visit.reported.as_ref().zip(done_at) else {
        return Ok(false);
    };
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    Ok(*reported_at <= book.reckon(deadlines::report_policy(order), completed_at)?.due_at)
}

/// Judges the days until the report; gives the report's date when it is too late for callback and bonus (DSP-34).
async fn judge_delay(tx: &mut Tx, by: &By, order: &mut WorkOrder, visit: &Visit) -> Result<Option<BusinessDate>> {
    let Some(((reported_at, _), completed_at)) = visit.reported.as_ref().zip(visit.completed_at) else {
        return Ok(None);
    };
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    let limits = ReportLimits {
        completed_on: book.date_of(completed_at)?,
        reported_on: book.date_of(*reported_at)?,
        excluded_after: book.reckon(DISPATCH_SELF_REPORT_LIMIT, completed_at)?.due_at,
    };
    let done = visit.outcome == Some(Outcome::Repaired);
    let excluded = done && order.judge_report(*reported_at, limits);
    Ok(excluded.then_some(limits.reported_on))
}

async fn settle_deadlines(tx: &mut Tx, order: &mut WorkOrder, visit: &Visit, at: Timestamp) -> Result<()> {
    let report = deadlines::on_reported(tx, order, at).await?;
    let late = report.filter(|report| report.state == DeadlineState::Missed);
    if let Some(late) = late.filter(|_| visit.outcome != Some(Outcome::CustomerAbsent)) {
        record_missed_service::run(tx, order, MissedKind::LateReport, late.id.to_string()).await?;
    }
    let reply = deadlines::replied(tx, order, at).await?;
    if let Some(late) = reply.filter(|reply| reply.state == DeadlineState::Missed) {
        record_missed_service::run(tx, order, MissedKind::NoReply, late.id.to_string()).await?;
    }
    Ok(())
}
