//! SQL of the ledger.

use uuid::Uuid;

use super::{Change, Deadline, DeadlineFilter, Segment, SegmentKind};
use crate::{
    Result,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::BranchId,
    time::Timestamp,
};

pub(super) async fn insert(tx: &mut Tx, deadline: &Deadline) -> Result<()> {
    const SQL: &str = "
        INSERT INTO deadline (
            id, kind, subject, ticket_id, branch_id, policy_key, policy_version, calendar_version, amount,
            started_at, due_at, provisional, fixed, state, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    exec!(
        tx,
        SQL,
        deadline.id,
        &deadline.kind,
        deadline.subject,
        deadline.ticket_id,
        &deadline.branch_id,
        &deadline.policy_key,
        deadline.policy_version,
        deadline.calendar_version,
        &deadline.amount,
        deadline.started_at,
        deadline.due_at,
        deadline.provisional,
        deadline.fixed,
        deadline.state,
        deadline.version,
    )?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, deadline: &mut Deadline) -> Result<()> {
    const SQL: &str = "
        UPDATE deadline
        SET
            policy_version = $3,
            calendar_version = $4,
            amount = $5,
            due_at = $6,
            provisional = $7,
            state = $8,
            missed_at = $9,
            ended_at = $10,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        deadline.id,
        deadline.version,
        deadline.policy_version,
        deadline.calendar_version,
        &deadline.amount,
        deadline.due_at,
        deadline.provisional,
        deadline.state,
        deadline.missed_at,
        deadline.ended_at,
    )?;
    deadline.version += 1;
    etag::changed(rows)
}

macro_rules! columns {
    () => {
        "id, kind, subject, ticket_id, branch_id, policy_key, policy_version, calendar_version, amount, \
         started_at, due_at, provisional, fixed, state, missed_at, ended_at, version"
    };
}

macro_rules! select {
    ($($tail:literal),+) => {
        concat!("SELECT ", columns!(), " FROM deadline ", $($tail),+)
    };
}

/// Holds the row until the transaction ends: who looks in order to decide must not be overtaken.
macro_rules! hold {
    ($tail:literal) => {
        concat!(
            "UPDATE deadline SET version = version ",
            $tail,
            " RETURNING ",
            columns!()
        )
    };
}

/// The open deadline of a kind and subject, held.
pub(super) async fn open_one(tx: &mut Tx, kind: &str, subject: Uuid) -> Result<Option<Deadline>> {
    const SQL: &str = hold!("WHERE kind = $1 AND subject = $2 AND ended_at IS NULL");
    fetch_optional!(tx, Deadline, SQL, kind, subject)
}

/// A deadline, held.
pub(super) async fn held(tx: &mut Tx, id: Uuid) -> Result<Option<Deadline>> {
    const SQL: &str = hold!("WHERE id = $1");
    fetch_optional!(tx, Deadline, SQL, id)
}

pub(super) async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Deadline>> {
    const SQL: &str = select!("WHERE id = $1");
    fetch_optional!(tx, Deadline, SQL, id)
}

/// Before every deadline.
const FIRST: (Timestamp, Uuid) = (Timestamp::MIN, Uuid::nil());

/// Of a ticket; all of them belong to one branch.
pub(super) async fn of_ticket(tx: &mut Tx, ticket_id: Uuid, filter: &DeadlineFilter) -> Result<Vec<Deadline>> {
    const SQL: &str = select!(
        "WHERE ticket_id = $1 AND (due_at, id) > ($2, $3) AND ($4 = '' OR $4 LIKE '%,' || state || ',%') ",
        "ORDER BY due_at, id LIMIT $5"
    );
    let ((at, id), states) = (filter.after.unwrap_or(FIRST), states(filter));
    fetch_all!(tx, Deadline, SQL, ticket_id, at, id, states.as_str(), filter.limit)
}

/// The wanted states as a list that SQL can search; empty for all.
fn states(filter: &DeadlineFilter) -> String {
    filter.states.iter().map(|state| format!(",{state},")).collect()
}

