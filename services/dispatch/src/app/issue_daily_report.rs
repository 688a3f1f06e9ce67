//! A daily report to the technical department is made (DSP-27, DSP-30, DSP-32).

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    db::Tx,
    id,
    policy::catalogue::BILLING_MISSED_SERVICE,
    refdata::BranchBook,
    series,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::{
    domain::{DailyReport, ReportKind, ReportRow, WorkOrder},
    events,
    store::{daily_reports, day_orders, revisits},
};

/// Makes the report of a kind as of an instant. A day without rows has its report too: it shows that somebody looked.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn run(tx: &mut Tx, book: &BranchBook, kind: ReportKind, as_of: Timestamp) -> Result<()> {
    let date = book.date_of(as_of)?;
    let before = daily_reports::latest(tx, book.id(), kind).await?;
    if before.as_ref().is_some_and(|before| before.date >= date) {
        return Ok(());
    }
    let covered = before.map(|before| before.as_of);
    let rows = match kind {
        ReportKind::NoNews => without_news(tx, book, as_of).await?,
        ReportKind::MissedService => missed(tx, book, date, covered, as_of).await?,
        ReportKind::Revisit => revisit(tx, book, covered, as_of).await?,
    };
    let number = series::next(tx, book.id(), kind.as_str()).await?;
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let report = DailyReport {
        id: id::new_uuid(),
        number: series::printed(book.id(), kind.form(), number),
        branch_id: book.id().clone(),
        kind,
        date,
        covers_from: covered.filter(|_| kind != ReportKind::NoNews),
        as_of,
        version: 1,
        row_count: count,
        open_rows: count,
    };
    daily_reports::insert(tx, &report).await?;
    for (position, row) in (1_i64..).zip(&rows) {
        daily_reports::insert_row(tx, report.id, position, row).await?;
    }
    tx.emit(events::report_issued(&report));
    Ok(())
}

async fn without_news(tx: &mut Tx, book: &BranchBook, as_of: Timestamp) -> Result<Vec<ReportRow>> {
    let mut rows = Vec::new();
    for order in day_orders::assigned(tx, book.id()).await? {
        if let Some((since, working_days)) = order.without_news(book, as_of)? {
            rows.push(ReportRow {
                working_days,
                ..ReportRow::about(id::new_uuid(), &order, since)
            });
        }
    }
    Ok(rows)
}

async fn missed(
    tx: &mut Tx,
    book: &BranchBook,
    date: BusinessDate,
    covered: Option<Timestamp>,
    as_of: Timestamp,
) -> Result<Vec<ReportRow>> {
    let after = covered.unwrap_or(Timestamp::MIN);
    let missed = day_orders::missed(tx, book.id(), after, as_of).await?;
    let ids: Vec<Uuid> = missed.iter().map(|(order, ..)| order.uuid()).collect();
    let orders = by_id(tx, &ids).await?;
    let reissues: HashMap<Uuid, _> = day_orders::reissues(tx, &ids).await?.into_iter().collect();
    let deduction = book.policies().money(BILLING_MISSED_SERVICE, date).ok();
    let row = |(order, technician_id, missed)| {
        let order: &WorkOrder = orders.get(&aftersales_kit::id::WorkOrderId::uuid(order))?;
        let missed: crate::domain::MissedService = missed;
        Some(ReportRow {
            technician_id,
            missed_kind: Some(missed.kind),
            evidence: missed.evidence,
            reissued_id: reissues.get(&order.id.uuid()).copied(),
            deduction: deduction.as_ref().map(|deduction| deduction.value),
            ..ReportRow::about(id::new_uuid(), order, missed.recorded_at)
        })
    };
    Ok(missed.into_iter().filter_map(row).collect())
}

async fn revisit(
    tx: &mut Tx,
    book: &BranchBook,
    covered: Option<Timestamp>,
    as_of: Timestamp,
) -> Result<Vec<ReportRow>> {
    let found = revisits::found(tx, book.id(), covered.unwrap_or(Timestamp::MIN), as_of).await?;
    let ids: Vec<Uuid> = found.iter().map(|(order, _)| order.uuid()).collect();
    let orders = by_id(tx, &ids).await?;
    let row = |(order, at): (aftersales_kit::id::WorkOrderId, Timestamp)| {
        let order = orders.get(&order.uuid())?;
        Some(ReportRow {
            next_date: order.promise().map(|promise| promise.appointed_date),
            ..ReportRow::about(id::new_uuid(), order, at)
        })
    };
    Ok(found.into_iter().filter_map(row).collect())
}

async fn by_id(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, WorkOrder>> {
    let orders = day_orders::of_ids(tx, ids).await?;
    Ok(orders.into_iter().map(|order| (order.id.uuid(), order)).collect())
}
