//! Technicians on duty who handed in no report of their time (DSP-44).

use aftersales_kit::{Result, auth::Role, db::Tx, id::StaffId, refdata::BranchBook, time::BusinessDate};

use crate::store::{staff_days, time_reports};

/// Who handed in no report of a working day before `today`, by code.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, book: &BranchBook, date: BusinessDate, today: BusinessDate) -> Result<Vec<StaffId>> {
    if date >= today || !book.calendar().is_working_day(date) {
        return Ok(Vec::new());
    }
    let reported = time_reports::reported(tx, book.id(), date).await?;
    let days = staff_days::of_date(tx, book.id(), date).await?;
    let off = |code: &StaffId| days.iter().any(|day| day.staff_id == *code && day.is_off_duty());
    let missing = technicians(book).filter(|code| !reported.contains(code) && !off(code));
    let mut missing: Vec<StaffId> = missing.cloned().collect();
    missing.sort_unstable();
    Ok(missing)
}

/// The technicians who work at a branch.
pub(super) fn technicians(book: &BranchBook) -> impl Iterator<Item = &StaffId> {
    let technicians = book
        .all_staff()
        .iter()
        .filter(|member| member.works_as(Role::Technician));
    technicians.map(|member| &member.id)
}