pub(super) async fn of_branch(tx: &mut Tx, branch: &BranchId, filter: &DeadlineFilter) -> Result<Vec<Deadline>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND (due_at, id) > ($2, $3) AND ($4 = '' OR $4 LIKE '%,' || state || ',%') ",
        "ORDER BY due_at, id LIMIT $5"
    );
    let ((at, id), states) = (filter.after.unwrap_or(FIRST), states(filter));
    fetch_all!(tx, Deadline, SQL, branch, at, id, states.as_str(), filter.limit)
}

/// Open deadlines of a branch that a new calendar or policy may move.
pub(super) async fn movable(tx: &mut Tx, branch: &BranchId) -> Result<Vec<Deadline>> {
    const SQL: &str =
        select!("WHERE branch_id = $1 AND ended_at IS NULL AND missed_at IS NULL AND NOT fixed ORDER BY due_at, id");
    fetch_all!(tx, Deadline, SQL, branch)
}

/// Open deadlines of some tickets, earliest due first.
pub(super) async fn open_of_tickets(tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<Deadline>> {
    const SQL: &str = select!("WHERE ticket_id {in} AND ended_at IS NULL ORDER BY due_at, id");
    fetch_many(tx, SQL, tickets).await
}

pub(super) async fn open_kinds(tx: &mut Tx, subject: Uuid) -> Result<Vec<String>> {
    const SQL: &str = "SELECT kind FROM deadline WHERE subject = $1 AND ended_at IS NULL ORDER BY kind";
    Ok(fetch_all!(tx, (String,), SQL, subject)?
        .into_iter()
        .map(|(kind,)| kind)
        .collect())
}

pub(super) async fn open_segment(
    tx: &mut Tx,
    deadline: &Deadline,
    kind: SegmentKind,
    reason: &str,
    from: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO deadline_segment (deadline_id, position, kind, reason, from_at)
        SELECT $1, COUNT(*), $2, $3, $4
        FROM deadline_segment
        WHERE deadline_id = $1";
    exec!(tx, SQL, deadline.id, kind, reason, from)?;
    Ok(())
}

pub(super) async fn close_segment(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE deadline_segment
        SET to_at = CASE WHEN from_at > $2 THEN from_at ELSE $2 END
        WHERE deadline_id = $1 AND to_at IS NULL";
    exec!(tx, SQL, id, at)?;
    Ok(())
}

pub(super) async fn segments(tx: &mut Tx, id: Uuid) -> Result<Vec<Segment>> {
    const SQL: &str = "
        SELECT kind, reason, from_at, to_at
        FROM deadline_segment
        WHERE deadline_id = $1
        ORDER BY position";
    fetch_all!(tx, Segment, SQL, id)
}

/// The pauses of a branch's open deadlines that are over, in order.
pub(super) async fn pauses(tx: &mut Tx, branch: &BranchId) -> Result<Vec<(Uuid, Timestamp, Timestamp)>> {
    const SQL: &str = "
        SELECT segment.deadline_id, segment.from_at, segment.to_at
        FROM deadline
        JOIN deadline_segment AS segment ON segment.deadline_id = deadline.id
        WHERE deadline.branch_id = $1 AND deadline.ended_at IS NULL
            AND segment.kind = 'PAUSED' AND segment.to_at IS NOT NULL
        ORDER BY segment.deadline_id, segment.position";
    fetch_all!(tx, (Uuid, Timestamp, Timestamp), SQL, branch)
}

pub(super) async fn add_change(tx: &mut Tx, id: Uuid, change: &Change) -> Result<()> {
    const SQL: &str = "
        INSERT INTO deadline_change (deadline_id, position, at, old_due, new_due, cause)
        SELECT $1, COUNT(*), $2, $3, $4, $5
        FROM deadline_change
        WHERE deadline_id = $1";
    exec!(tx, SQL, id, change.at, change.old_due, change.new_due, &change.cause)?;
    Ok(())
}

pub(super) async fn changes(tx: &mut Tx, id: Uuid) -> Result<Vec<Change>> {
    const SQL: &str = "
        SELECT at, old_due, new_due, cause
        FROM deadline_change
        WHERE deadline_id = $1
        ORDER BY position";
    fetch_all!(tx, Change, SQL, id)
}
