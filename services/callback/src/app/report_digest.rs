//! The digest of complaints for a meeting (X-32, CBK-45).

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    id::BranchId,
    reasons::{BRANCH_UNKNOWN, INSTANT_NOT_RECKONABLE},
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::Desk;
use crate::{
    domain::{
        TaskId,
        digest::{Entry, Source, check_range},
    },
    store,
};

/// The complaints of a branch since a meeting, and what is still open; gives also the range's first instant.
///
/// # Errors
/// `BRANCH_UNKNOWN`, `RANGE_INVALID`; those of the calendar.
pub async fn run(
    tx: &mut Tx,
    desk: &Desk,
    scope: &BranchScope,
    branch: &BranchId,
    (first, last): (BusinessDate, BusinessDate),
) -> Result<(Vec<Entry>, Timestamp)> {
    scope.admit(branch, &BRANCH_UNKNOWN)?;
    check_range(first, last)?;
    let book = desk.branches.branch_in(tx, branch).await?;
    let (from, to) = (start_of(&book, first)?, end_of(&book, last)?);
    let mut entries = store::digest::of_hotline(tx, branch, from, to).await?;
    for id in store::digest::unsatisfied(tx, branch, from, to).await? {
        entries.push(of_task(tx, desk, &book, id).await?);
    }
    entries.sort_by_key(Entry::key);
    Ok((entries, from))
}

fn start_of(book: &BranchBook, date: BusinessDate) -> Result<Timestamp> {
    let start = book.calendar().zone().instant(date, 0);
    start.map_err(|_| Error::from(&INSTANT_NOT_RECKONABLE))
}

fn end_of(book: &BranchBook, date: BusinessDate) -> Result<Timestamp> {
    let end = book.calendar().zone().end_of(date);
    end.map_err(|_| Error::from(&INSTANT_NOT_RECKONABLE))
}

async fn of_task(tx: &mut Tx, desk: &Desk, book: &BranchBook, id: Uuid) -> Result<Entry> {
    let task = store::task::get(tx, &desk.sealer, &BranchScope::All, TaskId::from_uuid(id)).await?;
    let (answers, called_at) = task
        .answers
        .zip(task.called_at)
        .ok_or_else(|| Error::internal("an unsatisfied customer without answers"))?;
    let due_at = task.improvement.as_ref().map(|measure| end_of(book, measure.due_date));
    Ok(Entry {
        source: Source::Callback,
        id,
        ticket_id: Some(task.ticket_id),
        number: task.work_order_no,
        reported_at: called_at,
        technician_id: task.technician_id,
        types: answers.reasons,
        due_at: due_at.transpose()?,
        solved_at: task.improvement.as_ref().map(|measure| measure.at),
        owner: task
            .improvement
            .as_ref()
            .map(|measure| measure.owner.to_string())
            .unwrap_or_default(),
        solution: task.improvement.map(|measure| measure.measure).unwrap_or_default(),
    })
}
