//! Copies the shifts of a week to another week.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, StaffId},
    time::BusinessDate,
};

use super::{check_entitlement::unreckonable, load_book, load_roster, put_staff_day};
use crate::{
    domain::{
        dates,
        reasons::BRANCH_NOT_FOUND,
        roster::{RosterDay, StaffDay, moved},
        roster_reasons::WEEK_NOT_MONDAY,
    },
    store::roster,
};

/// Days of a week.
const WEEK: i32 = 7;

/// What to copy.
pub struct Command {
    /// Branch.
    pub branch: BranchId,
    /// Monday of the week to copy.
    pub from: BusinessDate,
    /// Monday of the week that is planned.
    pub to: BusinessDate,
    /// Only these; empty for everybody.
    pub only: Vec<StaffId>,
}

/// Copies; tells how many days are other than before. Who has left and what nobody planned is passed over; absences of
/// the target week stay.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `WEEK_NOT_MONDAY`, those of [`StaffDay::check`].
pub async fn run(tx: &mut Tx, scope: &BranchScope, command: Command) -> Result<i32> {
    scope.admit(&command.branch, &BRANCH_NOT_FOUND)?;
    for (field, date) in [("from_monday", command.from), ("to_monday", command.to)] {
        if date.date().weekday().to_monday_one_offset() != 1 {
            return Err(Error::from(WEEK_NOT_MONDAY.field(field, "is no Monday")));
        }
    }
    roster::hold(tx, &command.branch).await?;
    let book = load_book::stored(tx, &command.branch).await?;
    for staff in &command.only {
        put_staff_day::working(tx, &command.branch, staff).await?;
    }
    let sunday = dates::after(command.from, WEEK - 1);
    let week = roster::of_branch(tx, &command.branch, command.from, sunday).await?;
    let wanted = |day: &RosterDay| day.planned && (command.only.is_empty() || command.only.contains(&day.day.staff));
    let mut changed = 0;
    for day in week.into_iter().filter(wanted) {
        let staff = book.reckoning.staff(&day.day.staff);
        if staff.is_none_or(|member| member.left) {
            continue;
        }
        let date = dates::after(command.to, dates::between(command.from, day.day.date));
        let zone = book.reckoning.calendar().zone();
        let shifts = moved(&day.day.shifts, day.day.date, date, zone).map_err(unreckonable)?;
        let before = load_roster::day(tx, &book, &day.day.staff, date).await?;
        let copy = StaffDay {
            date,
            shifts,
            absences: before.day.absences.clone(),
            ..day.day
        };
        let (_, other) = put_staff_day::put(tx, &book, &before, copy).await?;
        changed += i32::from(other);
    }
    Ok(changed)
}
