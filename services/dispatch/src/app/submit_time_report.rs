//! A technician hands in the report of a day (技术员工作日报表, DSP-44).

use std::collections::HashMap;

use aftersales_kit::{
    Result, auth::Role, db::Tx, etag, id, id::WorkOrderId, policy::catalogue::DISPATCH_DAILY_REPORT,
    reasons::INSTANT_NOT_RECKONABLE, refdata::BranchBook, time::Timestamp,
};
use uuid::Uuid;

use super::{By, make_rounds};
use crate::{
    domain::{Day, Entry, ServiceClass, TimeReport, check_entries, reasons::TECHNICIAN_NOT_FOUND},
    events,
    store::{day_orders, time_reports},
};

/// Hands in a report, or replaces the lines of the one that is there.
///
/// # Errors
/// `TIME_REPORT_OF_OTHERS`, `TECHNICIAN_NOT_FOUND`, `STALE_ETAG`, `TIME_REPORT_BUNDLED`, and those of
/// [`check_entries`].
pub async fn run(
    tx: &mut Tx,
    by: &By,
    book: &BranchBook,
    day: Day,
    entries: Vec<Entry>,
    seen: &str,
) -> Result<TimeReport> {
    let now = tx.now();
    day.may_report(&by.actor, book.date_of(now)?)?;
    let works = book
        .staff(&day.technician_id)
        .is_some_and(|member| member.works_as(Role::Technician));
    if !works {
        return Err(TECHNICIAN_NOT_FOUND
            .refuse()
            .with("technician_id", &day.technician_id)
            .into());
    }
    let mut report = match time_reports::find(tx, &day).await? {
        Some(report) => report,
        None => new(book, day, now)?,
    };
    etag::check(seen, report.version)?;
    report.may_change()?;
    check_entries(&entries, &classes(tx, book, &entries).await?)?;
    report.entries = entries;
    time_reports::put(tx, &mut report).await?;
    tx.emit(events::time_reported(&report, now));
    make_rounds::begin(tx, book).await?;
    Ok(report)
}

fn new(book: &BranchBook, day: Day, now: Timestamp) -> Result<TimeReport> {
    let start = book.calendar().zone().instant(day.date, 0);
    let start = start.map_err(|error| INSTANT_NOT_RECKONABLE.refuse().with("calendar", error))?;
    Ok(TimeReport {
        id: id::new_uuid(),
        late: now > book.reckon(DISPATCH_DAILY_REPORT, start)?.due_at,
        day,
        submitted_at: now,
        weekly_report_id: None,
        entries: Vec::new(),
        version: 0,
    })
}

/// The classes of the branch's orders that the lines name.
async fn classes(tx: &mut Tx, book: &BranchBook, entries: &[Entry]) -> Result<HashMap<WorkOrderId, ServiceClass>> {
    let ids: Vec<Uuid> = entries
        .iter()
        .filter_map(|entry| entry.work_order_id)
        .map(WorkOrderId::uuid)
        .collect();
    let orders = day_orders::classes(tx, &ids).await?;
    let own = orders.into_iter().filter(|(_, branch, _)| branch == book.id());
    Ok(own.map(|(id, _, class)| (id, class)).collect())
}
