//! Deadlines move with the calendar and the policies while they are open, and each move is logged.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Change, Deadline, DeadlineState, arm, events, store};
use crate::{Error, Result, db::Tx, policy::PolicyKey, refdata::BranchBook, time::Timestamp};

/// Reckons every open deadline of a branch again, logs each that moved, and gives how many did. Agreed, met and missed
/// ones stay where they are.
///
/// # Errors
/// Those of the calendar.
pub async fn recompute(tx: &mut Tx, book: &BranchBook, cause: &str) -> Result<usize> {
    let mut moved = 0;
    let mut pauses: HashMap<Uuid, Vec<Pause>> = HashMap::new();
    for (id, from, to) in store::pauses(tx, book.id()).await? {
        pauses.entry(id).or_default().push((from, to));
    }
    for before in store::movable(tx, book.id()).await? {
        let mut deadline = before.clone();
        reckon(book, &mut deadline, pauses.get(&before.id).map_or(&[], Vec::as_slice))?;
        if same(&before, &deadline) {
            continue;
        }
        store::update(tx, &mut deadline).await?;
        if log_move(tx, &before, &deadline, cause).await? {
            if deadline.state == DeadlineState::Running {
                arm(tx, &deadline).await?;
            }
            moved += 1;
        }
    }
    Ok(moved)
}

/// A pause that is over.
pub(super) type Pause = (Timestamp, Timestamp);

/// Reckons one deadline again, with its pauses; an agreed one stays where it is.
pub(super) fn reckon(book: &BranchBook, deadline: &mut Deadline, pauses: &[Pause]) -> Result<()> {
    if deadline.fixed {
        return Ok(());
    }
    let key = PolicyKey::find(&deadline.policy_key)
        .map_err(|source| Error::internal_from("a deadline by a policy that is gone", source))?;
    let reckoned = book.reckon_with_pauses(key, deadline.started_at, pauses)?;
    deadline.due_at = reckoned.due_at;
    deadline.provisional = reckoned.provisional;
    deadline.policy_version = reckoned.policy_version;
    deadline.calendar_version = reckoned.calendar_version;
    deadline.amount = reckoned.amount;
    Ok(())
}

/// Logs and tells that a deadline moved; `false` when it did not.
pub(super) async fn log_move(tx: &mut Tx, before: &Deadline, after: &Deadline, cause: &str) -> Result<bool> {
    if after.due_at == before.due_at && after.provisional == before.provisional {
        return Ok(false);
    }
    let change = Change {
        at: tx.now(),
        old_due: before.due_at,
        new_due: after.due_at,
        cause: cause.to_owned(),
    };
    store::add_change(tx, after.id, &change).await?;
    tx.emit(events::recomputed(after, before.due_at, cause));
    Ok(true)
}

fn same(before: &Deadline, after: &Deadline) -> bool {
    let reckoned = |deadline: &Deadline| {
        (
            deadline.due_at,
            deadline.provisional,
            deadline.policy_version,
            deadline.calendar_version,
        )
    };
    reckoned(before) == reckoned(after) && before.amount == after.amount
}
