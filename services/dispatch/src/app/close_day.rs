//! A day is closed, or opened again (DSP-19).

use aftersales_kit::{Result, db::Tx, etag, reasons::INSTANT_NOT_RECKONABLE, refdata::BranchBook, time::BusinessDate};

use super::By;
use crate::{
    domain::{CarryOver, DayClose, Standing, VisitStatus, WorkOrder, check_carry_overs},
    events,
    store::{
        day_closes, day_orders,
        visit_statuses::{self, StatusRow},
    },
};

/// The orders of a day, by technician.
pub struct DayOrders {
    /// Finished ones.
    pub finished: Vec<WorkOrder>,
    /// All others.
    pub unfinished: Vec<WorkOrder>,
}

/// The orders of a branch that may be of a day.
///
/// # Errors
/// Those of the calendar.
pub async fn candidates(tx: &mut Tx, book: &BranchBook, date: BusinessDate) -> Result<Vec<WorkOrder>> {
    let zone = book.calendar().zone();
    let span = zone.instant(date, 0).and_then(|start| Ok((start, zone.end_of(date)?)));
    let span = span.map_err(|error| INSTANT_NOT_RECKONABLE.refuse().with("calendar", error))?;
    day_orders::of_day(tx, book.id(), date, span).await
}

/// The orders of a day.
///
/// # Errors
/// Those of the calendar.
pub async fn orders(tx: &mut Tx, book: &BranchBook, date: BusinessDate) -> Result<DayOrders> {
    let mut day = DayOrders {
        finished: Vec::new(),
        unfinished: Vec::new(),
    };
    for order in candidates(tx, book, date).await? {
        match order.standing(date, book)? {
            Some(Standing::Finished) => day.finished.push(order),
            Some(Standing::Unfinished) => day.unfinished.push(order),
            None => {}
        }
    }
    for orders in [&mut day.finished, &mut day.unfinished] {
        orders.sort_by(|a, b| (&a.technician_id, a.morning_key()).cmp(&(&b.technician_id, b.morning_key())));
    }
    Ok(day)
}

/// Closes a day: finished orders go to the callback, the others into the visit status table with their reasons.
///
/// # Errors
/// `STALE_ETAG`, `DAY_NOT_REACHED`, `DAY_CLOSED`, and those of [`check_carry_overs`].
pub async fn close(
    tx: &mut Tx,
    by: &By,
    book: &BranchBook,
    date: BusinessDate,
    given: &[CarryOver],
    seen: &str,
) -> Result<DayClose> {
    let now = tx.now();
    let mut day = day_closes::get(tx, book.id(), date).await?;
    etag::check(seen, day.version)?;
    day.close(&by.actor.code, book.date_of(now)?, now)?;
    let orders = orders(tx, book, date).await?;
    let unfinished: Vec<&WorkOrder> = orders.unfinished.iter().collect();
    check_carry_overs(&unfinished, given)?;
    day_closes::put(tx, &mut day).await?;
    let before = visit_statuses::of_day(tx, book.id(), date).await?;
    visit_statuses::clear(tx, book.id(), date).await?;
    for order in &orders.finished {
        visit_statuses::insert(tx, book.id(), &row(order, date, None)).await?;
    }
    let mut carried = Vec::new();
    for order in &orders.unfinished {
        let reason = given.iter().find(|carried| carried.work_order_id == order.id);
        visit_statuses::insert(tx, book.id(), &row(order, date, reason)).await?;
        carried.extend(reason.map(|reason| (order, reason)));
    }
    let stays = |row: &&StatusRow| {
        let mut all = orders.finished.iter().chain(&orders.unfinished);
        all.any(|order| order.id == row.work_order_id)
    };
    let dropped = before.iter().filter(|row| !stays(row)).map(|row| row.work_order_id);
    let dropped: Vec<_> = dropped.collect();
    tx.emit(events::day_closed(&day, orders.finished.len(), &carried, &dropped));
    Ok(day)
}

/// An order as it stands in the visit status table; carried over for a reason, otherwise done.
pub fn row(order: &WorkOrder, date: BusinessDate, carried: Option<&CarryOver>) -> StatusRow {
    StatusRow {
        date,
        work_order_id: order.id,
        work_order_no: order.number.clone(),
        ticket_id: order.request.ticket_id,
        technician_id: order.technician_id.clone(),
        visit_number: order.visit_number,
        status: carried.map_or(VisitStatus::Done, |_| VisitStatus::CarriedOver),
        reason: carried.map(|carried| carried.reason),
        note: carried.map(|carried| carried.text.clone()).unwrap_or_default(),
        state: order.state,
    }
}

/// Opens a closed day again.
///
/// # Errors
/// `STALE_ETAG`, `DAY_NOT_CLOSED`.
pub async fn reopen(
    tx: &mut Tx,
    by: &By,
    book: &BranchBook,
    date: BusinessDate,
    reason: &str,
    seen: &str,
) -> Result<DayClose> {
    let mut day = day_closes::get(tx, book.id(), date).await?;
    etag::check(seen, day.version)?;
    let now = tx.now();
    day.reopen(&by.actor.code, reason, now)?;
    day_closes::put(tx, &mut day).await?;
    tx.emit(events::day_reopened(&day));
    Ok(day)
}
