//! A changed calendar or policy moves the callbacks that are still to come (T-8).

use aftersales_kit::{Result, db::Tx, id::BranchId, refdata::BranchBook};

use super::{Desk, write_moved};
use crate::{
    domain::{Schedule, Task},
    events, store,
};

/// What moved the day.
const CALENDAR: &str = "CALENDAR";

/// Reckons the branch's coming callbacks again and tells which ones moved.
///
/// # Errors
/// `BRANCH_UNKNOWN`; those of the calendar.
pub async fn run(tx: &mut Tx, desk: &Desk, branch: &BranchId) -> Result<()> {
    let (book, now) = (desk.branches.branch_in(tx, branch).await?, tx.now());
    for mut task in store::task::movable(tx, &desk.sealer, branch, now).await? {
        reckon_again(tx, desk, &book, &mut task).await?;
    }
    Ok(())
}

async fn reckon_again(tx: &mut Tx, desk: &Desk, book: &BranchBook, task: &mut Task) -> Result<()> {
    let ruled_out = store::pause::dates(tx, &task.branch_id, task.customer_id, task.appointed_date).await?;
    let schedule = Schedule::reckon(book, task.appointed_date, task.reported_at, &ruled_out)?;
    if schedule == task.schedule {
        return Ok(());
    }
    let (old, agreed, now) = (task.schedule.due_date, task.schedule.shifted, tx.now());
    task.reschedule(schedule, now);
    write_moved(tx, desk, book, task, agreed).await?;
    if task.schedule.due_date == old {
        tx.emit(events::changed(task));
    } else {
        tx.emit(events::moved(task, old, CALENDAR));
    }
    Ok(())
}
