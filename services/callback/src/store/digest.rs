//! SQL of the digest: complaints of the hotline, and dissatisfaction found by callback.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::digest::{Entry, Source};

/// A complaint that the hotline took down.
pub struct HotlineComplaint {
    /// Consultation id.
    pub id: Uuid,
    /// Branch.
    pub branch_id: BranchId,
    /// Number.
    pub number: String,
    /// Ticket.
    pub ticket_id: Option<TicketId>,
    /// Who has to answer; empty when it was answered at once.
    pub owner: String,
    /// By when.
    pub due_at: Option<Timestamp>,
    /// When it was taken down.
    pub reported_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

/// Stores a complaint; one that is known stays as it is.
pub async fn add(tx: &mut Tx, it: &HotlineComplaint) -> Result<()> {
    const SQL: &str = "
        INSERT INTO hotline_complaint (id, branch_id, number, ticket_id, owner, due_at, reported_at, answered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO NOTHING";
    #[rustfmt::skip]
    exec!(
        tx, SQL, it.id, &it.branch_id, it.number.as_str(), it.ticket_id, it.owner.as_str(), it.due_at, it.reported_at,
        it.answered_at,
    )?;
    Ok(())
}

/// A complaint was answered.
pub async fn answer(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE hotline_complaint SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL";
    exec!(tx, SQL, id, at)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    ticket_id: Option<TicketId>,
    owner: String,
    due_at: Option<Timestamp>,
    reported_at: Timestamp,
    answered_at: Option<Timestamp>,
}

/// Complaints of the hotline that came up in a span, and open ones from before.
pub async fn of_hotline(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<Vec<Entry>> {
    const SQL: &str = "
        SELECT id, number, ticket_id, owner, due_at, reported_at, answered_at
        FROM hotline_complaint
        WHERE branch_id = $1 AND reported_at < $3 AND (reported_at >= $2 OR answered_at IS NULL)
        ORDER BY reported_at, id";
    let entry = |row: Row| Entry {
        source: Source::Hotline,
        id: row.id,
        ticket_id: row.ticket_id,
        number: row.number,
        reported_at: row.reported_at,
        technician_id: String::new(),
        types: Vec::new(),
        solution: String::new(),
        owner: row.owner,
        due_at: row.due_at,
        solved_at: row.answered_at,
    };
    let rows = fetch_all!(tx, Row, SQL, branch, from, to)?;
    Ok(rows.into_iter().map(entry).collect())
}

/// Ids of the tasks whose customers were not satisfied in a span, and of those from before that wait for a measure.
pub async fn unsatisfied(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<Vec<Uuid>> {
    const SQL: &str = "
        SELECT id
        FROM callback_task
        WHERE branch_id = $1 AND satisfied = 'NO' AND called_at < $3 AND (called_at >= $2 OR measured_at IS NULL)
        ORDER BY called_at, id";
    let rows = fetch_all!(tx, (Uuid,), SQL, branch, from, to)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
