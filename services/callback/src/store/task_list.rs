//! SQL of the callback list.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    fetch_all,
    id::TicketId,
    seal::Sealer,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    columns::TaskRow,
    task::{open_all, select},
};
use crate::domain::{Task, TaskId};

/// Which tasks to list. All given conditions must hold.
#[derive(Debug, Clone)]
pub struct TaskQuery {
    /// Branches whose tasks exist for the caller, narrowed to those asked for.
    pub scope: BranchScope,
    /// States as text between commas; empty for all.
    pub states: String,
    /// Due not before this date.
    pub due_from: Option<BusinessDate>,
    /// Due not after this date.
    pub due_to: Option<BusinessDate>,
    /// Technician; empty for all.
    pub technician_id: String,
    /// Ticket.
    pub ticket_id: Option<TicketId>,
    /// Only those that may be called at this instant.
    pub callable_at: Option<Timestamp>,
    /// After this one.
    pub after: Option<(BusinessDate, TaskId)>,
    /// At most so many.
    pub limit: i64,
}

/// Tasks, earliest due first.
pub async fn list(tx: &mut Tx, sealer: &Sealer, query: &TaskQuery) -> Result<Vec<Task>> {
    // `$8 = $9` and `$10 < $11` stand for conditions that were not given
    const OF_ONE_BRANCH: &str = select!(
        "WHERE branch_id = $1 AND (due_date, id) > ($2, $3) AND due_date >= $4 AND due_date <= $5
        AND ($6 = '' OR $6 LIKE '%,' || state || ',%') AND ($7 = '' OR technician_id = $7)
        AND ($8 = $9 OR ticket_id = $8) AND ($10 < $11 OR (state IN ('LISTED', 'QUEUED') AND callable_from <= $10))
        ORDER BY due_date, id LIMIT $12"
    );
    const OF_MANY_BRANCHES: &str = select!(
        "WHERE ($1 = '' OR $1 LIKE '%,' || branch_id || ',%') AND (due_date, id) > ($2, $3)
        AND due_date >= $4 AND due_date <= $5
        AND ($6 = '' OR $6 LIKE '%,' || state || ',%') AND ($7 = '' OR technician_id = $7)
        AND ($8 = $9 OR ticket_id = $8) AND ($10 < $11 OR (state IN ('LISTED', 'QUEUED') AND callable_from <= $10))
        ORDER BY due_date, id LIMIT $12"
    );
    let (sql, branches) = match query.scope.only() {
        Some([]) => return Ok(Vec::new()),
        Some([one]) => (OF_ONE_BRANCH, one.to_string()),
        Some(many) => (
            OF_MANY_BRANCHES,
            many.iter().map(|branch| format!(",{branch},")).collect(),
        ),
        None => (OF_MANY_BRANCHES, String::new()),
    };
    let (after, none) = (query.after_key(), Uuid::nil());
    #[rustfmt::skip]
    let rows = fetch_all!(
        tx, TaskRow, sql,
        branches.as_str(), after.0.as_str(), after.1,
        query.due_from.map_or("0000-00-00".to_owned(), |date| date.to_string()),
        query.due_to.map_or("9999-99-99".to_owned(), |date| date.to_string()),
        query.states.as_str(), query.technician_id.as_str(),
        query.ticket_id.map_or(none, TicketId::uuid), none,
        query.callable_at.unwrap_or(Timestamp::MIN), Timestamp::from_micros(0),
        query.limit,
    )?;
    open_all(rows, sealer)
}

impl TaskQuery {
    /// Whether a task meets the conditions, wherever it stands in the list; all but the one that time decides.
    pub fn admits(&self, task: &Task) -> bool {
        let due = task.schedule.due_date;
        self.scope.contains(&task.branch_id)
            && (self.states.is_empty() || self.states.contains(&format!(",{},", task.state)))
            && self.due_from.is_none_or(|from| due >= from)
            && self.due_to.is_none_or(|to| due <= to)
            && (self.technician_id.is_empty() || self.technician_id == task.technician_id)
            && self.ticket_id.is_none_or(|ticket| ticket == task.ticket_id)
    }

    fn after_key(&self) -> (String, Uuid) {
        self.after
            .map_or((String::new(), Uuid::nil()), |(date, id)| (date.to_string(), id.uuid()))
    }
}
