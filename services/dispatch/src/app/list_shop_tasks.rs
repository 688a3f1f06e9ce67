//! The weekly visits of the shops: they recur by themselves, technician by shop by ISO week.

use std::collections::HashMap;

use aftersales_kit::{
    Error, Result, db::Tx, policy::catalogue::DISPATCH_SHOP_VISITS, refdata::BranchBook, time::Timestamp,
};

use crate::{
    domain::{ShopAssignment, ShopTask, Week},
    events,
    store::shop_assignments,
};

/// The tasks of a week at a branch, by technician and shop.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, book: &BranchBook, week: Week) -> Result<Vec<ShopTask>> {
    let assignments = shop_assignments::of_week(tx, book.id(), week.end()?).await?;
    tasks(tx, book, week, assignments).await
}

/// The tasks that some assignments have, or would have, in a week at a branch.
///
/// # Errors
/// Those of the store.
pub async fn of_ids(tx: &mut Tx, book: &BranchBook, week: Week, ids: &[uuid::Uuid]) -> Result<Vec<ShopTask>> {
    let assignments = shop_assignments::of_ids(tx, ids).await?;
    tasks(tx, book, week, assignments).await
}

async fn tasks(tx: &mut Tx, book: &BranchBook, week: Week, assignments: Vec<ShopAssignment>) -> Result<Vec<ShopTask>> {
    let mut tasks = Vec::new();
    let visited = visited(tx, book, week).await?;
    for assignment in assignments {
        tasks.push(task(book, assignment, week, &visited)?);
    }
    Ok(tasks)
}

/// The task of one assignment in a week, whether it lasts or not.
///
/// # Errors
/// Those of the store.
pub async fn of(tx: &mut Tx, book: &BranchBook, assignment: ShopAssignment, week: Week) -> Result<ShopTask> {
    let visited = visited(tx, book, week).await?;
    task(book, assignment, week, &visited)
}

type Visited = HashMap<uuid::Uuid, (i64, i64)>;

async fn visited(tx: &mut Tx, book: &BranchBook, week: Week) -> Result<Visited> {
    let visited = shop_assignments::visited(tx, book.id(), week).await?;
    Ok(visited
        .into_iter()
        .map(|(id, count, minutes)| (id, (count, minutes)))
        .collect())
}

fn task(book: &BranchBook, assignment: ShopAssignment, week: Week, visited: &Visited) -> Result<ShopTask> {
    let required = book.policies().int(DISPATCH_SHOP_VISITS, week.start());
    let required = required.map_err(|source| Error::internal_from("a number of visits that is none", source))?;
    let (done, minutes) = visited.get(&assignment.id).copied().unwrap_or_default();
    Ok(ShopTask {
        assignment,
        week,
        required: required.value,
        done,
        minutes,
    })
}

/// Tells which shops were visited too seldom, at the end of the week.
///
/// # Errors
/// Those of the store.
pub async fn tell_missed(tx: &mut Tx, book: &BranchBook, week: Week, at: Timestamp) -> Result<()> {
    let mut missed = run(tx, book, week).await?;
    missed.retain(|task| task.done < task.required);
    if !missed.is_empty() {
        tx.emit(events::shop_visits_missed(book.id(), week, &missed, at));
    }
    Ok(())
}
