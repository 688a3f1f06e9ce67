//! Customers who are to be told what becomes of their machines (HOT-28). What was said is sealed.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::contact_task::{CloseReason, ContactTask, ContactTaskState};

/// A task with what is sealed of it.
pub struct StoredTask {
    /// The task.
    pub task: ContactTask,
    /// What the customer was told, sealed.
    pub said: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    branch_id: BranchId,
    ticket_id: TicketId,
    work_order_no: String,
    plan: String,
    topic: String,
    state: ContactTaskState,
    opened_at: Timestamp,
    due_at: Timestamp,
    said: Option<Vec<u8>>,
    done_at: Option<Timestamp>,
    done_by: String,
    version: i64,
    close_reason: Option<CloseReason>,
    closed_at: Option<Timestamp>,
}

/// Selects tasks.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, ticket_id, work_order_no, plan, topic, state, opened_at, due_at, said, done_at, ",
            "done_by, version, close_reason, closed_at FROM contact_task ",
            $tail
        )
    };
}

impl From<Row> for StoredTask {
    fn from(row: Row) -> Self {
        Self {
            task: ContactTask {
                id: row.id,
                branch_id: row.branch_id,
                ticket_id: row.ticket_id,
                work_order_no: row.work_order_no,
                plan: row.plan,
                topic: row.topic,
                state: row.state,
                opened_at: row.opened_at,
                due_at: row.due_at,
                done_at: row.done_at,
                done_by: row.done_by,
                closed: row.close_reason.zip(row.closed_at),
                version: row.version,
            },
            said: row.said,
        }
    }
}

/// Adds an open task.
pub async fn insert(tx: &mut Tx, task: &ContactTask) -> Result<()> {
    const SQL: &str = "
        INSERT INTO contact_task (
            id, branch_id, ticket_id, work_order_no, plan, topic, state, opened_at, due_at, done_by, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    exec!(
        tx,
        SQL,
        task.id,
        &task.branch_id,
        task.ticket_id,
        &task.work_order_no,
        &task.plan,
        &task.topic,
        task.state,
        task.opened_at,
        task.due_at,
        &task.done_by,
        task.version,
    )?;
    Ok(())
}

/// A task that exists for the scope.
pub async fn by_id(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<Option<StoredTask>> {
    const SQL: &str = select!("WHERE id = $1");
    let found = fetch_optional!(tx, Row, SQL, id)?.map(StoredTask::from);
    Ok(found.filter(|stored| scope.contains(&stored.task.branch_id)))
}

/// Stores that the customer was told; `said` is sealed.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn complete(tx: &mut Tx, task: &mut ContactTask, said: &[u8]) -> Result<()> {
    const SQL: &str = "
        UPDATE contact_task
        SET state = $3, said = $4, done_at = $5, done_by = $6, version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        task.id,
        task.version,
        task.state,
        said,
        task.done_at,
        &task.done_by
    )?;
    task.version += 1;
    etag::changed(rows)
}

/// Open tasks of a ticket.
pub async fn open_of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<ContactTask>> {
    const SQL: &str = select!("WHERE ticket_id = $1 AND state = 'OPEN' ORDER BY id");
    let rows = fetch_all!(tx, Row, SQL, ticket)?;
    Ok(rows.into_iter().map(|row| StoredTask::from(row).task).collect())
}

/// Stores that a task ended with its ticket.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn close(tx: &mut Tx, task: &mut ContactTask) -> Result<()> {
    const SQL: &str = "
        UPDATE contact_task
        SET state = $3, close_reason = $4, closed_at = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    let (reason, at) = task.closed.unzip();
    let rows = exec!(tx, SQL, task.id, task.version, task.state, reason, at)?;
    task.version += 1;
    etag::changed(rows)
}

/// Some tasks by their ids, whosever they are.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<StoredTask>> {
    const SQL: &str = select!("WHERE id {in} ORDER BY id");
    let rows = fetch_many::<Row>(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(StoredTask::from).collect())
}

/// Which tasks of a branch a list holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branch.
    pub branch_id: BranchId,
    /// Only this state.
    pub state: Option<ContactTaskState>,
    /// Only of this ticket.
    pub ticket_id: Option<TicketId>,
}

impl Filter {
    /// Whether a task meets the conditions.
    pub fn admits(&self, task: &ContactTask) -> bool {
        task.branch_id == self.branch_id
            && self.state.is_none_or(|state| state == task.state)
            && self.ticket_id.is_none_or(|ticket| ticket == task.ticket_id)
    }
}

/// Place in the list: open ones by due time, then those that are done, then those that ended with their tickets.
pub type Place = (String, Timestamp, Uuid);

/// Up to `limit` tasks after a place.
pub async fn page(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<StoredTask>> {
    // CLOSED sorts before DONE and that before OPEN, so the list runs down the states and up the times
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND state LIKE $2 AND ($3 IS NULL OR ticket_id = $3) \
         AND (state < $4 OR (state = $4 AND (due_at, id) > ($5, $6))) \
         ORDER BY state DESC, due_at, id LIMIT $7"
    );
    let (state, due_at, id) =
        after.unwrap_or_else(|| (ContactTaskState::Open.to_string(), Timestamp::MIN, Uuid::nil()));
    let wanted = filter.state.map_or("%", ContactTaskState::as_str);
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        &filter.branch_id,
        wanted,
        filter.ticket_id,
        state,
        due_at,
        id,
        limit
    )?;
    Ok(rows.into_iter().map(StoredTask::from).collect())
}
