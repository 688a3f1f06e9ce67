//! A crew is free over the whole window of its visit, and nobody else books it meanwhile (X-30, DSP-18).

use aftersales_kit::{Error, Result, db::Tx, id::WorkOrderId, refdata::BranchBook, time::DAY};

use crate::{
    domain::{Actor, Roster, Window, WorkOrder},
    store::{bookings, staff_days},
};

/// Holds everybody of the order's crew and checks that they are available for its window; gives why it stands although
/// somebody is not. Of two orders that want the same technician at the same time the second one sees the first.
///
/// # Errors
/// `TECHNICIAN_NOT_AVAILABLE`, `OVERRIDE_NOT_YOURS`; those of the calendar.
pub async fn run(tx: &mut Tx, actor: &Actor, book: &BranchBook, order: &WorkOrder, reason: &str) -> Result<String> {
    let mut crew = order.everybody();
    let Some(window) = order.booked_window().filter(|_| !crew.is_empty()) else {
        return Ok(String::new());
    };
    crew.sort_unstable();
    for technician in &crew {
        bookings::hold(tx, &order.branch_id, technician).await?;
    }
    let roster = roster(tx, book, window, order.id).await?;
    Ok(roster.admit(&crew, window, actor, reason)?)
}

/// What is known of a branch's people around a window. A shift may have begun on the date before.
///
/// # Errors
/// Those of the calendar.
pub async fn roster(tx: &mut Tx, book: &BranchBook, window: Window, except: WorkOrderId) -> Result<Roster> {
    let bookings = bookings::between(tx, book.id(), window, except).await?;
    let today = book.date_of(window.start)?;
    let mut days = staff_days::of_date(tx, book.id(), today).await?;
    for before in staff_days::of_date(tx, book.id(), book.date_of(window.start.plus(-DAY))?).await? {
        // a date of its own decides; the one before only adds the night that it began
        if let Some(day) = days.iter_mut().find(|day| day.staff_id == before.staff_id) {
            day.shifts.extend(before.shifts);
            day.absences.extend(before.absences);
        } else {
            let absences = before.absences.iter().filter(|span| span.overlaps(window));
            if absences.count() > 0 {
                days.push(before);
            }
        }
    }
    Ok(Roster { bookings, days })
}

/// The local day of a window.
///
/// # Errors
/// Those of the calendar.
pub fn day_of(book: &BranchBook, window: Window) -> Result<Window> {
    let date = book.date_of(window.start)?;
    let unreckonable = |source| Error::internal_from("the ends of a day", source);
    let zone = book.calendar().zone();
    Ok(Window {
        start: zone.instant(date, 0).map_err(unreckonable)?,
        end: zone.end_of(date).map_err(unreckonable)?,
    })
}
