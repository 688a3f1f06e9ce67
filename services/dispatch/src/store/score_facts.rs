//! What other services say that counts: surveys of the callback, complaints.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::{BranchId, CustomerId, WorkOrderId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::score::{Complaint, Survey};

/// Stores what the callback of a visit brought.
pub async fn put_survey(tx: &mut Tx, order: WorkOrderId, visit: i64, survey: &Survey) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_survey (
            work_order_id, visit_number, ruled_out, contacted, on_time, satisfied, attitude, skill, arrival_time, promises
        ) VALUES ($1, $2, FALSE, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (work_order_id, visit_number) DO UPDATE
        SET
            contacted = excluded.contacted,
            on_time = excluded.on_time,
            satisfied = excluded.satisfied,
            attitude = excluded.attitude,
            skill = excluded.skill,
            arrival_time = excluded.arrival_time,
            promises = excluded.promises";
    let [attitude, skill, arrival_time, promises] = survey.marks;
    #[rustfmt::skip]
    exec!(
        tx, SQL, order, visit, survey.contacted, survey.on_time, survey.satisfied, attitude, skill, arrival_time,
        promises,
    )?;
    Ok(())
}

/// Notes that a visit has no callback because it was reported too late (CBK-06, DSP-34).
pub async fn put_excluded(tx: &mut Tx, order: WorkOrderId, visit: i64) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_survey (work_order_id, visit_number, ruled_out)
        VALUES ($1, $2, TRUE)
        ON CONFLICT (work_order_id, visit_number) DO UPDATE
        SET ruled_out = TRUE";
    exec!(tx, SQL, order, visit)?;
    Ok(())
}

/// A new complaint: of whom, where, and whether the customer made it of his own accord.
pub struct NewComplaint {
    /// What it is.
    pub complaint: Complaint,
    /// Branch.
    pub branch_id: BranchId,
    /// The order that it is about.
    pub work_order_id: Option<WorkOrderId>,
    /// The customer complained of his own accord.
    pub active: bool,
}

/// Stores a complaint; one that is known stays as it is.
pub async fn add_complaint(tx: &mut Tx, new: &NewComplaint) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_complaint (
            id, active, branch_id, work_order_id, technician_id, owner, due_at, reported_at, answered_at, answered_by
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (id) DO NOTHING";
    let it = &new.complaint;
    #[rustfmt::skip]
    exec!(
        tx, SQL, it.id, new.active, &new.branch_id, new.work_order_id, &it.technician_id, &it.owner, it.due_at,
        it.reported_at, it.answered_at, &it.answered_by,
    )?;
    Ok(())
}

/// A complaint was answered, or its measure set; an owner and a due time named with it stand from then on.
pub async fn answer_complaint(
    tx: &mut Tx,
    id: Uuid,
    by: &str,
    at: Timestamp,
    carried: Option<(&str, Option<Timestamp>)>,
) -> Result<()> {
    const SQL: &str = "
        UPDATE score_complaint
        SET
            answered_at = $2,
            answered_by = $3,
            owner = CASE WHEN $4 = '' THEN owner ELSE $4 END,
            due_at = COALESCE($5, due_at)
        WHERE id = $1 AND answered_at IS NULL";
    let (owner, due_at) = carried.unwrap_or_default();
    exec!(tx, SQL, id, at, by, owner, due_at)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    technician_id: String,
    owner: String,
    due_at: Option<Timestamp>,
    reported_at: Timestamp,
    answered_at: Option<Timestamp>,
    answered_by: String,
}

/// The complaints of a branch that came up in a span, oldest first.
pub async fn complaints(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<Vec<Complaint>> {
    const SQL: &str = "
        SELECT id, technician_id, owner, due_at, reported_at, answered_at, answered_by
        FROM score_complaint
        WHERE branch_id = $1 AND reported_at >= $2 AND reported_at < $3
        ORDER BY reported_at, id";
    let complaint = |row: Row| Complaint {
        id: row.id,
        technician_id: row.technician_id,
        owner: row.owner,
        due_at: row.due_at,
        reported_at: row.reported_at,
        answered_at: row.answered_at,
        answered_by: row.answered_by,
    };
    let rows = fetch_all!(tx, Row, SQL, branch, from, to)?;
    Ok(rows.into_iter().map(complaint).collect())
}

/// A customer's latest order at a branch, one with a visit before one without, and who has it.
pub async fn latest_order(
    tx: &mut Tx,
    branch: &BranchId,
    customer: CustomerId,
) -> Result<Option<(WorkOrderId, Option<String>)>> {
    const SQL: &str = "
        SELECT o.id, o.technician_id
        FROM work_order o
        WHERE o.customer_id = $1 AND o.branch_id = $2 AND o.state <> 'CANCELLED'
        ORDER BY
            (SELECT COUNT(*) FROM visit v WHERE v.work_order_id = o.id AND v.completed_at IS NOT NULL) = 0,
            o.id DESC
        LIMIT 1";
    fetch_optional!(tx, (WorkOrderId, Option<String>), SQL, customer, branch)
}
