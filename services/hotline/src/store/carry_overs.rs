//! Requests without a technician, and those that were carried over to another day (HOT-24, HOT-47, DSP-36).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all, fetch_optional,
    id::{BranchId, TicketId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::record::{Awaiting, Undispatched};

/// A technician has the ticket's order; `true` when that is news.
pub async fn assign(tx: &mut Tx, ticket: TicketId, technician: &str, at: Timestamp) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO assignment (ticket_id, technician_id, assigned_at)
        VALUES ($1, $2, $3)
        ON CONFLICT (ticket_id) DO UPDATE
        SET technician_id = excluded.technician_id
        WHERE assignment.technician_id <> excluded.technician_id";
    Ok(exec!(tx, SQL, ticket, technician, at)? == 1)
}

/// The ticket has another order, which nobody has yet.
pub async fn unassign(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    exec!(tx, "DELETE FROM assignment WHERE ticket_id = $1", ticket)?;
    Ok(())
}

/// The subject of a branch's reconcile timer; `true` beside it when it was made now.
pub async fn reconcile_subject(tx: &mut Tx, branch: &BranchId, new: Uuid) -> Result<(Uuid, bool)> {
    const INSERT: &str = "INSERT INTO reconcile (branch_id, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    const SELECT: &str = "SELECT subject FROM reconcile WHERE branch_id = $1";
    // looked for first: after a branch's first request nobody waits here for anybody else
    if let Some((subject,)) = fetch_optional!(tx, (Uuid,), SELECT, branch)? {
        return Ok((subject, false));
    }
    let made = exec!(tx, INSERT, branch, new)? == 1;
    Ok((new, made))
}

/// Selects what waits for a technician; `state` keeps tickets of customers who could not be reached out of it.
macro_rules! waiting {
    ($columns:literal, $lead:literal, $tail:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM ticket LEFT JOIN carry_over ON carry_over.ticket_id = ticket.id ",
            "WHERE ",
            $lead,
            " AND mode = 'ON_SITE' AND closed_at IS NULL ",
            "AND state IN ('HANDED_OVER', 'RECEIVED', 'PROMISED') ",
            "AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.ticket_id = ticket.id) ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct UndispatchedRow {
    id: TicketId,
    register_no: String,
    branch_id: BranchId,
    times: i64,
}

/// What a branch has without a technician of all that came until `at`.
pub async fn undispatched(tx: &mut Tx, branch: &BranchId, at: Timestamp) -> Result<Vec<Undispatched>> {
    const SQL: &str = waiting!(
        "ticket.id, register_no, ticket.branch_id, COALESCE(times, 0) AS times",
        "ticket.branch_id = $1",
        "AND handed_over_at <= $2 ORDER BY first_requested_at, ticket.id"
    );
    let rows = fetch_all!(tx, UndispatchedRow, SQL, branch, at)?;
    let read = |row: UndispatchedRow| Undispatched {
        ticket_id: row.id,
        register_no: row.register_no,
        branch_id: row.branch_id,
        times: row.times,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many requests for on-site service a branch handed over in a time.
pub async fn requested(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<i64> {
    const SQL: &str = "
        SELECT COUNT(*)
        FROM ticket
        WHERE branch_id = $1 AND opened_at >= $2 AND opened_at <= $3 AND handed_over_at IS NOT NULL";
    Ok(fetch_optional!(tx, (i64,), SQL, branch, from, to)?.map_or(0, |(count,)| count))
}

/// Carries a request over once more.
pub async fn carry(
    tx: &mut Tx,
    request: &Undispatched,
    day: BusinessDate,
    to: BusinessDate,
    at: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO carry_over (ticket_id, branch_id, from_day, to_day, times, carried_at)
        VALUES ($1, $2, $3, $4, 1, $5)
        ON CONFLICT (ticket_id) DO UPDATE
        SET to_day = excluded.to_day, times = carry_over.times + 1, carried_at = excluded.carried_at";
    exec!(tx, SQL, request.ticket_id, &request.branch_id, day, to, at)?;
    Ok(())
}

/// Place in the lists: carried over most often first, then by first request.
pub type Place = (i64, Timestamp, TicketId);

#[derive(sqlx::FromRow)]
struct AwaitingRow {
    id: TicketId,
    times: i64,
    from_day: Option<BusinessDate>,
    to_day: Option<BusinessDate>,
}

impl From<AwaitingRow> for Awaiting {
    fn from(row: AwaitingRow) -> Self {
        Self {
            ticket_id: row.id,
            times: row.times,
            from_day: row.from_day,
            to_day: row.to_day,
        }
    }
}

/// Which requests without a technician a list holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branch.
    pub branch_id: BranchId,
    /// Only those that were carried over.
    pub carried_only: bool,
    /// Only those carried to this working day.
    pub day: Option<BusinessDate>,
}

impl Filter {
    /// Whether a request of a branch meets the conditions.
    pub fn admits(&self, branch: &BranchId, it: &Awaiting) -> bool {
        *branch == self.branch_id
            && (!self.carried_only || it.times > 0)
            && self.day.is_none_or(|day| it.to_day == Some(day))
    }
}

/// Up to `limit` requests without a technician after a place.
pub async fn page(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<Awaiting>> {
    const SQL: &str = waiting!(
        "ticket.id, COALESCE(times, 0) AS times, from_day, to_day",
        "ticket.branch_id = $1",
        "AND (-COALESCE(times, 0), first_requested_at, ticket.id) > ($2, $3, $4) \
         AND (NOT $5 OR times IS NOT NULL) AND ($6 = '' OR to_day = $6) \
         ORDER BY -COALESCE(times, 0), first_requested_at, ticket.id LIMIT $7"
    );
    let first = (i64::MIN, Timestamp::MIN, TicketId::from_uuid(Uuid::nil()));
    let after = after.unwrap_or(first);
    let day = filter.day.map(|day| day.to_string()).unwrap_or_default();
    let rows = fetch_all!(
        tx,
        AwaitingRow,
        SQL,
        &filter.branch_id,
        after.0,
        after.1,
        after.2,
        filter.carried_only,
        day,
        limit,
    )?;
    Ok(rows.into_iter().map(Awaiting::from).collect())
}

/// Those of some tickets that wait for a technician, whosever they are.
pub async fn of_ids(tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<Awaiting>> {
    const SQL: &str = waiting!(
        "ticket.id, COALESCE(times, 0) AS times, from_day, to_day",
        "ticket.id {in}",
        "ORDER BY ticket.id"
    );
    let rows = fetch_many::<AwaitingRow>(tx, SQL, tickets).await?;
    Ok(rows.into_iter().map(Awaiting::from).collect())
}
